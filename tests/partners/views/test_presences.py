from datetime import timedelta

import pytest
from django.urls import reverse

from partners.actions import bids, presences
from partners.models import OrganisationMember, Presence
from tests import world
from tests.world import BEFORE

HERE = "answer-service"


@pytest.fixture(autouse=True)
def before_the_deadline(clock):
    clock(BEFORE)


def colleague(bid, name="Ana Lopez"):
    user = world.person(name)
    OrganisationMember.objects.create(organisation=bid.organisation, user=user, role="writer")
    return user


@pytest.fixture
def ana(bid):
    return colleague(bid)


@pytest.fixture
def tell(client, bid):
    """What the script of a page sends, and what it is told."""

    def send(user, place=HERE, **more):
        client.force_login(user)
        url = reverse("partners:bid_presence", kwargs={"reference": bid.reference})
        return client.post(url, {"place": place, **more}).content.decode()

    return send


def test_two_writers_see_each_other(tell, bid, bidder, ana, criteria):
    tell(ana, writing="1")
    bids.save_answer(bid, criteria.service, "Hers.", version=0, by=ana, at=BEFORE - timedelta(minutes=1))

    assert "Ana Lopez is writing here, last saved at 11:59am." in tell(bidder)
    assert "Ana Lopez is writing in “How the service will run”" in tell(bidder, "offer")
    assert "Ada of Harbour Care has this page open." in tell(ana)


def test_who_leaves_is_gone_and_who_sleeps_is_gone_after_a_while(tell, bid, bidder, ana, clock):
    tell(ana)
    tell(ana, left="1")
    assert "Ana Lopez" not in tell(bidder)

    tell(ana)
    clock(BEFORE + timedelta(minutes=3))
    assert "Ana Lopez was here until midday." in tell(bidder)
    clock(BEFORE + timedelta(minutes=11))
    assert "Ana Lopez" not in tell(bidder)
    assert [each.user for each in Presence.objects.all()] == [bidder]


def test_a_rival_who_writes_the_same_question_is_not_told_of(tell, bid, bidder, published):
    organisation, rival = world.organisation("Quayside Partners")
    theirs = world.bid(published, organisation, rival)
    presences.note(theirs, HERE, by=rival, at=BEFORE, is_writing=True)

    assert "Quayside" not in tell(bidder)
    tell(rival)
    assert not Presence.objects.filter(bid=bid, user=rival).exists()


def test_who_has_left_the_organisation_is_not_shown(tell, bidder, ana):
    tell(ana)
    OrganisationMember.objects.filter(user=ana).delete()

    assert "Ana Lopez" not in tell(bidder)


@pytest.mark.parametrize("place", ["", "nonsense", "answer-nonsense", "answer-", "x" * 500])
def test_a_place_that_is_none_is_not_kept(tell, bidder, place):
    tell(bidder, place)

    assert not Presence.objects.exists()


def test_without_script_the_page_says_who_saved_last(client, bid, bidder, ana, criteria):
    bids.save_answer(bid, criteria.service, "Hers.", version=0, by=ana, at=BEFORE)
    bids.save_offer(bid, {"notes": "Hers."}, version=0, by=ana, at=BEFORE)
    bids.name_consortium(bid, [{"name": "Tide Trust", "kind": "charity"}], by=ana, at=BEFORE)
    client.force_login(bidder)

    for place in ("answers/service/", "offer/", "offer/support/", "consortium/"):
        assert "Last saved by Ana Lopez at midday." in client.get(f"/bids/{bid.reference}/{place}").content.decode()


def test_the_overview_says_where_everybody_is_with_as_many_queries_for_many(
    client, bid, bidder, ana, django_assert_num_queries, django_assert_max_num_queries
):
    presences.note(bid, HERE, by=ana, at=BEFORE)
    client.force_login(bidder)
    address = f"/bids/{bid.reference}/"
    client.get(address)
    with django_assert_max_num_queries(40) as before:
        assert "Ana Lopez has “How the service will run” open." in client.get(address).content.decode()
    for number in range(5):
        presences.note(bid, "offer", by=colleague(bid, f"Person {number}"), at=BEFORE)

    with django_assert_num_queries(len(before)):
        assert "Person 4 has the offer open." in client.get(address).content.decode()
