import pytest
from django.test import Client
from django.urls import reverse

from partners.actions import consents
from partners.actions.consortia import name_consortium
from tests import world
from tests.world import BEFORE


@pytest.fixture
def tide(db):
    return world.organisation("Tide Trust")


@pytest.fixture
def named(bid, bidder, tide, clock):
    clock(BEFORE)
    member = {"name": "Tide Trust", "kind": "charity", "role": "subcontractor", "part": "Day trips", "share": "30"}
    name_consortium(bid, [{**member, "email": tide[1].email}], by=bidder, at=BEFORE)
    return bid


@pytest.fixture
def link(named, bidder):
    return reverse("partners:consent", args=[consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)])


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_lead_asks_from_the_page_of_the_consortium(named, bidder):
    lead, url = client_of(bidder), reverse("partners:bid_consortium", args=[named.reference])
    before = lead.get(url).content.decode()
    assert "Ask to agree" in before
    assert "what the others leave: 70%" in before

    after = lead.post(
        reverse("partners:bid_consortium_ask", args=[named.reference]), {"name": "Tide Trust"}, follow=True
    )

    assert "A letter is on its way to Tide Trust." in after.content.decode()
    assert "no answer yet" in after.content.decode()


def test_one_who_can_not_be_asked_is_said(named, bidder):
    url = reverse("partners:bid_consortium_ask", args=[named.reference])

    assert "not named in the consortium" in client_of(bidder).post(url, {"name": "X"}, follow=True).content.decode()


def test_who_is_asked_sees_their_own_part_and_agrees(link, tide, named, bidder):
    asked = client_of(tide[1])
    page = asked.get(link).url
    shown = asked.get(page).content.decode()
    assert "Day trips" in shown
    assert "Subcontractor" in shown
    assert "Harbour Care" in shown

    done = asked.post(page, {"organisation": tide[0].reference, "answer": "agree"}, follow=True)

    assert "You agreed to this part" in done.content.decode()
    assert consents.standings(named)[0].has_agreed
    overview = client_of(bidder).get(reverse("partners:bid_submit", args=[named.reference])).content.decode()
    assert "These have not agreed" not in overview


def test_an_answer_without_an_organisation_keeps_what_was_typed(link, tide):
    asked = client_of(tide[1])
    answer = asked.post(asked.get(link).url, {"answer": "decline", "reason": "Too far away."})

    assert answer.status_code == 422
    assert "Too far away." in answer.content.decode()
    assert "Choose the organisation for which you answer" in answer.content.decode()


def test_who_has_no_organisation_yet_is_led_to_register_one(named, bidder, clock):
    newcomer = world.person("Nia Newcomer")
    member = {"name": "New Trust", "kind": "charity", "email": newcomer.email}
    name_consortium(named, [member], by=bidder, at=BEFORE)
    token = consents.ask(named, "New Trust", by=bidder, at=BEFORE)

    assert (
        "Register your organisation"
        in client_of(newcomer).get(reverse("partners:consent", args=[token]), follow=True).content.decode()
    )


def test_nobody_else_learns_anything_from_the_link(link, officer, client):
    for page in (client.get(link), client_of(officer).get(link)):
        text = page.content.decode()
        assert "Tide" not in text
        assert "Harbour" not in text
        assert "Day trips" not in text


def test_a_link_that_is_used_leads_its_own_people_to_their_part_and_says_so_to_others(link, tide, officer, client):
    asked = client_of(tide[1])
    asked.post(asked.get(link).url, {"organisation": tide[0].reference, "answer": "agree"})

    assert "Your part in a bid" in asked.get(link, follow=True).content.decode()
    for other in (client, client_of(officer)):
        again = other.get(link)
        assert again.status_code == 409
        assert "answered already" in again.content.decode()
