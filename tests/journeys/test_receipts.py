"""A bid that was agreed to count when complete is in after the deadline, though nobody pressed submit."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.actions import agreements
from tests import world
from tests.journeys.conftest import check
from tests.partners.conftest import complete

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bid(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    competition = world.publish(world.draft_competition(world.service(world.council())))
    competition.complete_counts = True
    competition.bid_deadline = timezone.now() + timedelta(days=3)
    competition.save()
    organisation, ada = world.organisation("Harbour Care")
    bid = world.bid(competition, organisation, ada)
    return complete(bid, ada, at=timezone.now())


def test_what_was_agreed_is_in_after_the_deadline(page, sign_in, bid):
    agreements.agree(bid, by=bid.started_by, at=timezone.now())
    bid.competition.bid_deadline = timezone.now() - timedelta(minutes=5)
    bid.competition.save()

    agreements.settle_due(at=timezone.now())

    sign_in(page, bid.started_by)
    page.goto(f"/bids/{bid.reference}/receipt/")
    expect(page.get_by_text("Your bid is in, as it stood at the deadline")).to_be_visible()
    expect(page.get_by_text("Nobody pressed submit.")).to_be_visible()
    check(page, "receipt-by-agreement")
