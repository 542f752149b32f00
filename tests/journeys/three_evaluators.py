"""What three evaluators find in two bids, and how each sets it down in a browser of their own."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from partners.actions import bids, consortia, submissions
from partners.domain.deadlines import TooLate
from procurement.models import Criterion
from scoring.models import Assignment, Evidence
from tests import world
from tests.partners.conftest import typed_offer

ANSWERS = {
    "service": "{name} keeps all eleven centres open. Nine minibuses run from half past eight. Managers are not named.",
    "employees": "{name} has two directors whom the employees elect. Its works council meets each month.",
}
TITLES = {"service": "How the service will run", "employees": "Working with employees"}
GIVEN = {
    "Eve": {"Harbour Care": (4, 3), "Quayside Partners": (2, 3)},
    "Evan": {"Harbour Care": (5, 3), "Quayside Partners": (3, 4)},
    "Edie": {"Harbour Care": (2, 3), "Quayside Partners": (3, 2)},
}
"""What each gives to the one and the other criterion of each bid."""
WHY = "Evan showed me in the answer that the minibuses run from half past eight."


def submitted(competition, name):
    at = competition.bid_deadline - timedelta(days=1)
    organisation, ada = world.organisation(name)
    bid = bids.start(competition, organisation, by=ada, at=at)
    for criterion in Criterion.objects.filter(competition=competition, reference__in=ANSWERS):
        bids.save_answer(bid, criterion, ANSWERS[criterion.reference].format(name=name), version=0, by=ada, at=at)
    bids.save_offer(bid, typed_offer(name), version=0, by=ada, at=at)
    submissions.submit(bid, by=ada, at=at)
    return bid


def come_late(bid):
    """It names a member of its consortium and presses submit again, minutes after the deadline."""
    at = bid.competition.bid_deadline + timedelta(minutes=3)
    with pytest.raises(TooLate):
        consortia.name_consortium(bid, [{"name": "Tide Trust", "kind": "charity"}], by=bid.started_by, at=at)
    with pytest.raises(TooLate):
        submissions.submit(bid, by=bid.started_by, at=at)


def declare_line_by_line(page):
    for question in ("own part of it", "sit on its board"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    for bidder in ("Harbour Care", "Quayside Partners"):
        page.get_by_role("group", name=f"Do you have an interest in {bidder}").get_by_label("No interest").check()
    page.get_by_role("button", name="Declare", exact=True).click()


def address_of(name, bidder, criterion):
    each = Assignment.objects.get(
        member__user__name=f"{name} Evaluator", bid__organisation__name=bidder, criterion__reference=criterion
    )
    return f"/score/{each.reference}/"


def scores(page, name, bidder, criterion):
    value = GIVEN[name][bidder][list(TITLES).index(criterion)]
    page.goto(address_of(name, bidder, criterion))
    page.get_by_role("radio", name=re.compile(rf"^{value} ")).check()
    page.get_by_label("Your reasons").fill(reasons_of(name, bidder, criterion))
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()


def reasons_of(name, bidder, criterion):
    return f"{name} on {criterion} of {bidder}: transport has its times, and managers go unnamed."


def marks_evidence(page, name):
    page.goto(address_of(name, "Harbour Care", "service"))
    page.get_by_label("The passage").fill("Nine minibuses run from half past eight")
    page.get_by_label("Note (optional)", exact=True).fill("With times.")
    page.get_by_role("button", name="Strength", exact=True).click()
    expect(page.locator("#answer mark")).to_contain_text("Nine minibuses")
    assert Evidence.objects.get().quote == "Nine minibuses run from half past eight"


def scores_the_rest_and_locks(page, story, name):
    for bidder in story.bids:
        for criterion in TITLES:
            if (bidder, criterion) != ("Harbour Care", "service"):
                scores(page, name, bidder, criterion)
    page.goto(f"/panel/{story.seats[name].reference}/lock/")
    page.get_by_role("button", name="Lock my scores").click()
    page.get_by_text("You locked your 4 scores").wait_for()


def changes_a_score(page):
    """Edie, after the lock and before anything is shown."""
    page.goto(address_of("Edie", "Harbour Care", "service"))
    page.get_by_role("link", name="Change this score, with a reason").click()
    page.get_by_label("3 Acceptable").check()
    page.get_by_label("Why do you change it?").fill(WHY)
    page.get_by_role("button", name="Change my score").click()
    page.get_by_text("Your score is changed.").wait_for()
