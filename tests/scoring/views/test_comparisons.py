import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Submission
from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from tests import world
from tests.scoring.judging import AT

AGREED = {
    "articles": {
        "reserved": [{"matter": "sale", "consent_of": ["Employee trust", "Barchester Council"]}],
        "locks": [{"until": "2099-03-31"}],
        "exit": "SECRET EXIT OF HARBOUR",
    }
}


@pytest.fixture
def url(opened):
    submission = Submission.objects.get(bid=opened.bids[0])
    submission.content["offer"]["agreed"] = AGREED
    submission.save()
    return reverse("scoring:opened_bids_compared", args=[opened.competition.reference])


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_the_bids_stand_side_by_side_with_what_each_would_make(sign_in, url, officer):
    page = read(sign_in(officer), url)

    for said in (
        "Harbour Care",
        "Quayside Partners",
        "£24,000,000",
        "£26,000,000",
        "Selling the business or a large part of it",
        "Everybody until 31 March 2099",
        "SECRET EXIT OF HARBOUR",
    ):
        assert said in page
    assert page.count("40% of the company") == 2


def test_the_opened_bids_lead_there_and_back(sign_in, url, opened, officer):
    client = sign_in(officer)

    assert url in read(client, reverse("scoring:opened_bids", args=[opened.competition.reference]))
    assert url in read(client, reverse("scoring:opened_offer", args=[opened.bids[0].reference]))
    assert reverse("scoring:opened_offer", args=[opened.bids[0].reference]) in read(client, url)


def test_a_declared_conflict_leaves_that_bid_out_and_says_so(sign_in, url, opened):
    eve = opened.panel.evaluators[0]
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    page = read(sign_in(eve.user), url)

    assert "Quayside Partners" in page
    assert "1 bid is left out" in page
    for secret in ("Harbour Care", "SECRET EXIT", "£24,000,000", "31 March 2099"):
        assert secret not in page


def test_who_has_declared_nothing_yet_sees_no_company(sign_in, url, opened, lead_officer):
    nora = world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", lead_officer)

    page = read(sign_in(nora.user), url)

    assert "There is no bid that you may read." in page
    assert "Harbour Care" not in page


def test_bidders_and_other_councils_do_not_come_in(sign_in, url, opened, other_officer):
    for user in (opened.bids[0].started_by, other_officer):
        assert sign_in(user).get(url).status_code in (403, 404)


def test_before_the_opening_there_is_nothing_to_compare(sign_in, published, bid, officer):
    world.submission(bid)

    page = read(sign_in(officer), reverse("scoring:opened_bids_compared", args=[published.reference]))

    assert "The bids are not opened yet." in page
    assert "Harbour Care" not in page


def test_the_number_of_queries_does_not_grow_with_the_bids(sign_in, url, opened, officer):
    client = sign_in(officer)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as two:
        client.get(url)
    organisation, user = world.organisation("Tide Trust")
    world.submission(world.bid(opened.competition, organisation, user))

    with CaptureQueriesContext(connection) as three:
        page = client.get(url)

    assert "Tide Trust" in page.content.decode()
    assert len(three) == len(two)
