"""Between two stages: feedback to those who go on, sent to all of them at once, and notes of what was said."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import UserRequest, may, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion, next_stage
from scoring.actions import feedback as actions
from scoring.forms.feedback import OF_CRITERION, FeedbackForm, NoteForm
from scoring.models import Feedback, NegotiationNote, OpenedBid
from scoring.models.reading import criteria_in_order
from scoring.views.shortlists import is_hidden


@require_GET
@requires("scoring.view_shortlist", Competition)
def all_feedback(request: UserRequest, competition: Competition) -> HttpResponse:
    """Who has feedback and who not, so that all are treated alike; and the button that sends it to all."""
    _check_has_next(competition)
    hidden = is_hidden(request, competition)
    rows = [] if hidden else actions.going_on(competition)
    context = {
        "competition": competition,
        "is_hidden": hidden,
        "rows": rows,
        "sent": bool(rows) and all(hasattr(row.bid, "feedback") and row.bid.feedback.sent_at for row in rows),
        "missing": actions.problems(competition),
        "is_open": _is_open(competition),
        "sends": may(request.user, "scoring.send_feedback", competition),
    }
    return render(request, "scoring/feedback_list.html", context)


@require_POST
@requires("scoring.send_feedback", Competition)
def send(request: UserRequest, competition: Competition) -> HttpResponse:
    if is_hidden(request, competition):
        raise Refusal("There is a bid that you may not read, so another lead officer sends the feedback.")
    actions.send(competition, by=request.user, at=timezone.now())
    messages.success(request, "Everybody who goes on has feedback now, each on their own bid.")
    return redirect("scoring:feedback", competition.reference)


@require_http_methods(["GET", "POST"])
@requires("scoring.view_feedback", OpenedBid)
def feedback(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    """The feedback on one bid, as it is written, and the notes of meetings with its bidder."""
    _check_has_next(bid.competition)
    gives = may(request.user, "scoring.give_feedback", bid)
    if request.method == "POST" and not gives:
        raise PermissionDenied
    written = actions.feedback_on(bid)
    initial = {f"{OF_CRITERION}{name}": text for name, text in written.texts.items()} if written else {}
    initial |= {"general": written.general if written else "", "seen": actions.seen(written)}
    criteria = criteria_in_order(bid.competition)
    form = FeedbackForm(request.POST or None, criteria=criteria, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = {"texts": form.texts(), "general": form.cleaned_data["general"]}
            seen = form.cleaned_data["seen"]
            actions.write(bid, **typed, seen_before=seen, by=request.user, at=timezone.now())
            messages.success(request, f"Feedback for {bid.organisation}: saved. Nobody is told before all is sent.")
            return redirect("scoring:feedback", bid.competition.reference)
    context = {
        "bid": bid,
        "competition": bid.competition,
        "form": form,
        "written": written,
        "said": _said(written, criteria),
        "is_open": gives and _is_open(bid.competition) and not (written and written.sent_at),
        "may_note": gives and _is_open(bid.competition),
        "notes": NegotiationNote.objects.filter(bid=bid).select_related("by"),
    }
    return render(request, "scoring/feedback_form.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.give_feedback", OpenedBid)
def note(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    """Keep what was said with the bidder."""
    _check_has_next(bid.competition)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            actions.note_meeting(bid, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The note is kept. It can’t be changed, only added to.")
            return redirect("scoring:bid_feedback", bid.reference)
    return render(request, "scoring/negotiation_note_form.html", {"bid": bid, "form": form})


def _check_has_next(competition: Competition) -> None:
    if not competition.ends_with_shortlist:
        raise Refusal("No stage follows this one, so there is no feedback for a next one.")


def _is_open(competition: Competition) -> bool:
    to = next_stage(competition)
    ended = competition.stage == CompetitionState.SHORTLISTED
    return ended and to is not None and to.stage == CompetitionState.ANNOUNCED


def _said(written: Feedback | None, criteria: Sequence[Criterion]) -> list[tuple[str, str]]:
    """Each text with the title of its criterion."""
    texts = written.texts if written else {}
    return [(each.title, texts[each.reference]) for each in criteria if each.reference in texts]
