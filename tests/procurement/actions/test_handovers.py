"""A share of a published competition's key is handed over with its holder's code: then another code opens the bids."""

import pytest

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from partners.actions import key_codes
from partners.actions.openings import confirm_opening
from procurement.actions import handovers
from procurement.models import Competition, KeyHandover, KeyShare
from tests import world
from tests.partners.dividing import divided, submitted
from tests.world import AFTER, BEFORE


@pytest.fixture
def maker(draft):
    return world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")


@pytest.fixture
def una(draft):
    """Somebody of the council who has seen no code."""
    return world.council_member(draft.council, CouncilRole.APPROVER, "Una Approver")


@pytest.fixture
def codes(draft, officer, lead_officer, maker):
    return divided(draft, [officer, lead_officer], maker, by=lead_officer)


@pytest.fixture
def share(codes, officer):
    return KeyShare.objects.get(holder=officer)


@pytest.fixture
def taken(share, una, officer):
    """The code of the successor, who has proved that it is kept."""
    handovers.begin(share, una, by=officer, at=BEFORE)
    code = handovers.make_code(share, by=una, at=BEFORE)
    handovers.accept(share, code, by=una, at=BEFORE)
    return code


def test_the_new_code_opens_the_bids_and_the_old_one_nothing(share, codes, taken, una, officer, lead_officer):
    submitted(Competition.objects.get())
    handovers.complete(share, codes[share.number], by=officer, at=BEFORE)

    share.refresh_from_db()
    assert share.holder == una
    assert not KeyHandover.objects.open().exists()
    for each in (officer, lead_officer):
        confirm_opening(Competition.objects.get(), by=each, at=AFTER)
    with pytest.raises(Refusal, match="not the one of this share"):
        key_codes.enter(share, codes[share.number], by=una, at=AFTER)
    assert not key_codes.enter(share, taken, by=una, at=AFTER)
    other = KeyShare.objects.get(holder=lead_officer)
    assert key_codes.enter(other, codes[other.number], by=lead_officer, at=AFTER)


def test_the_trail_tells_who_handed_over_to_whom_and_no_code(share, codes, taken, officer):
    handovers.complete(share, codes[share.number], by=officer, at=BEFORE)

    events = TrailEvent.objects.of(share.competition.reference)
    assert [event.verb for event in events][-4:] == [
        "procurement.begin_handover",
        "procurement.make_key_code",
        "procurement.accept_key_share",
        "procurement.hand_over_share",
    ]
    said = str([event.details for event in events])
    assert "Una Approver" in said
    assert not [code for code in (*codes.values(), taken) if code in said]


def test_the_successor_gets_a_letter_without_any_code(share, codes, taken, una):
    [letter] = [each for each in Letter.objects.all() if each.to == una.email]

    assert "You take over a share of the key" in letter.subject
    assert not [code for code in (*codes.values(), taken) if code in letter.body]


def test_until_the_holder_has_entered_their_code_nothing_changes(share, codes, una, officer, lead_officer):
    handovers.begin(share, una, by=officer, at=BEFORE)
    with pytest.raises(Refusal, match="has not made their code"):
        handovers.complete(share, codes[share.number], by=officer, at=BEFORE)
    with pytest.raises(Refusal, match="Make your code first"):
        handovers.accept(share, codes[share.number], by=una, at=BEFORE)
    code = handovers.make_code(share, by=una, at=BEFORE)
    handovers.accept(share, code, by=una, at=BEFORE)
    with pytest.raises(Refusal, match="not the one of this share"):
        handovers.complete(share, code, by=officer, at=BEFORE)

    for _ in range(2):
        handovers.take_back(share, by=officer, at=BEFORE)

    with pytest.raises(Refusal, match="not being handed over any more"):
        handovers.complete(share, codes[share.number], by=officer, at=BEFORE)
    share.refresh_from_db()
    assert share.holder == officer


def test_nobody_takes_a_second_share_or_has_seen_two_codes(share, una, officer, lead_officer, maker):
    stranger = world.person("Nora Nobody")
    for other in (lead_officer, maker, stranger):
        with pytest.raises(Refusal, match="nobody may have seen two"):
            handovers.begin(share, other, by=officer, at=BEFORE)

    assert [each.user for each in handovers.successors(share)] == [una]


def test_somebody_else_can_be_chosen_and_the_first_is_out(share, una, draft, officer):
    vic = world.council_member(draft.council, CouncilRole.AUDITOR, "Vic Auditor")
    handovers.begin(share, una, by=officer, at=BEFORE)
    handovers.begin(share, vic, by=officer, at=BEFORE)

    with pytest.raises(Refusal, match="not being handed over any more"):
        handovers.make_code(share, by=una, at=BEFORE)
    assert handovers.make_code(share, by=vic, at=BEFORE)


def test_no_share_is_handed_over_in_a_draft_or_once_its_code_is_entered(share, codes, una, officer):
    key_codes.enter(share, codes[share.number], by=officer, at=AFTER)
    with pytest.raises(Refusal, match="until its code is entered"):
        handovers.begin(share, una, by=officer, at=AFTER)

    KeyShare.objects.update(entered_at=None)
    Competition.objects.update(state="draft")
    with pytest.raises(Refusal, match="from publication"):
        handovers.begin(KeyShare.objects.get(pk=share.pk), una, by=officer, at=BEFORE)
