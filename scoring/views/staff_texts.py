"""What staff read of a bid: prepared by an officer, approved by another, and shown to its bidder first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.models import Bid
from scoring.actions import staff_ballots
from scoring.domain.struck_out import Passage, passages
from scoring.forms.staff_ballots import StaffTextForm
from scoring.models import OpenedBid, StaffBallot, StaffPartner, StaffText


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    title: str
    question: str
    passages: tuple[Passage, ...]


@require_GET
@requires("scoring.view_staff_text", OpenedBid)
def text(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    """For the council, above all for whoever approves it."""
    partner = _partner_of(bid)
    context = {
        "bid": bid,
        "competition": bid.competition,
        "ballot": partner.ballot,
        "partner": partner,
        "answers": read_answers(partner),
    }
    return render(request, "scoring/staff_text_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.write_staff_text", OpenedBid)
def write(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    partner = _partner_of(bid)
    form = StaffTextForm(request.POST or None, texts=texts_of(partner))
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            staff_ballots.write_texts(partner, form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, f"What staff read of {partner.letter} is saved.")
            return redirect("scoring:staff_text", reference=bid.reference)
    context = {"bid": bid, "competition": bid.competition, "partner": partner, "form": form}
    return render(request, "scoring/staff_text_form.html", context)


@require_GET
@requires("partners.view_bid", Bid)
def own(request: UserRequest, bid: Bid) -> HttpResponse:
    """For the bidder: what staff will read, or read, of its own bid. Nothing of how they rate it."""
    ballot = get_object_or_404(StaffBallot, competition=bid.competition_id, approved_at__isnull=False)
    partner = StaffPartner.objects.filter(ballot=ballot, bid=bid).first()
    context = {
        "bid": bid,
        "ballot": ballot,
        "has_opened": timezone.now() >= ballot.opens_at,
        "is_on_it": partner is not None,
        "answers": read_answers(partner) if partner else [],
    }
    return render(request, "scoring/staff_text_own.html", context)


def read_answers(partner: StaffPartner) -> list[ReadAnswer]:
    """Question by question, with what is struck out already gone."""
    return [
        ReadAnswer(each.criterion.title, each.criterion.question, passages(each.marked)) for each in texts_of(partner)
    ]


def texts_of(partner: StaffPartner) -> Sequence[StaffText]:
    """In the published order of the questions."""
    texts = StaffText.objects.filter(partner=partner).select_related("criterion")
    return list(texts.order_by("criterion__section__position", "criterion__position", "criterion"))


def _partner_of(bid: Bid) -> StaffPartner:
    return get_object_or_404(StaffPartner.objects.select_related("ballot", "bid"), bid=bid)
