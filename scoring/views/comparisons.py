from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.domain.offers import from_content
from partners.models import Bid, Submission
from procurement.models import Competition
from scoring.actions import envelopes
from scoring.actions.award_records import limits_of
from scoring.domain.compared_offers import compared_offers
from scoring.models import OpenedBid
from scoring.rules import seat_of


@require_GET
@requires("scoring.view_board", Competition)
def compare(request: UserRequest, competition: Competition) -> HttpResponse:
    """The companies that the opened bids would make, side by side: those bids whose offers the person may read."""
    if not competition.asks_offer:
        raise Refusal("This stage asks for no offers, so there are no companies to compare yet.")
    if competition.opened_at:
        envelopes.check_open(competition)
    readable = OpenedBid.objects.visible_to(request.user).filter(competition=competition)
    bids = list(readable.order_by("organisation__name", "pk"))
    counted = Submission.objects.that_count().filter(bid__in=[bid.pk for bid in bids])
    contents = dict(counted.values_list("bid_id", "content__offer"))
    offers = [(bid.organisation.name, from_content(contents[bid.pk])) for bid in bids]
    formed_on = competition.contract_starts_on or timezone.localdate()
    context = {
        "competition": competition,
        "bids": bids,
        "tables": compared_offers(offers, formed_on, limits_of(competition)),
        "formed_on": formed_on,
        "hidden": Bid.objects.opened(competition).count() - len(bids),
        "own_seat": seat_of(request.user, competition),
    }
    return render(request, "scoring/opened_bid_comparison.html", context)
