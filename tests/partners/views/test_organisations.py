from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Letter
from partners.actions import organisations
from partners.models import Organisation
from tests import world
from tests.world import BEFORE


@pytest.fixture
def harbour(db, clock):
    clock(BEFORE)
    return world.organisation("Harbour Care")[0]


@pytest.fixture
def ada(harbour):
    return harbour.members.get().user


@pytest.fixture
def ben(db):
    return world.person("Ben Bidder")


def at(name, organisation):
    return reverse(f"partners:{name}", kwargs={"reference": organisation.reference})


def test_anybody_with_an_account_can_register_an_organisation(client, ben, clock):
    clock(BEFORE)
    client.force_login(ben)
    url = reverse("partners:organisation_new")
    typed = {"name": "Tide Trust", "kind": "charity", "registered_number": "12", "address": "1 Quay"}

    answers = [client.post(url, typed), client.post(url, typed)]

    assert {answer.url for answer in answers} == {at("organisation", Organisation.objects.get())}
    assert client.get(answers[0].url).status_code == 200


def test_whoever_came_from_a_competition_is_led_back_to_it_and_nobody_elsewhere(client, ben, clock):
    clock(BEFORE)
    client.force_login(ben)
    url = reverse("partners:organisation_new")
    typed = {"name": "Tide Trust", "kind": "charity", "registered_number": "", "address": "1 Quay"}

    assert client.post(f"{url}?next=/competitions/day-centres/bid/", typed).url == "/competitions/day-centres/bid/"
    away = client.post(f"{url}?next=https://elsewhere.example/", typed)
    assert away.url == at("organisation", Organisation.objects.get())


def test_a_name_of_400_characters_with_an_emoji_is_refused_and_kept_on_the_page(client, ben):
    client.force_login(ben)
    name = "ä" * 399 + "😀"

    page = client.post(reverse("partners:organisation_new"), {"name": name, "kind": "charity"}).content.decode()

    assert "at most 300 characters (it has 400)" in page
    assert "Enter the address of the organisation." in page
    assert name in page
    assert not Organisation.objects.exists()


def test_an_administrator_invites_and_the_letter_has_a_whole_link(client, harbour, ada):
    client.force_login(ada)

    client.post(at("organisation_invite", harbour), {"email": "ben.bidder@example.org", "role": "writer"})

    assert "http://testserver/organisations/join/" in Letter.objects.get().body
    assert "ben.bidder@example.org" in client.get(at("organisation", harbour)).content.decode()


def test_a_wrong_address_is_said_at_its_field(client, harbour, ada):
    client.force_login(ada)

    page = client.post(at("organisation_invite", harbour), {"email": "ben", "role": "writer"}).content.decode()

    assert "Enter an e-mail address in the correct format" in page


@pytest.fixture
def link(harbour, ada):
    token = organisations.invite(harbour, "ben.bidder@example.org", "writer", by=ada, at=BEFORE)
    return reverse("partners:invitation", kwargs={"token": token})


def test_the_link_leads_through_signing_in_to_joining(client, harbour, link, ben):
    page = client.get(link).content.decode()
    assert f'/sign-in/?next={link}"' in page
    assert f'/sign-up/?next={link}"' in page

    client.force_login(ben)
    assert "Join" in client.get(link).content.decode()
    answers = [client.post(link), client.post(link)]

    assert {answer.url for answer in answers} == {at("organisation", harbour)}
    assert harbour.members.filter(user=ben, role="writer").count() == 1


def test_a_link_that_has_run_out_says_why(client, link, ben, clock):
    clock(BEFORE + timedelta(days=15))
    client.force_login(ben)

    for answer in (client.get(link), client.post(link)):
        assert "This invitation has run out" in answer.content.decode()


def test_a_link_that_was_sent_to_somebody_else_says_so(client, link, ada):
    client.force_login(ada)

    for answer in (client.get(link), client.post(link)):
        assert "sent to another" in answer.content.decode()


def test_a_link_that_nobody_made_or_that_another_used_says_why(client, harbour, link, ben, ada):
    client.force_login(ben)
    assert "not complete" in client.get("/organisations/join/nonsense/").content.decode()
    client.post(link)

    client.force_login(ada)

    assert "used already" in client.get(link).content.decode()


def test_a_link_that_one_used_oneself_leads_to_the_organisation(client, harbour, link, ben):
    client.force_login(ben)
    client.post(link)

    for answer in (client.get(link), client.post(link)):
        assert answer.headers["Location"] == reverse("partners:organisation", kwargs={"reference": harbour.reference})


def test_a_registered_number_without_a_digit_is_said_at_its_field(client, ben):
    client.force_login(ben)
    typed = {"name": "Finch Trust", "kind": "charity", "registered_number": "not yet", "address": "1 Mill Lane"}

    page = client.post(reverse("partners:organisation_new"), typed).content.decode()

    assert "Enter the number as the register writes it, or leave it empty." in page
    assert 'value="not yet"' in page


def test_a_writer_can_leave_but_neither_invite_nor_remove_others(client, harbour, ada, ben):
    harbour.members.create(user=ben, role="writer")
    client.force_login(ben)

    assert client.post(at("organisation_invite", harbour), {"email": "x@example.org"}).status_code == 403
    assert client.post(at("organisation_change_role", harbour), {"member": ben.email}).status_code == 403
    assert client.post(at("organisation_remove_member", harbour), {"member": ada.email}).status_code == 404
    assert client.post(at("organisation_remove_member", harbour), {"member": ben.email}).url == reverse("my_work")
    assert [member.user for member in harbour.members.all()] == [ada]


def test_the_last_administrator_is_told_why_they_can_not_leave(client, harbour, ada):
    client.force_login(ada)

    page = client.post(at("organisation_remove_member", harbour), {"member": ada.email}, follow=True).content.decode()

    assert "needs at least one administrator" in page


def test_an_administrator_changes_roles_and_removes(client, harbour, ada, ben):
    harbour.members.create(user=ben, role="writer")
    client.force_login(ada)

    client.post(at("organisation_change_role", harbour), {"member": ben.email, "role": "administrator"})
    assert harbour.members.get(user=ben).role == "administrator"
    client.post(at("organisation_remove_member", harbour), {"member": ben.email})
    assert not harbour.members.filter(user=ben).exists()
