"""A divided key: codes on paper, bids that nobody reads after the deadline, and two codes that open them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.roles import CouncilRole
from partners.actions import bids, shutting, submissions
from partners.models import Bid
from procurement.models import Competition
from tests import world
from tests.journeys.conftest import check
from tests.partners.conftest import complete


@pytest.fixture
def draft():
    """A draft that lacks nothing, of a council with two officers and a lead officer."""
    draft = world.draft_competition(world.service(world.council()))
    now = timezone.now()
    draft.bid_deadline, draft.questions_deadline = now + timedelta(days=30), now + timedelta(days=20)
    draft.award_expected_on = draft.contract_starts_on = None
    draft.save()
    return draft


def take_code(page, button):
    """Make the code behind the link, read it off the page, and type it back."""
    page.get_by_role("link", name=button).click()
    page.get_by_role("button", name="Make the code").click()
    code = page.locator(".app-fingerprint").inner_text()
    page.get_by_role("link", name="Go on: type it back").click()
    page.get_by_label("The code on your paper").fill(code.lower())
    page.get_by_role("button", name="I have kept it").click()
    page.get_by_text("The share is taken.").wait_for()
    return code


def enter(page, opening, link, code):
    page.goto(opening)
    page.get_by_role("link", name=link).click()
    page.get_by_label("The code on your paper").fill(code)
    page.get_by_role("button", name="Enter the code").click()


def test_a_divided_key_from_paper_to_the_opening(new_browser, sign_in, draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sealing, opening = (f"/council/competitions/{draft.reference}/{page}/" for page in ("sealing", "opening"))
    browsers = {}
    for name, role in (("Olive", "OFFICER"), ("Otto", "OFFICER"), ("Leo", "LEAD_OFFICER")):
        browsers[name] = new_browser()
        sign_in(browsers[name], world.council_member(draft.council, CouncilRole[role], name))
    olive, otto, leo = browsers.values()

    olive.goto(sealing)
    olive.get_by_label("People of the council, each a share of it").check()
    for name in ("Olive", "Leo"):
        olive.get_by_label(name).check()
    olive.get_by_label("How many codes open the bids").fill("2")
    olive.get_by_label("Who keeps the envelope").fill("Mo Monitoring")
    olive.get_by_role("button", name="Save").click()
    check(olive, "key-divided")
    take_code(olive, "Your code")
    check(olive, "key-share-taken")
    otto.goto(sealing)
    envelope = take_code(otto, "Make the envelope")
    leo.goto(sealing)
    of_leo = take_code(leo, "Your code")
    leo.goto(f"/council/competitions/{draft.reference}/publish/")
    leo.get_by_role("button", name="Publish").click()
    leo.get_by_text("The competition is published").wait_for()

    organisation, ada = world.organisation("Harbour Care")
    started = bids.start(Competition.objects.get(), organisation, by=ada, at=timezone.now())
    submissions.submit(complete(started, ada, at=timezone.now()), by=ada, at=timezone.now())
    Competition.objects.update(
        bid_deadline=timezone.now() - timedelta(hours=1), questions_deadline=timezone.now() - timedelta(days=9)
    )
    assert shutting.shut_due(at=timezone.now()) == 1
    bidder = new_browser()
    sign_in(bidder, ada)
    bidder.goto(f"/bids/{Bid.objects.get().reference}/")
    bidder.get_by_text("nobody can read it, you neither").wait_for()
    check(bidder, "bid-shut")
    bidder.get_by_role("link", name="An answer").first.click()
    check(bidder, "answer-late")
    bidder.locator("textarea").fill("We also open on Sundays.")
    bidder.get_by_role("button", name="Send late").click()
    bidder.get_by_text("Sent late, and kept with its time: your answer").wait_for()
    bidder.get_by_role("link", name="A file", exact=True).click()
    check(bidder, "documents-late")

    for page in (olive, leo):
        page.goto(opening)
        page.get_by_role("button", name="Confirm that the bids be opened").click()
    leo.get_by_text("Two officers have confirmed.").wait_for()
    enter(leo, opening, "enter your code", envelope)
    leo.get_by_text("not the one of this share").first.wait_for()
    check(leo, "key-wrong-code")
    enter(leo, opening, "enter your code", of_leo)
    check(leo, "key-one-of-two")
    enter(leo, opening, "enter its code", envelope)
    leo.get_by_text("The bids are opened.").wait_for()
    bidder.goto(f"/bids/{Bid.objects.get().reference}/")
    bidder.get_by_role("link", name="The offer").wait_for()
