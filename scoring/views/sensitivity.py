from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.actions.reports import MOST_ATTEMPTS
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.domain.roles import CouncilRole
from accounts.models import User
from partners.models import Bid
from procurement.models import Competition
from scoring.actions import rankings, sensitivity
from scoring.domain.roles import PanelRole
from scoring.domain.sensitivity.study_shown import study_shown
from scoring.models import OpenedBid, Ranking, SensitivityStudy
from scoring.models.blindness import Sight, sight_of
from scoring.rules import seat_of

PROGRESS = "scoring/_sensitivity_progress.html"


@never_cache
@require_GET
@requires("scoring.study_sensitivity", Competition)
def study(request: UserRequest, competition: Competition) -> HttpResponse:
    """How sure the latest ranking is, or how far the working out has come; asked by htmx, only that."""
    ranking = rankings.latest(competition)
    found = _study_for(request.user, competition, ranking)
    is_done = found is not None and found.state == ReportState.DONE
    if found and is_done:
        sensitivity.note_reading(found, by=request.user, at=timezone.now())
    context = {
        "competition": competition,
        "ranking": ranking,
        "is_hidden": ranking is not None and not _sees_all(request.user, competition),
        "study": found,
        "shown": study_shown(found.content, tells_of_evaluators=_judges_the_panel(request.user, competition))
        if found and is_done
        else None,
        "most_attempts": MOST_ATTEMPTS,
        "url": reverse("scoring:sensitivity", args=[competition.reference]),
    }
    if request.headers.get("HX-Target") != "sensitivity-progress":
        return render(request, "scoring/sensitivity_detail.html", context)
    # What waits for the outcome asks for itself alone, and once that is there for the whole page.
    return HttpResponse(headers={"HX-Refresh": "true"}) if is_done else render(request, PROGRESS, context)


@require_POST
@requires("scoring.study_sensitivity", Competition)
def ask(request: UserRequest, competition: Competition) -> HttpResponse:
    if not _sees_all(request.user, competition):
        raise Refusal("You may not see every bid and score of this competition yet, so this is not for you to ask.")
    sensitivity.request(competition, by=request.user, at=timezone.now())
    return redirect("scoring:sensitivity", competition.reference)


@never_cache
@require_GET
@requires("scoring.study_sensitivity", Competition)
def study_json(request: UserRequest, competition: Competition) -> HttpResponse:
    """The whole record, with exact figures; of evaluators only for those who judge how the panel agreed."""
    found = _study_for(request.user, competition, rankings.latest(competition))
    if found is None or found.state != ReportState.DONE:
        raise Refusal("It has not been worked out yet: go back to its page to see how far it has come.")
    content = dict(found.content)
    if not _judges_the_panel(request.user, competition):
        for name in ("evaluators", "without_evaluators", "severities"):
            del content[name]
    sensitivity.note_reading(found, by=request.user, at=timezone.now())
    response = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="sureness-{competition.reference}.json"'
    return response


def _study_for(user: User, competition: Competition, ranking: Ranking | None) -> SensitivityStudy | None:
    if ranking is None or not _sees_all(user, competition):
        return None
    return SensitivityStudy.objects.filter(ranking=ranking).select_related("ranking__competition").first()


def _sees_all(user: User, competition: Competition) -> bool:
    """Whether the person may read every opened bid and all locked scores, as the study tells of all of them."""
    if sight_of(user, competition) is Sight.OWN:
        return False
    unread = Bid.objects.opened(competition).exclude(pk__in=OpenedBid.objects.visible_to(user).order_by().values("pk"))
    return not unread.exists()


def _judges_the_panel(user: User, competition: Competition) -> bool:
    """The chair, and the council's auditor."""
    seat = seat_of(user, competition)
    is_chair = seat is not None and seat.role == PanelRole.CHAIR
    return is_chair or user.council_roles.filter(council=competition.council, role=CouncilRole.AUDITOR.value).exists()
