"""Interested, reminded, too late, in the tray, accepted: both sides look at the same times."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.domain.roles import CouncilRole
from partners.actions import bids
from partners.actions.openings import confirm_opening
from partners.actions.reminders import remind_due
from procurement.models import Competition
from tests import world
from tests.journeys.conftest import check
from tests.partners.conftest import complete

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def competition(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    competition = world.publish(world.draft_competition(world.service(world.council())))
    competition.questions_deadline = timezone.now()
    competition.bid_deadline = timezone.now() + timedelta(hours=2)
    competition.save()
    return competition


def pass_the_deadline(competition):
    competition.bid_deadline = timezone.now() - timedelta(seconds=1)
    competition.save()


def test_a_late_bid_from_interest_to_acceptance(page, new_browser, sign_in, competition, expected_errors):
    expected_errors.append("422")
    organisation, ada = world.organisation("Tardy Trust")
    lead = world.council_member(competition.council, CouncilRole.LEAD_OFFICER, "Leo Lead")
    olive = world.council_member(competition.council, CouncilRole.OFFICER, "Olive Officer")

    sign_in(page, ada)
    page.goto(f"/competitions/{competition.reference}/")
    page.get_by_role("link", name="Say that you are interested, or decline").click()
    check(page, "intention")
    page.get_by_role("button", name="Decline").click()
    check(page, "intention-refused")
    page.get_by_label("If you will not bid: why not?").fill("No time.")
    page.get_by_role("button", name="Decline").click()
    check(page, "intention-declined")
    page.get_by_role("button", name="We are interested after all").click()
    page.get_by_role("link", name="Start a bid").click()
    page.get_by_role("button", name="Start the bid").click()
    bid = organisation.bids.get()
    complete(bid, ada, at=timezone.now())
    bid.organisation.intentions.update(interested_at=timezone.now() - timedelta(days=30))
    assert remind_due(at=timezone.now()) == 1

    page.goto("/my-work/")
    page.get_by_role("button", name="Switch reminders off").click()
    check(page, "my-work-reminders")

    pass_the_deadline(competition)
    page.goto(f"/bids/{bid.reference}/")
    check(page, "bid-after-deadline")
    page.get_by_role("link", name="Send the bid late").click()
    check(page, "bid-send-late")
    page.get_by_role("button", name="Send the bid late").click()
    page.get_by_text("Your bid was sent late, and is kept with its time").wait_for()
    check(page, "bid-sent-late")
    page.goto(f"/bids/{bid.reference}/last-day/")
    page.get_by_text("Submit the bid").first.wait_for()
    check(page, "last-day")

    other, bea = world.organisation("Slow Limited")
    world.bid(competition, other, bea)
    for officer in (lead, olive):
        confirm_opening(competition, by=officer, at=timezone.now())

    council = new_browser()
    sign_in(council, lead)
    council.goto("/my-work/")
    council.get_by_role("link", name="Decide on late bids for").click()
    council.get_by_text("What happened near the deadline").first.click()
    check(council, "late-attempts")
    council.get_by_role("link", name="Decide on the late bid of Tardy Trust").click()
    council.get_by_role("button", name="Decide").click()
    check(council, "late-bid-refused")
    council.get_by_label("It is accepted").check()
    council.get_by_label("This service or the council kept it").check()
    council.get_by_label("Your reasons").fill("Our service answered nobody for ten minutes.")
    council.get_by_role("button", name="Decide").click()
    council.get_by_text("The late bid of Tardy Trust is accepted.").wait_for()
    check(council, "late-bid-accepted")
    council.goto("/my-work/")
    expect(council.get_by_role("link", name="Decide on late bids for")).to_have_count(0)
    council.goto(f"/council/competitions/{competition.reference}/letters/")
    council.get_by_text("Your late bid is accepted").first.wait_for()
    check(council, "letters-council")

    page.goto(f"/organisations/{organisation.reference}/")
    page.get_by_role("link", name="The letters about your bids and your people").click()
    page.get_by_text("Your late bid is accepted").first.wait_for()
    check(page, "letters-organisation")
    page.goto(f"/bids/{bid.reference}/")
    page.get_by_text(re.compile("That was after the deadline, and the council accepted it")).wait_for()
    assert Competition.objects.get().opened_at
    assert bids.Bid.objects.get(pk=bid.pk).state == "submitted"
