"""The end of a stage: who goes on, what each bidder is told of its own, and the invitation to the next stage."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, may, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from partners.models import Admission, Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, next_stage, stages_of
from scoring.actions import rankings, shortlists, stages
from scoring.actions.feedback import feedback_on
from scoring.domain.stage_results import read_result
from scoring.forms.stages import InviteForm, ShortlistForm
from scoring.models import JudgedBid, OpenedBid, Shortlist
from scoring.models.blindness import Sight, sight_of
from scoring.models.reading import criteria_in_order
from scoring.views.rankings import table_for


@require_http_methods(["GET", "POST"])
@requires("scoring.view_shortlist", Competition)
def shortlist(request: UserRequest, competition: Competition) -> HttpResponse:
    """Who would go on by the rule, for the lead officer to decide; afterwards who did, and what comes next."""
    to = next_stage(competition)
    if to is None:
        raise Refusal("No stage follows this one, so nobody goes on from it.")
    decides = may(request.user, "scoring.decide_shortlist", competition)
    form = ShortlistForm(request.POST or None)
    if request.method == "POST" and decides and form.is_valid():
        with refused_into(form):
            reasons = form.cleaned_data["reasons"]
            shortlists.decide(competition, reasons=reasons, by=request.user, at=timezone.now())
            messages.success(request, "It is decided who goes on, and every bidder is told its own result.")
            return redirect("scoring:shortlist", competition.reference)
    made = Shortlist.objects.filter(competition=competition).select_related("ranking", "decided_by").first()
    hidden = is_hidden(request, competition)
    context = {
        "competition": competition,
        "to": to,
        "stages": stages_of(competition),
        "is_hidden": hidden,
        "made": None if hidden else made,
        "rows": made.bids.select_related("bid__organisation") if made and not hidden else [],
        "form": form,
        "decides": decides,
        **({} if made or hidden else _before(request, competition)),
    }
    return render(request, "scoring/shortlist_detail.html", context)


def is_hidden(request: UserRequest, competition: Competition) -> bool:
    """It tells of all bids: whoever may not read one of them, or not the scores of others yet, sees nothing of it."""
    readable = OpenedBid.objects.visible_to(request.user).filter(competition=competition).order_by()
    unread = Bid.objects.opened(competition).exclude(pk__in=readable.values("pk"))
    return unread.exists() or sight_of(request.user, competition) is Sight.OWN


def _before(request: UserRequest, competition: Competition) -> dict[str, object]:
    ranking = rankings.latest(competition)
    missing = shortlists.problems(competition, ranking)
    if ranking is None:
        return {"missing": missing}
    outcomes = {each.bid: each for each in shortlists.outcomes_of(ranking)}
    table = table_for(request.user, ranking)
    return {
        "missing": missing,
        "ranking": ranking,
        "would": [(row, outcomes[row.bid]) for row in table.rows if row.bid in outcomes],
        "asked": shortlists.must_say_why(competition, list(outcomes.values())),
    }


@require_http_methods(["GET", "POST"])
@requires("scoring.begin_stage", Competition)
def invite(request: UserRequest, competition: Competition) -> HttpResponse:
    """Begin a later stage: its deadlines, and the invitation to all who went on."""
    if competition.stage != CompetitionState.ANNOUNCED:
        raise Refusal("Only a later stage that has not begun can be begun.")
    now = timezone.now()
    form = InviteForm(request.POST or None, competition=competition, at=now)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            stages.invite(competition, **form.deadlines(), by=request.user, at=now)
            messages.success(request, "Bids are invited, and everybody who goes on is told, alike.")
            return redirect("procurement:design", competition.reference)
    context = {
        "competition": competition,
        "form": form,
        "refinements": competition.refinements.published(),
        "admitted": Admission.objects.filter(competition=competition).select_related("organisation"),
    }
    return render(request, "scoring/stage_invite.html", context)


@never_cache
@require_GET
@requires("scoring.read_own_result", JudgedBid)
def own_result(request: UserRequest, bid: JudgedBid) -> HttpResponse:
    """What became of one's own bid in a stage that has ended; of anybody else's nothing."""
    shortlisted = bid.shortlisted
    to = next_stage(bid.competition) if shortlisted.goes_on else None
    context = {
        "bid": bid,
        "shortlisted": shortlisted,
        "result": read_result(shortlisted.result),
        "to": to,
        "takes_bids": to is not None and to.takes_bids(timezone.now()),
        **_feedback(bid),
    }
    return render(request, "scoring/own_result.html", context)


def _feedback(bid: JudgedBid) -> dict[str, object]:
    """What was sent to the bidder about its bid, if anything was."""
    sent = feedback_on(bid)
    if sent is None or sent.sent_at is None:
        return {"feedback": None}
    titles = [(each.title, each.reference) for each in criteria_in_order(bid.competition)]
    return {"feedback": sent, "said": [(title, sent.texts[each]) for title, each in titles if each in sent.texts]}
