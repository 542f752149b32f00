from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter
from partners.actions import organisations
from partners.models import Invitation, Organisation, OrganisationMember
from tests import world
from tests.world import BEFORE


@pytest.fixture
def harbour(db):
    return world.organisation("Harbour Care")[0]


@pytest.fixture
def ada(harbour):
    return harbour.members.get().user


@pytest.fixture
def ben(db):
    return world.person("Ben Bidder")


def register(by, **changes):
    fields = {"name": "Harbour Care", "kind": "charity", "registered_number": "1098765", "address": "1 High Street"}
    return organisations.register(**{**fields, **changes}, by=by, at=BEFORE)


def invite(harbour, ada, email="ben.bidder@example.org", role="writer", at=BEFORE):
    return organisations.invite(harbour, email, role, by=ada, at=at, site="https://x.example")


def roles(harbour):
    return dict(harbour.members.values_list("user__name", "role"))


def test_who_registers_an_organisation_is_its_administrator(ben):
    organisation = register(ben, name="  Harbour   Care ")

    assert (organisation.name, organisation.kind) == ("Harbour Care", "charity")
    assert roles(organisation) == {"Ben Bidder": "administrator"}


def test_a_double_click_registers_it_once(ben):
    assert register(ben) == register(ben)
    assert Organisation.objects.count() == 1


def test_a_name_of_400_characters_is_refused_with_a_sentence(ben):
    with pytest.raises(Refusal, match=r"at most 300 characters \(it has 400\)"):
        register(ben, name="ä" * 399 + "😀")


def test_a_name_with_an_emoji_is_kept(ben):
    assert register(ben, name="Harbour 🚢 Care").name == "Harbour 🚢 Care"


def test_an_invitation_is_a_letter_with_a_link_and_only_the_hash_is_kept(harbour, ada):
    token = invite(harbour, ada)

    letter = Letter.objects.get()
    assert letter.to == "ben.bidder@example.org"
    assert f"https://x.example/organisations/join/{token}/" in letter.body
    assert token not in str(Invitation.objects.values().get())


def test_the_person_invited_joins_with_the_role_and_twice_does_no_harm(harbour, ada, ben):
    token = invite(harbour, ada, email="Ben.BIDDER@example.org")

    first = organisations.accept(token, by=ben, at=BEFORE)
    second = organisations.accept(token, by=ben, at=BEFORE)

    assert first == second
    assert roles(harbour)["Ben Bidder"] == "writer"


def test_a_new_invitation_replaces_the_one_before(harbour, ada, ben):
    old, new = invite(harbour, ada), invite(harbour, ada, role="administrator")

    with pytest.raises(Refusal, match="a newer invitation has replaced it"):
        organisations.accept(old, by=ben, at=BEFORE)
    assert organisations.accept(new, by=ben, at=BEFORE).role == "administrator"


def test_an_invitation_is_good_for_14_days(harbour, ada, ben):
    token = invite(harbour, ada)

    with pytest.raises(Refusal, match="run out"):
        organisations.accept(token, by=ben, at=BEFORE + timedelta(days=14, seconds=1))


def test_an_invitation_to_somebody_else_or_used_by_somebody_else_does_not_open(harbour, ada, ben):
    carl = world.person("Carl Colleague")
    token = invite(harbour, ada)

    with pytest.raises(Refusal, match="sent to another e-mail address"):
        organisations.accept(token, by=carl, at=BEFORE)
    organisations.accept(token, by=ben, at=BEFORE)
    with pytest.raises(Refusal, match="has been used already"):
        organisations.accept(token, by=carl, at=BEFORE)


def test_a_token_that_nobody_made_is_refused(ben):
    with pytest.raises(Refusal, match="not complete"):
        organisations.accept("nonsense", by=ben, at=BEFORE)


def test_a_withdrawn_invitation_does_not_open(harbour, ada, ben):
    token = invite(harbour, ada)

    organisations.withdraw_invitation(harbour, "ben.bidder@example.org", by=ada, at=BEFORE)

    with pytest.raises(Refusal, match="not complete"):
        organisations.accept(token, by=ben, at=BEFORE)


def test_somebody_who_belongs_to_it_is_not_invited(harbour, ada):
    with pytest.raises(Refusal, match="already belongs to Harbour Care"):
        invite(harbour, ada, email=ada.email.upper())


def test_the_last_administrator_can_neither_leave_nor_become_a_writer(harbour, ada, ben):
    OrganisationMember.objects.create(organisation=harbour, user=ben, role="writer")
    member = harbour.members.get(user=ada)

    with pytest.raises(Refusal, match="at least one administrator"):
        organisations.remove_member(member, by=ada, at=BEFORE)
    with pytest.raises(Refusal, match="at least one administrator"):
        organisations.change_role(member, "writer", by=ada, at=BEFORE)

    assert roles(harbour) == {ada.name: "administrator", "Ben Bidder": "writer"}


def test_with_another_administrator_they_can_leave(harbour, ada, ben):
    member = OrganisationMember.objects.create(organisation=harbour, user=ben, role="writer")

    organisations.change_role(member, "administrator", by=ada, at=BEFORE)
    organisations.remove_member(harbour.members.get(user=ada), by=ada, at=BEFORE)

    assert roles(harbour) == {"Ben Bidder": "administrator"}
