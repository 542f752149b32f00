"""Dividing the key: nothing is published before each has proved that they keep their code."""

import pytest

from accounts.domain.paper_codes import new_code
from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import TrailEvent
from procurement.actions import competitions, divisions
from procurement.models import CompetitionKey, KeyDivision, KeyShare
from tests import world

NOW = world.PUBLISHED
MO = "The monitoring officer"


@pytest.fixture
def maker(draft):
    return world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")


@pytest.fixture
def division(draft, officer, lead_officer, maker):
    return divisions.divide(draft, holders=[officer, lead_officer], needed=2, kept_by=MO, by=lead_officer, at=NOW)


def take(share, by):
    code = divisions.make_code(share, by=by, at=NOW)
    divisions.accept(share, code, by=by, at=NOW)
    return code


def test_it_is_published_once_each_code_is_typed_back_and_then_no_private_key_is_kept(
    draft, division, lead_officer, maker
):
    for share in KeyShare.objects.all():
        with pytest.raises(Refusal, match=f"{share}.* typed? (it )?back yet"):
            competitions.publish(draft, by=lead_officer, at=NOW)
        take(share, share.holder or maker)

    competitions.publish(draft, by=lead_officer, at=NOW)

    assert CompetitionKey.objects.get().private_hex == ""
    assert all(share.sealed for share in KeyShare.objects.all())
    assert KeyDivision.objects.get().working_key.forgotten_at is None
    with pytest.raises(Refusal, match="can’t change any more"):
        divisions.keep_whole(draft, by=lead_officer, at=NOW)


def test_only_the_last_code_that_was_made_is_taken(division, officer):
    share = KeyShare.objects.get(holder=officer)
    with pytest.raises(Refusal, match="make it first"):
        divisions.accept(share, new_code(), by=officer, at=NOW)
    first = take(share, officer)
    second = divisions.make_code(share, by=officer, at=NOW)

    assert KeyShare.objects.get(holder=officer).accepted_at is None
    with pytest.raises(Refusal, match="only the last one holds"):
        divisions.accept(share, first, by=officer, at=NOW)
    divisions.accept(share, second, by=officer, at=NOW)
    assert KeyShare.objects.get(holder=officer).accepted_at == NOW
    said = str([event.details for event in TrailEvent.objects.all()])
    assert first not in said
    assert second not in said


def test_nobody_sees_two_codes(draft, division, officer, lead_officer, maker):
    envelope = KeyShare.objects.get(holder=None)
    with pytest.raises(Refusal, match="nobody may have seen two"):
        divisions.make_code(envelope, by=officer, at=NOW)
    take(envelope, maker)

    # Who has seen the code of the envelope holds a share now, so another makes it anew.
    world.council_member(draft.council, CouncilRole.OFFICER, "Una Further")
    divisions.divide(draft, holders=[officer, lead_officer, maker], needed=2, kept_by=MO, by=lead_officer, at=NOW)

    assert KeyShare.objects.get(holder=None).public_hex == ""


def test_who_stays_keeps_their_code_and_saying_it_again_changes_nothing(draft, division, officer, lead_officer, maker):
    take(KeyShare.objects.get(holder=officer), officer)
    for _ in range(2):
        divisions.divide(draft, holders=[officer, maker], needed=2, kept_by=MO, by=lead_officer, at=NOW)

    assert {str(share.holder or share.kept_by): share.accepted_at for share in KeyShare.objects.all()} == {
        "Olive Officer": NOW,
        "Otto Other": None,
        MO: None,
    }
    divided = [event for event in TrailEvent.objects.all() if event.verb == "procurement.divide_key"]
    assert len(divided) == 2
    divisions.keep_whole(draft, by=lead_officer, at=NOW)
    assert not KeyDivision.objects.exists()
    assert competitions.publication_problems(draft, NOW) == []


def test_somebody_who_left_the_council_stops_the_publication(draft, division, officer):
    officer.council_roles.all().delete()

    assert f"{officer} holds a share of the key, and is not at the council any more." in divisions.problems(draft)


def test_the_problems_say_why_nobody_can_make_the_envelope(draft, division, maker):
    maker.council_roles.all().delete()

    [envelope] = [sentence for sentence in divisions.problems(draft) if "envelope" in sentence]
    assert "can’t be made, since no officer is left who holds no share" in envelope


@pytest.mark.parametrize(
    ("chosen", "needed", "said"),
    [
        (0, 0, ["Choose at least two people", "2 or more"]),
        (1, 1, ["Choose at least two people", "2 or more"]),
        (1, 2, ["Choose at least two people"]),
        (1, 3, ["Choose at least 3 people who hold a share, or let fewer codes open the bids"]),
        (2, 0, ["open the bids: 2, since 2 people"]),
        (2, 3, ["open the bids: 2, since 2 people"]),
    ],
)
@pytest.mark.usefixtures("maker")
def test_how_many_codes_of_how_many_people_is_checked_at_once(draft, officer, lead_officer, chosen, needed, said):
    holders = [officer, lead_officer][:chosen]

    with pytest.raises(Refusal) as refused:
        divisions.divide(draft, holders=holders, needed=needed, kept_by=MO, by=lead_officer, at=NOW)

    assert len(refused.value.sentences) == len(said)
    assert all(part in sentence for part, sentence in zip(said, refused.value.sentences, strict=True))


def test_what_can_t_be_is_told_all_at_once(draft, officer, lead_officer):
    with pytest.raises(Refusal) as refused:
        divisions.divide(draft, holders=[world.person("Nora")], needed=1, kept_by=" ", by=lead_officer, at=NOW)
    assert len(refused.value.sentences) == 4

    with pytest.raises(Refusal) as refused:
        divisions.divide(draft, holders=[officer, lead_officer], needed=3, kept_by=MO, by=lead_officer, at=NOW)
    many, nobody_left = refused.value.sentences
    assert "open the bids: 2, since 2 people hold a share" in many
    assert "Leave out one officer" in nobody_left
