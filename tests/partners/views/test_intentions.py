import pytest
from django.urls import reverse

from partners.actions import intentions
from partners.models import Intention
from tests import world
from tests.world import AFTER, BEFORE


@pytest.fixture
def harbour(db):
    return world.organisation("Harbour Care")


def of(competition):
    return reverse("partners:intention", args=[competition.reference])


def post(client, competition, organisation, deed, reason=""):
    return client.post(of(competition), {"organisation": organisation.reference, "deed": deed, "reason": reason})


def test_an_organisation_is_interested_and_then_declines(client, published, harbour, clock):
    clock(BEFORE)
    organisation, ada = harbour
    client.force_login(ada)
    assert "Nothing is said yet." in client.get(of(published)).content.decode()

    assert post(client, published, organisation, "express").url == of(published)
    assert "Interested: Ada of Harbour Care" in client.get(of(published)).content.decode()
    post(client, published, organisation, "decline", "The lot is too large.")

    assert "The lot is too large." in client.get(of(published)).content.decode()
    assert Intention.objects.get().declined_by == ada


def test_to_decline_without_a_reason_is_refused_and_nothing_is_lost(client, published, harbour, clock):
    clock(AFTER)
    organisation, ada = harbour
    client.force_login(ada)

    answer = post(client, published, organisation, "decline", "Too late to say so.")

    assert answer.status_code == 422
    assert not Intention.objects.exists()
    clock(BEFORE)
    answer = post(client, published, organisation, "decline", " ")
    assert "Say why you decline." in answer.content.decode()


def test_nobody_speaks_for_anothers_organisation_nor_without_one(client, published, harbour, clock):
    clock(BEFORE)
    _, rival = world.organisation("Quayside Partners")
    client.force_login(rival)
    assert post(client, published, harbour[0], "express").status_code == 404

    client.force_login(world.person("Nora Nobody"))
    assert post(client, published, harbour[0], "express").status_code == 403
    assert "You belong to no organisation yet." in client.get(of(published)).content.decode()


def test_the_council_reads_why_only_after_the_opening(client, published, harbour, officer, clock):
    organisation, ada = harbour
    intentions.decline(published, organisation, reason="The lot is too large.", by=ada, at=BEFORE)
    keen, bea = world.organisation("Keen Limited")
    intentions.express(published, keen, by=bea, at=BEFORE)
    opening = reverse("partners:opening", args=[published.reference])
    client.force_login(officer)
    clock(AFTER)
    assert client.get(of(published)).status_code == 403
    assert "The lot is too large." not in client.get(opening).content.decode()

    world.open_bids(published)

    page = client.get(opening).content.decode()
    assert "The lot is too large." in page
    assert "Keen Limited" not in page


def test_the_page_takes_as_many_queries_for_many(client, published, harbour, clock, django_assert_num_queries):
    clock(BEFORE)
    _, ada = harbour
    client.force_login(ada)
    client.get(of(published))
    with django_assert_num_queries(7):
        client.get(of(published))
    for number in range(5):
        more, _ = world.organisation(f"More {number}")
        more.members.create(user=ada, role="writer")
        intentions.express(published, more, by=ada, at=BEFORE)

    with django_assert_num_queries(7):
        client.get(of(published))


def test_somebody_switches_their_reminders_off_and_on(client, harbour):
    _, ada = harbour
    client.force_login(ada)
    where = reverse("accounts:reminders")

    assert client.post(where, {"reminders": "off"}).url == reverse("my_work")
    ada.refresh_from_db()
    assert ada.wants_reminders is False
    assert "Switch reminders on" in client.get(reverse("my_work")).content.decode()
    client.post(where, {"reminders": "on"})
    ada.refresh_from_db()
    assert ada.wants_reminders is True
