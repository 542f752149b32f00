"""An organisation is interested, or declines with a reason that the council reads after the opening, not before."""

from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import bids, changes, intentions, submissions
from partners.models import Intention
from tests import world
from tests.partners.conftest import complete
from tests.world import AFTER, BEFORE, DEADLINE


@pytest.fixture
def harbour(db):
    return world.organisation("Harbour Care")


def test_to_be_interested_is_said_once_and_leaves_no_mark_on_the_competitions_trail(published, harbour):
    organisation, ada = harbour
    first = intentions.express(published, organisation, by=ada, at=BEFORE)
    again = intentions.express(published, organisation, by=ada, at=DEADLINE)

    assert (again, again.interested_at) == (first, BEFORE)
    assert [(event.verb, event.trail) for event in TrailEvent.objects.all()] == [
        ("partners.express_interest", first.reference)
    ]


def test_to_start_a_bid_is_to_be_interested_also_after_declining(published, harbour):
    organisation, ada = harbour
    intentions.decline(published, organisation, reason="No time.", by=ada, at=BEFORE)
    bids.start(published, organisation, by=ada, at=BEFORE)

    said = Intention.objects.get()
    assert (said.declined_at, said.reason) == (None, "")


def test_to_decline_takes_a_reason_and_can_be_taken_back(published, harbour):
    organisation, ada = harbour
    with pytest.raises(Refusal, match="Say why you decline"):
        intentions.decline(published, organisation, reason="  ", by=ada, at=BEFORE)
    for _ in range(2):
        intentions.decline(published, organisation, reason="The lot is too large.", by=ada, at=BEFORE)
    assert TrailEvent.objects.count() == 1
    assert Intention.objects.get().reason == "The lot is too large."

    intentions.express(published, organisation, by=ada, at=BEFORE)
    assert Intention.objects.get().declined_at is None


def test_a_bid_that_is_in_is_withdrawn_first(published, harbour):
    organisation, ada = harbour
    bid = complete(bids.start(published, organisation, by=ada, at=BEFORE), ada)
    submissions.submit(bid, by=ada, at=BEFORE)
    with pytest.raises(Refusal, match="Withdraw it on its page first"):
        intentions.decline(published, organisation, reason="No time.", by=ada, at=BEFORE)

    submissions.withdraw(bid, by=ada, at=BEFORE)
    intentions.decline(published, organisation, reason="No time.", by=ada, at=BEFORE)
    assert Intention.objects.get().declined_at == BEFORE


@pytest.mark.parametrize("deed", ["express", "decline"])
def test_neither_after_the_deadline(published, harbour, deed):
    organisation, ada = harbour
    more = {"reason": "No time."} if deed == "decline" else {}

    with pytest.raises(Refusal, match="does not take bids any more"):
        getattr(intentions, deed)(published, organisation, **more, by=ada, at=AFTER)


def test_who_is_interested_hears_of_more_time_once(published, harbour, officer):
    organisation, ada = harbour
    said = intentions.express(published, organisation, by=ada, at=BEFORE)
    other, bea = world.organisation("Quayside Partners")
    bids.start(published, other, by=bea, at=BEFORE)
    gone, cleo = world.organisation("Gone Limited")
    intentions.decline(published, gone, reason="No time.", by=cleo, at=BEFORE)

    changes.extend_deadlines(
        published,
        bid_deadline=DEADLINE + timedelta(days=7),
        questions_deadline=published.questions_deadline,
        reasons="The leases came late.",
        by=officer,
        at=BEFORE,
    )

    told = [letter for letter in Letter.objects.order_by("pk") if letter.subject.startswith("More time")]
    assert {(letter.to, letter.trail) for letter in told} == {
        (bea.email, other.bids.get().reference),
        (ada.email, said.reference),
    }
    assert len(told) == 2
