"""Reminders come before the deadline while something is missing, each once, and to nobody who is done or out."""

from datetime import timedelta

import pytest

from accounts.actions import people
from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember, Letter
from partners.actions import agreements, bids, intentions, submissions
from partners.actions.reminders import remind_due
from partners.models import Reminder
from partners.tasks import remind_due as sweep
from tests import world
from tests.partners.conftest import complete, typed_offer
from tests.world import DEADLINE

BEGUN = DEADLINE - timedelta(days=20)
WEEK, TWO_DAYS, HOURS = (DEADLINE - span for span in (timedelta(days=7), timedelta(days=2), timedelta(hours=3)))


def letters():
    return [letter for letter in Letter.objects.order_by("pk") if letter.subject.startswith("Before the deadline")]


@pytest.fixture
def begun(published):
    organisation, ada = world.organisation("Harbour Care")
    return bids.start(published, organisation, by=ada, at=BEGUN)


def remind_at_every_step():
    return [remind_due(at=at) for at in (WEEK, TWO_DAYS, HOURS, DEADLINE + timedelta(seconds=1))]


def test_three_times_and_not_after_the_deadline(begun):
    assert remind_at_every_step() == [1, 1, 1, 0]

    [first, *_] = letters()
    assert first.to == begun.started_by.email
    assert first.trail == begun.reference
    assert "“How the service will run” is not answered yet." in first.body
    assert "The offer is not written yet." in first.body


def test_a_repeat_of_the_sweep_does_no_harm(begun, clock):
    clock(WEEK)
    for _ in range(3):
        sweep()

    assert len(letters()) == 1
    assert [(each.step, each.letters, each.deadline) for each in Reminder.objects.all()] == [("week", 1, DEADLINE)]


def test_who_is_interested_and_has_begun_nothing_is_reminded_too(published):
    organisation, ada = world.organisation("Harbour Care")
    said = intentions.express(published, organisation, by=ada, at=BEGUN)

    assert remind_due(at=WEEK) == 1
    assert "You have not started a bid yet." in letters()[0].body
    assert letters()[0].trail == said.reference


def test_a_complete_draft_is_reminded_of_the_press_of_submit(begun):
    complete(begun, begun.started_by, at=BEGUN)

    assert remind_due(at=HOURS) == 1
    assert "Press submit before the deadline" in letters()[0].body


def test_a_complete_draft_that_is_agreed_to_count_is_not(published, begun):
    published.complete_counts = True
    published.save()
    complete(begun, begun.started_by, at=BEGUN)
    begun.refresh_from_db()
    agreements.agree(begun, by=begun.started_by, at=BEGUN)

    assert remind_at_every_step() == [0, 0, 0, 0]


def test_what_was_changed_after_it_was_submitted_is_told(begun):
    ada = begun.started_by
    complete(begun, ada, at=BEGUN)
    submissions.submit(begun, by=ada, at=BEGUN)
    assert remind_due(at=WEEK) == 0
    bids.save_offer(begun, typed_offer(notes="Changed."), version=1, by=ada, at=WEEK)

    assert remind_due(at=TWO_DAYS) == 1
    assert "not in until you submit again" in letters()[0].body


@pytest.mark.parametrize("way_out", ["submitted", "withdrawn", "declined", "abandoned"])
def test_nobody_who_is_done_or_out(published, begun, way_out):
    ada = begun.started_by
    if way_out == "declined":
        intentions.decline(published, begun.organisation, reason="No time.", by=ada, at=BEGUN)
    elif way_out == "abandoned":
        published.state = "abandoned"
        published.save()
    else:
        complete(begun, ada, at=BEGUN)
        submissions.submit(begun, by=ada, at=BEGUN)
        if way_out == "withdrawn":
            submissions.withdraw(begun, by=ada, at=BEGUN)

    assert remind_at_every_step() == [0, 0, 0, 0]


def test_nobody_who_switched_reminders_off_left_or_works_for_the_council(begun, council):
    organisation = begun.organisation
    for name in ("Olga Off", "Carla Council", "Gus Gone", "Wanda Writer"):
        organisation.members.create(user=world.person(name), role="writer")
    named = {member.user.name: member.user for member in organisation.members.select_related("user")}
    people.set_reminders(named["Olga Off"], wanted=False)
    CouncilMember.objects.create(council=council, user=named["Carla Council"], role=CouncilRole.OFFICER.value)
    named["Gus Gone"].is_active = False
    named["Gus Gone"].save()

    assert remind_due(at=WEEK) == 2
    assert {letter.to for letter in letters()} == {begun.started_by.email, "wanda.writer@example.org"}


def test_a_deadline_that_was_put_off_brings_its_own_reminders(published, begun):
    assert remind_due(at=HOURS) == 1
    published.bid_deadline = DEADLINE + timedelta(days=30)
    published.save()

    assert remind_due(at=DEADLINE) == 0
    assert remind_due(at=published.bid_deadline - timedelta(hours=3)) == 1
