"""The pages of a bid between deadline and opening, where the key is divided: what is in it can't be read, but what
comes late is still taken, and kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import UserRequest
from accounts.domain.refusals import Refusal
from partners.actions import bids
from partners.actions.completeness import questions_of
from partners.domain.deadlines import TooLate
from partners.domain.last_day import is_near
from partners.models import Bid, LateAttempt
from partners.views.pages import UNKNOWN, as_errors, check_sender, is_sent_knowingly_late, page
from partners.views.standing import standing_of
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Criterion

SENT_LATE = "Sent late, and kept with its time: your answer to “{title}”. It is no part of your bid."


def overview(request: UserRequest, bid: Bid) -> HttpResponse:
    """Whether it is in, its receipts, what can still be sent late, and what was."""
    takes_late = bid.competition.state == CompetitionState.PUBLISHED
    context = {
        "bid": bid,
        "standing": standing_of(bid, timezone.now()),
        "submissions": bid.submissions.select_related("by").order_by("-number"),
        "late_attempts": list(LateAttempt.objects.of(bid)),
        "is_last_day": is_near(bid.competition.bid_deadline, timezone.now()),
        "is_shut": True,
        "questions": questions_of(bid.competition) if takes_late else [],
        "takes_late": takes_late,
    }
    return render(request, "partners/bid_shut.html", context)


def part(request: UserRequest, bid: Bid, heading: str) -> HttpResponse:
    """A part of the bid without a form for what comes late: it can't be read, and here is what can be sent instead.

    The same whether anything was written in it or not.
    """
    context = {
        "bid": bid,
        "heading": heading,
        "standing": standing_of(bid, timezone.now()),
        "takes_late": bid.competition.state == CompetitionState.PUBLISHED,
    }
    return render(request, "partners/part_shut.html", context)


def answer(request: UserRequest, bid: Bid, criterion: Criterion) -> HttpResponse:
    """A question, and an empty form for an answer that comes late. What was written before can't be shown."""
    text, errors = request.POST.get("text", ""), []
    if request.method == "POST":
        try:
            _send_answer(request, bid, criterion, text)
        except Refusal as refusal:
            if is_sent_knowingly_late(request, bid, refusal):
                messages.success(request, SENT_LATE.format(title=criterion.title))
                return redirect(_late_tray(bid))
            errors = as_errors(refusal, "id_text")
    context = {
        "bid": bid,
        "criterion": criterion,
        "text": text,
        "standing": standing_of(bid, timezone.now()),
        "takes_late": bid.competition.state == CompetitionState.PUBLISHED,
    }
    return page(request, "partners/answer_late.html", context, errors)


def _send_answer(request: UserRequest, bid: Bid, criterion: Criterion, text: str) -> None:
    check_sender(request)
    if not text.strip():
        # Taken for an answer, it would wipe out what was written in time.
        raise Refusal("Write the answer before you send it.")
    bids.save_answer(bid, criterion, text, version=UNKNOWN, by=request.user, at=timezone.now())


def refused_late(request: UserRequest, bid: Bid, refusal: Refusal) -> HttpResponse | None:
    """Where to somebody goes whose page, opened before the deadline, sent something that is kept as late.

    None if the bid can be read, so that the page can say it itself.
    """
    if not isinstance(refusal, TooLate) or not bid.is_sealed_shut:
        return None
    messages.error(request, " ".join(refusal.sentences))
    return redirect(_late_tray(bid))


def _late_tray(bid: Bid) -> str:
    return reverse("partners:bid", kwargs={"reference": bid.reference}) + "#late"
