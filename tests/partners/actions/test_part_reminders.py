"""Who stands behind another's bid is reminded before the deadline while its part is missing, and never after it."""

from datetime import timedelta

import pytest

from accounts.actions import people
from accounts.models import Letter
from partners.actions import bids, consents, intentions, member_declarations, parts
from partners.actions.consortia import name_consortium
from partners.actions.part_reminders import remind_due
from partners.domain.lifecycle import BidState
from partners.models import PartReminder
from partners.tasks import remind_due as sweep
from procurement.models import Competition
from tests import world
from tests.partners.informing import confirmed
from tests.world import BEFORE, DEADLINE

BEGUN = DEADLINE - timedelta(days=20)
WEEK, TWO_DAYS, HOURS = (DEADLINE - span for span in (timedelta(days=7), timedelta(days=2), timedelta(hours=3)))


@pytest.fixture
def tide(db):
    organisation, ada = world.organisation("Tide Trust")
    confirmed(organisation, ada)
    return organisation, ada


@pytest.fixture
def bid(published):
    Competition.objects.update(asks_supplier_information=True)
    organisation, ada = world.organisation("Harbour Care")
    return bids.start(Competition.objects.get(), organisation, by=ada, at=BEGUN)


@pytest.fixture
def asked(bid, tide):
    member = {"name": "Tide Trust", "kind": "charity", "email": tide[1].email}
    name_consortium(bid, [member], by=bid.started_by, at=BEGUN)
    return consents.consent_for(consents.ask(bid, "Tide Trust", by=bid.started_by, at=BEGUN))


def agree(asked, tide):
    return consents.answer(asked, tide[0], agrees=True, by=tide[1], at=BEGUN)


def letters():
    return [each for each in Letter.objects.order_by("pk") if "your part in a bid" in each.subject]


def remind_at_every_step():
    return [remind_due(at=at) for at in (WEEK, TWO_DAYS, HOURS, DEADLINE + timedelta(seconds=1))]


def test_whoever_has_not_answered_is_reminded_three_times_and_not_after_the_deadline(asked, tide):
    assert remind_at_every_step() == [1, 1, 1, 0]

    assert {letter.to for letter in letters()} == {tide[1].email}
    assert "You have not answered yet" in letters()[0].body
    assert "Harbour Care names Tide Trust" in letters()[0].body


def test_whoever_agreed_is_reminded_to_declare_until_it_has(asked, tide):
    consent = agree(asked, tide)
    assert remind_due(at=WEEK) == 1
    assert "you have not declared for yourself yet" in letters()[0].body

    assert remind_due(at=TWO_DAYS) == 1
    member_declarations.declare(consent, is_shown=False, by=tide[1], at=BEFORE)

    assert remind_due(at=HOURS) == 0


def test_a_repeat_of_the_sweep_does_no_harm(asked, clock):
    clock(WEEK)
    for _ in range(2):
        sweep()

    assert [(each.step, each.letters) for each in PartReminder.objects.all()] == [("week", 1)]


@pytest.mark.parametrize(
    "way_out", ["declined", "taken back", "not named", "withdrawn", "lead declined", "abandoned", "switched off"]
)
def test_nobody_who_is_done_or_out(bid, asked, tide, way_out):
    lead = bid.started_by
    match way_out:
        case "declined":
            consents.answer(asked, tide[0], agrees=False, by=tide[1], at=BEGUN)
        case "taken back":
            parts.take_back_agreement(agree(asked, tide), by=tide[1], at=BEGUN)
        case "not named":
            name_consortium(bid, [], by=lead, at=BEGUN)
        case "withdrawn":
            bid.state = BidState.WITHDRAWN.value
            bid.save()
        case "lead declined":
            intentions.decline(bid.competition, bid.organisation, reason="No time.", by=lead, at=BEGUN)
        case "abandoned":
            Competition.objects.update(state="abandoned")
        case "switched off":
            people.set_reminders(tide[1], wanted=False)

    assert remind_at_every_step() == [0, 0, 0, 0]
