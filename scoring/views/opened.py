from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from accounts.models import User
from partners.actions.document_checks import check_readable
from partners.actions.offers import check_asked
from partners.domain.formation import company_of
from partners.domain.instruments import Instrument
from partners.domain.offers import Offer, from_content, measures
from partners.domain.term_tables import term_tables
from partners.models import BidDocument, Enquiry
from partners.views.downloads import download_of
from procurement.domain.methodology import Measure
from procurement.models import Competition, Criterion
from scoring.actions import envelopes
from scoring.models import EnquiryDraft, LowOfferAnswer, OpenedBid
from scoring.models.reading import content_of, criteria_in_order
from scoring.rules import seat_of
from spinouts.domain.ownership_picture import OwnershipPicture, ownership_picture


@require_GET
@requires("scoring.view_board", Competition)
def bids(request: UserRequest, competition: Competition) -> HttpResponse:
    """The opened bids that the person may read."""
    readable = OpenedBid.objects.visible_to(request.user).filter(competition=competition)
    context = {
        "competition": competition,
        "bids": readable.order_by("organisation__name", "pk"),
        "own_seat": seat_of(request.user, competition),
    }
    return render(request, "scoring/opened_bid_list.html", context)


@require_GET
@requires("scoring.read_opened_bid", OpenedBid)
def bid(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    """The answers and documents as they were submitted. The offer has its own page, so that it anchors no score."""
    content = content_of(bid)
    criteria = [each for each in criteria_in_order(bid.competition) if each.is_judged]
    context = {
        "bid": bid,
        "competition": bid.competition,
        "content": content,
        "answers": [(each, content["answers"].get(each.reference, ""), _documents(content, each)) for each in criteria],
        "documents": [each for each in content["documents"] if not each["criterion"]],
        "own_seat": seat_of(request.user, bid.competition),
        "drafts": EnquiryDraft.objects.visible_to(request.user).filter(bid=bid) if bid.was_asked else [],
    }
    return render(request, "scoring/opened_bid_detail.html", context)


@require_GET
@requires("scoring.read_opened_bid", OpenedBid)
def offer(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    """The terms offered, and the company that would follow from them."""
    check_asked(bid)
    envelopes.check_open(bid.competition)
    offered = from_content(content_of(bid)["offer"])
    figures = [(measure.label, measure.in_words(value)) for measure, value in _figures(offered)]
    context = {
        "bid": bid,
        "competition": bid.competition,
        "offer": offered,
        "figures": figures,
        "investments": sorted(
            offered.investments, key=lambda each: (each.year, list(Instrument).index(each.instrument))
        ),
        "prices": sorted(offered.prices, key=lambda each: each.year),
        "tables": term_tables(offered),
        "picture": _picture(offered, bid.competition.contract_starts_on or timezone.localdate()),
        "own_seat": seat_of(request.user, bid.competition),
    }
    return render(request, "scoring/opened_bid_offer.html", context)


@require_GET
@requires("scoring.read_opened_bid", OpenedBid)
def document(request: UserRequest, bid: OpenedBid, document: str) -> FileResponse:
    """A file of the bid, if the submission that counts holds it, or of an answer about it that the person may read.

    Always saved, never run by the browser.
    """
    held = {each["reference"] for each in content_of(bid)["documents"]}
    if document not in held:
        held = set(_beside(request.user, bid))
    found = BidDocument.objects.filter(bid=bid, reference=document).first() if document in held else None
    if found is None:
        raise Http404
    check_readable(found)
    return download_of(found.file, found.name)


def _beside(user: User, bid: OpenedBid) -> Iterator[str]:
    """The references of files that came with answers which the person may read."""
    answers: list[Enquiry | LowOfferAnswer] = []
    if bid.was_asked:
        for draft in EnquiryDraft.objects.visible_to(user).filter(bid=bid, enquiry__isnull=False):
            asked = draft.enquiry
            if asked and (asked.counts or (asked.waits_for_decision and may(user, "scoring.send_enquiry", draft))):
                answers.append(asked)
    if bid.competition.shows_offers and may(user, "scoring.view_low_offer", bid):
        answers += LowOfferAnswer.objects.filter(question__bid=bid)
    return (file["reference"] for each in answers for file in each.files or [])


def _documents(content: dict[str, Any], criterion: Criterion) -> list[dict[str, Any]]:
    return [each for each in content["documents"] if each["criterion"] == criterion.reference]


def _figures(offered: Offer) -> list[tuple[Measure, Any]]:
    found = measures(offered)
    return [(measure, found[measure.value]) for measure in Measure]


def _picture(offered: Offer, on: date) -> OwnershipPicture:
    return ownership_picture(company_of(offered, on), on)
