import pytest

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from partners.actions.openings import confirm_opening
from partners.models import OpeningConfirmation
from procurement.domain.lifecycle import CompetitionState
from tests import world
from tests.world import AFTER, BEFORE, DEADLINE


def test_two_different_officers_open_the_bids(published, bid, rival_bid, officer, lead_officer):
    world.submission(bid)

    first = confirm_opening(published, by=officer, at=AFTER)
    second = confirm_opening(published, by=lead_officer, at=AFTER)

    assert (first, second) == (False, True)
    published.refresh_from_db()
    assert (published.stage, published.opened_at) == (CompetitionState.OPENED, AFTER)


def test_the_opening_is_told_to_those_whose_bid_was_in_and_written_on_the_trail(
    published, bid, rival_bid, officer, lead_officer
):
    world.submission(bid)

    confirm_opening(published, by=officer, at=AFTER)
    confirm_opening(published, by=lead_officer, at=AFTER)

    assert [letter.to for letter in Letter.objects.all()] == [bid.started_by.email]
    events = TrailEvent.objects.filter(trail=published.reference).order_by("sequence")
    assert [event.verb for event in events] == [
        "partners.confirm_opening",
        "partners.confirm_opening",
        "partners.open_bids",
    ]
    assert events[2].details == {"bids": 1, "bidders": ["Harbour Care"]}


@pytest.mark.parametrize("at", [BEFORE, DEADLINE])
def test_nothing_is_opened_up_to_the_deadline(published, bid, officer, at):
    with pytest.raises(Refusal, match="only after the deadline"):
        confirm_opening(published, by=officer, at=at)

    assert not OpeningConfirmation.objects.exists()


def test_one_officer_alone_can_not_open_them(published, bid, officer):
    confirm_opening(published, by=officer, at=AFTER)

    with pytest.raises(Refusal, match=r"You confirmed already.* It takes a second officer"):
        confirm_opening(published, by=officer, at=AFTER)

    published.refresh_from_db()
    assert published.opened_at is None


def test_a_third_confirmation_is_refused(published, officer, lead_officer, council):
    third = world.council_member(council, CouncilRole.OFFICER, "Otto Officer")
    confirm_opening(published, by=officer, at=AFTER)
    confirm_opening(published, by=lead_officer, at=AFTER)

    with pytest.raises(Refusal, match="opened already"):
        confirm_opening(published, by=third, at=AFTER)


def test_the_first_confirmation_tells_nothing_about_bids(published, bid, rival_bid, officer):
    world.submission(bid)

    confirm_opening(published, by=officer, at=AFTER)

    event = TrailEvent.objects.get(trail=published.reference)
    assert (event.verb, event.details) == ("partners.confirm_opening", {})
    assert not Letter.objects.exists()


def test_a_draft_can_not_be_opened(draft, officer):
    with pytest.raises(Refusal, match="cannot be opened now"):
        confirm_opening(draft, by=officer, at=AFTER)
