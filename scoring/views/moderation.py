from collections.abc import Mapping

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.actions import moderation, reveals
from scoring.forms.problems import problems_of
from scoring.forms.scores import CheckForm, ConsensusForm
from scoring.models import Assignment, Meeting, ModerationRules, PanelMember, QualityCheck
from scoring.views.meetings import meeting_page
from scoring.views.moderation_lines import Line, lines_of
from scoring.views.moderation_tables import FIELDS, cards_of, ids_of
from scoring.views.saving import somebody_else, theirs_in


@require_GET
@requires("scoring.view_moderation", Competition)
def overview(request: UserRequest, competition: Competition) -> HttpResponse:
    """Each criterion of each bid: those on which the evaluators are furthest apart first."""
    lines = lines_of(competition, request.user)
    meetings = list(Meeting.objects.filter(competition=competition))
    needs_sign_off = ModerationRules.objects.filter(competition=competition, needs_sign_off=True).exists()
    checks = QualityCheck.objects.unsigned(competition)
    for line in lines:
        line.check = _check_in_words(line, checks, needs_sign_off=needs_sign_off)
    context = {
        "meetings": meetings,
        "under_way": any(meeting.closed_at is None for meeting in meetings),
        "competition": competition,
        "lines": lines,
        "is_computed": any(line.criterion.panel_result.is_computed for line in lines),
        "to_sign_off": len(checks),
        "needs_sign_off": needs_sign_off,
        "agreed": sum(line.is_agreed for line in lines),
        "ready": sum(line.is_shown and not line.is_agreed for line in lines),
        "to_reveal": sum(line.is_to_reveal for line in lines),
        "flagged": sum(line.needs_discussion and not line.is_agreed for line in lines),
    }
    return render(request, "scoring/moderation_list.html", context)


def _check_in_words(line: Line, checks: Mapping[tuple[int, int], bool | None], *, needs_sign_off: bool) -> str:
    """Only of an agreed score that the reader sees."""
    key = (line.criterion.pk, line.bid.pk)
    if not line.is_agreed or key not in checks:
        return ""
    return "sent back" if checks[key] is False else "not signed off yet" if needs_sign_off else ""


@require_GET
@requires("scoring.view_moderation", Competition)
def criterion(request: UserRequest, competition: Competition, criterion: str) -> HttpResponse:
    """All bids' scores and reasons of one criterion side by side; for the chair a form for each bid's agreed score."""
    return criterion_page(request, judged_of(competition, criterion))


@require_POST
@requires("scoring.moderate", Competition)
def reveal(request: UserRequest, competition: Competition, criterion: str) -> HttpResponse:
    """Show the scores of one bid to the panel, or of all bids that are ready."""
    judged = judged_of(competition, criterion)
    if reference := request.POST.get("bid"):
        bid = get_object_or_404(Bid.objects.opened(competition), reference=reference)
        reveals.reveal(bid, judged, by=request.user, at=timezone.now())
        messages.success(request, f"The scores of {bid.organisation} are revealed.")
        return redirect(_onwards(request, judged, bid))
    done = reveals.reveal_all(judged, by=request.user, at=timezone.now())
    messages.success(request, f"The scores of {done} {'bid' if done == 1 else 'bids'} are revealed.")
    return redirect("scoring:moderate", competition.reference, judged.reference)


@require_POST
@requires("scoring.moderate", Competition)
def agree(request: UserRequest, competition: Competition, criterion: str) -> HttpResponse:
    """Record the score that the panel agreed for one bid."""
    judged = judged_of(competition, criterion)
    bid = get_object_or_404(Bid.objects.opened(competition), reference=request.POST.get("bid", ""))
    assigned = Assignment.objects.of(competition).filter(bid=bid, criterion=judged)
    members = PanelMember.objects.filter(assignments__in=assigned).select_related("user")
    form = ConsensusForm(request.POST, criterion=judged, members=members)
    if form.is_valid():
        with refused_into(form):
            moderation.agree(bid, judged, **form.typed(), by=request.user, at=timezone.now())
            said = judged.result if judged.panel_result.is_computed else "agreed score"
            messages.success(request, f"The {said} of {bid.organisation} is recorded.")
            return redirect(_onwards(request, judged, bid))
    if (meeting := _meeting_of(request, judged)) and meeting.closed_at is None:
        return meeting_page(request, meeting, refused=(judged, bid, form))
    return criterion_page(request, judged, typed=(bid, form))


def _meeting_of(request: UserRequest, judged: Criterion) -> Meeting | None:
    """The meeting from whose page it was asked, if it was asked from one."""
    meetings = Meeting.objects.filter(competition=judged.competition).select_related("opened_by", "closed_by")
    return meetings.filter(reference=request.POST.get("meeting", "")).first()


def _onwards(request: UserRequest, judged: Criterion, bid: Bid) -> str:
    """Back to the meeting from which it was asked, else to the bid on the page of the criterion."""
    if meeting := _meeting_of(request, judged):
        return reverse("scoring:meeting", args=[meeting.reference])
    return f"{reverse('scoring:moderate', args=[judged.competition.reference, judged.reference])}#bid-{bid.reference}"


def criterion_page(
    request: UserRequest,
    judged: Criterion,
    *,
    typed: tuple[Bid, ConsensusForm] | None = None,
    checked: tuple[Bid, CheckForm] | None = None,
) -> HttpResponse:
    """The page of a criterion; with the form of one bid that could not be taken, which keeps what was typed."""
    competition = judged.competition
    cards = cards_of(judged, request.user, typed=typed)
    context = {
        "competition": competition,
        "criterion": judged,
        "steps": list(judged.scale.steps.order_by("value")) if judged.scale else [],
        "cards": cards,
        "to_reveal": sum(card.line.is_to_reveal for card in cards),
        "may_still_change": reveals.may_still_change(competition),
        "problems": _problems(typed) + _problems(checked),
        "refused_check": (checked[0].reference, checked[1].data.get("remark", "")) if checked else ("", ""),
    }
    return render(request, "scoring/moderation_criterion.html", context)


def _problems(refused: tuple[Bid, Form] | None) -> list[tuple[str, str]]:
    """What is wrong with a bid's form, each with the id of the input where it is mended."""
    if refused is None:
        return []
    bid, form = refused
    return problems_of(form, ids_of(bid, form))


@require_POST
@requires("scoring.moderate", Competition)
def draft(request: UserRequest, competition: Competition, criterion: str, bid: str) -> HttpResponse:
    """What the chair has typed so far, kept by the page's script."""
    if refused := somebody_else(request):
        return refused
    judged = judged_of(competition, criterion)
    opened = get_object_or_404(Bid.objects.opened(competition), reference=bid)
    typed = {name: "\n".join(request.POST.getlist(name)).replace("\x00", "")[:50_000] for name in FIELDS}
    version = request.POST.get("version", "")
    done = moderation.keep_draft(
        opened, judged, typed, version=int(version) if version.isdecimal() else 0, by=request.user, at=timezone.now()
    )
    if done.state == "saved":
        message = "Draft kept. It is not agreed until you record it."
        return JsonResponse({"state": "saved", "version": done.version, "message": message})
    return theirs_in(request, done.typed, version=done.version)


def judged_of(competition: Competition, reference: str) -> Criterion:
    return get_object_or_404(
        Criterion.objects.judged().select_related("scale", "section", "competition__service__council"),
        competition=competition,
        reference=reference,
    )
