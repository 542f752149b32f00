from types import SimpleNamespace

import pytest

from partners.actions import bids
from partners.actions.offers import offer_of
from partners.domain.offers import from_content
from partners.domain.typed_offers import typed_of
from procurement.models import Criterion
from tests import world


@pytest.fixture
def criteria(bid):
    """The criteria of the competition, by reference."""
    return SimpleNamespace(**{each.reference: each for each in Criterion.objects.filter(competition=bid.competition)})


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def typed_offer(name="Harbour Care", **changes):
    """What somebody types for an offer within the terms: employees 25, partner 40, council 35."""
    return {**typed_of(from_content(world.offer_content(name))), **changes}


def complete(bid, by, at=world.BEFORE):
    """Write all that the bid needs to be submitted."""
    for criterion in Criterion.objects.filter(competition=bid.competition).judged():
        bids.save_answer(bid, criterion, f"Our answer on {criterion.title}.", version=0, by=by, at=at)
    bids.save_offer(bid, typed_offer(bid.organisation.name), version=0, by=by, at=at)
    return bid


@pytest.fixture
def complete_bid(bid, bidder):
    complete(bid, bidder)
    assert offer_of(bid)
    bid.refresh_from_db()
    return bid
