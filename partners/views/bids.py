from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import UserRequest, may, requires
from accounts.domain.refusals import Refusal
from partners.actions import bids, consents
from partners.actions.completeness import Gap, Part, gaps, questions_of
from partners.actions.earlier_files import files_to_take_over
from partners.domain import words
from partners.domain.last_day import is_near
from partners.domain.presence import OVERVIEW
from partners.models import Answer, Bid, BidDocument, Enquiry, LateAttempt, Organisation
from partners.views import shut
from partners.views.pages import as_errors, page
from partners.views.presences import company_at
from partners.views.standing import standing_of
from procurement.models import Competition, Criterion


@requires("partners.consider_bid", Competition)
def start(request: UserRequest, competition: Competition) -> HttpResponse:
    """Start a bid, or go to the one that there is: as which organisation, if the person belongs to several."""
    organisations = list(
        Organisation.objects.visible_to(request.user).able_to_bid_in(competition).order_by("name", "pk")
    )
    errors = []
    if request.method == "POST":
        if not may(request.user, "partners.start_bid", competition):
            raise PermissionDenied
        chosen = request.POST.get("organisation") or (organisations[0].reference if len(organisations) == 1 else "")
        if chosen:
            organisation = get_object_or_404(Organisation.objects.visible_to(request.user), reference=chosen)
            try:
                bid = bids.start(competition, organisation, by=request.user, at=timezone.now())
            except Refusal as refusal:
                errors = as_errors(refusal)
            else:
                return redirect("partners:bid", reference=bid.reference)
        else:
            errors = [("organisation-1", "Choose which organisation would bid.")]
    context = {"competition": competition, "organisations": organisations, "now": timezone.now()}
    return page(request, "partners/bid_start.html", context, errors)


@requires("partners.view_bid", Bid)
def detail(request: UserRequest, bid: Bid) -> HttpResponse:
    """The bid's own page: whether it is in, what is missing, and each part of it as a task."""
    if bid.is_sealed_shut:
        return shut.overview(request, bid)
    found = gaps(bid, timezone.now())
    context = {
        "bid": bid,
        "standing": standing_of(bid, timezone.now()),
        "gaps": [(_where(bid, gap), gap.sentence) for gap in found],
        "answers": _answer_tasks(bid, found),
        "offer_state": _offer_state(bid, found),
        "consortium_gaps": sum(gap.part == Part.CONSORTIUM for gap in found),
        "supplier_gaps": sum(gap.part == Part.SUPPLIER for gap in found),
        "members": consents.standings(bid),
        "documents": BidDocument.objects.present().filter(bid=bid).count(),
        "earlier_files": len(files_to_take_over(bid)),
        "refused": BidDocument.objects.listed().refused().filter(bid=bid).count(),
        "submissions": bid.submissions.select_related("by").order_by("-number"),
        "late_attempts": list(LateAttempt.objects.of(bid)),
        "enquiries": Enquiry.objects.filter(bid=bid).select_related("criterion") if bid.was_asked else [],
        "is_last_day": is_near(bid.competition.bid_deadline, timezone.now()),
        **company_at(request, bid, OVERVIEW),
    }
    return render(request, "partners/bid_detail.html", context)


@requires("partners.view_bid", Bid)
def status(request: UserRequest, bid: Bid) -> HttpResponse:
    """Only the status with its clock, for the script that keeps it fresh."""
    context = {"bid": bid, "standing": standing_of(bid, timezone.now())}
    return render(request, "partners/_standing.html", context)


def _where(bid: Bid, gap: Gap) -> tuple[str, dict[str, Any], str]:
    """The page of the gap: the name of its address, what that takes, and the place on it."""
    if gap.part == Part.SUPPLIER:
        return "partners:supplier_information", {"reference": bid.organisation.reference}, ""
    if gap.part == Part.CONSORTIUM:
        return "partners:bid_consortium", {"reference": bid.reference}, "consents"
    if gap.part == Part.ANSWER:
        return "partners:bid_answer", {"reference": bid.reference, "criterion": gap.field}, "id_text"
    return "partners:bid_offer", {"reference": bid.reference}, f"id_{gap.field}" if gap.field else ""


def _answer_tasks(bid: Bid, found: list[Gap]) -> list[tuple[Criterion, str, bool]]:
    """Each question with how far its answer is, in words, and whether it is done."""
    texts = {answer.criterion_id: answer.text for answer in Answer.objects.filter(bid=bid)}
    lacking = {gap.field for gap in found if gap.part == Part.ANSWER}
    return [
        (each, _state(each, texts.get(each.pk, "")), each.reference not in lacking)
        for each in questions_of(bid.competition)
    ]


def _state(criterion: Criterion, text: str) -> str:
    count, limit = words.count(text), criterion.word_limit
    if not text.strip():
        return "Not started"
    if limit is not None and count > limit:
        return f"{count - limit:,} word{'' if count - limit == 1 else 's'} too many"
    return f"Written: {count:,} of {limit:,} words" if limit else f"Written: {count:,} word{'' if count == 1 else 's'}"


def _offer_state(bid: Bid, found: list[Gap]) -> tuple[str, bool]:
    lacking = [gap for gap in found if gap.part == Part.OFFER]
    if not lacking:
        return "Complete", True
    if not hasattr(bid, "offer"):
        return "Not started", False
    return f"{len(lacking)} thing{'' if len(lacking) == 1 else 's'} to put right", False
