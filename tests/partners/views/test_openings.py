import pytest
from django.urls import reverse

from partners.actions import bids, submissions
from partners.domain.deadlines import TooLate
from tests import world
from tests.partners.conftest import complete
from tests.world import AFTER, BEFORE


@pytest.fixture
def at(published, clock):
    clock(AFTER)
    return lambda name: reverse(f"partners:{name}", kwargs={"reference": published.reference})


def test_two_officers_open_the_bids_and_see_who_bid(client, at, complete_bid, officer, lead_officer):
    bidder = complete_bid.started_by
    bids.name_consortium(complete_bid, [{"name": "Tide Trust", "kind": "charity"}], by=bidder, at=BEFORE)
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    with pytest.raises(TooLate):
        bids.save_offer(complete_bid, {"notes": "Too late."}, version=1, by=bidder, at=AFTER)
    with pytest.raises(TooLate):
        submissions.submit(complete_bid, by=bidder, at=AFTER)

    client.force_login(officer)
    first = client.post(at("opening_confirm"), follow=True).content.decode()
    again = client.post(at("opening_confirm"), follow=True).content.decode()
    client.force_login(lead_officer)
    second = client.post(at("opening_confirm"), follow=True).content.decode()

    assert "You have confirmed. Now a second officer has to." in first
    assert "Confirm that the bids be opened" not in first
    assert f'href="{reverse("scoring:panel", args=[complete_bid.competition.reference])}"' in second
    assert "You confirmed already" in again
    assert "Harbour Care" not in first + again
    for words in ("The bids are opened.", "1 bid in time", "Harbour Care", "Tide Trust", "midday on Sunday 1 November"):
        assert words in second
    assert "Submit the bid" in second
    assert "1 hour after the deadline" in second
    assert "Our answer on" not in second


def test_before_the_deadline_the_page_has_no_button_and_the_deed_is_refused(client, at, officer, clock):
    clock(BEFORE)
    client.force_login(officer)

    assert "Confirm that the bids be opened" not in client.get(at("opening")).content.decode()
    page = client.post(at("opening_confirm"), follow=True).content.decode()
    assert "Bids can be opened only after the deadline" in page


def test_the_page_takes_as_many_queries_for_many_bids(
    client, at, published, officer, django_assert_num_queries, django_assert_max_num_queries
):
    def submitted(number):
        organisation, ada = world.organisation(f"Bidder {number}")
        submissions.submit(complete(world.bid(published, organisation, ada), ada), by=ada, at=BEFORE)

    submitted(1)
    published.opened_at, published.state = AFTER, "opened"
    client.force_login(officer)
    world.open_bids(published)
    client.get(at("opening"))
    with django_assert_max_num_queries(20) as one:
        client.get(at("opening"))
    published.state = "published"
    published.opened_at = None
    published.save()
    for number in range(2, 7):
        submitted(number)
    world.open_bids(published)

    with django_assert_num_queries(len(one)):
        assert "6 bids in time" in client.get(at("opening")).content.decode()
