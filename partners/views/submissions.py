from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions import consents, receipts, submissions
from partners.actions.completeness import questions_of
from partners.domain.offers import from_content
from partners.models import Bid, BidDocument, Submission, Upload
from partners.views.pages import as_errors, is_sent_knowingly_late, page
from partners.views.standing import standing_of

SENT_LATE = (
    "Your bid was sent late, and is kept with its time. It is not in. Once the bids are opened, the council accepts or "
    "disregards it, and you get a letter."
)


@requires("partners.submit_bid", Bid)
def submit(request: UserRequest, bid: Bid) -> HttpResponse:
    """Says whether all is there, and submits."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            submission = submissions.submit(bid, by=request.user, at=timezone.now())
        except Refusal as refusal:
            if is_sent_knowingly_late(request, bid, refusal):
                messages.success(request, SENT_LATE)
                return redirect("partners:bid", reference=bid.reference)
            errors = as_errors(refusal)
        else:
            return redirect("partners:receipt", reference=submission.reference)
    if bid.is_sealed_shut:
        context: dict[str, Any] = {"bid": bid, "standing": standing_of(bid, timezone.now()), "is_shut": True}
        return page(request, "partners/bid_submit.html", context, errors)
    context = {
        "bid": bid,
        "standing": standing_of(bid, timezone.now()),
        "missing": submissions.what_is_missing(bid, timezone.now()),
        "counts": {
            "answers": sum(bool(answer.text) for answer in bid.answers.all()),
            "documents": BidDocument.objects.present().filter(bid=bid).count(),
            "members": bid.consortium_members.count(),
        },
        "not_agreed": [each for each in consents.standings(bid) if not each.has_agreed],
        "checking": BidDocument.objects.present().unchecked().filter(bid=bid).count(),
        "refused": BidDocument.objects.listed().refused().filter(bid=bid),
        "unfinished": Upload.objects.unfinished().filter(bid=bid, whole_at=None),
    }
    return page(request, "partners/bid_submit.html", context, errors)


@requires("partners.submit_bid", Bid)
def withdraw(request: UserRequest, bid: Bid) -> HttpResponse:
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            submissions.withdraw(bid, by=request.user, at=timezone.now())
        except Refusal as refusal:
            errors = as_errors(refusal)
        else:
            messages.success(request, "Your bid is withdrawn: it is not in any more. What you wrote is kept.")
            return redirect("partners:bid", reference=bid.reference)
    context = {"bid": bid, "standing": standing_of(bid, timezone.now())}
    return page(request, "partners/bid_withdraw.html", context, errors)


@requires("partners.view_bid", Bid)
def last_receipt(request: UserRequest, bid: Bid) -> HttpResponse:
    """The receipt of the submission that counts, or of the last one."""
    submission = bid.submissions.order_by("-number").first()
    if submission is None:
        return redirect("partners:bid", reference=bid.reference)
    return redirect("partners:receipt", reference=submission.reference)


def _answers_in(submission: Submission, content: dict[str, Any]) -> list[tuple[str, str]]:
    """Each question with the answer as submitted, in the order in which they are asked."""
    texts = content["answers"]
    asked = questions_of(submission.bid.competition)
    return [(each.title, texts[each.reference]) for each in asked if each.reference in texts]


@requires("partners.read_receipt", Submission)
def receipt(request: UserRequest, submission: Submission) -> HttpResponse:
    """What was submitted, when, by whom, with the fingerprint of each part."""
    signed = receipts.signed(submission)
    context = {
        **({} if submission.bid.is_sealed_shut else _read(submission)),
        "submission": submission,
        "bid": submission.bid,
        "receipt": signed,
        "parts": signed["parts"] if signed else receipts.manifest(submission),
        "standing": standing_of(submission.bid, timezone.now()),
        "is_last": not submission.bid.submissions.filter(number__gt=submission.number).exists(),
    }
    return render(request, "partners/submission_receipt.html", context)


def _read(submission: Submission) -> dict[str, Any]:
    content = submission.whole()
    return {
        "content": content,
        "offer": from_content(content["offer"]),
        "answers": _answers_in(submission, content),
    }
