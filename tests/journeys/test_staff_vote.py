"""Staff of the service vote on the partners, on a telephone without JavaScript; the council prepares and counts."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from scoring.models import StaffBallot
from tests.journeys.conftest import check
from tests.scoring import judging, voting

PHONE = {"width": 390, "height": 844}
CODE = r"(?:[0-9A-Z]{5}-){5}[0-9A-Z]{5}"


@pytest.fixture
def competition(transactional_db, opened):
    cache.clear()
    voting.ask_staff(opened.competition)
    return opened.competition


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def moved(**times):
    """The ballot opens and closes so many hours from now."""
    now = timezone.now()
    StaffBallot.objects.update(**{name: now + timedelta(hours=hours) for name, hours in times.items()})


def test_staff_vote_in_secret_from_the_sheet_to_the_count(page, new_browser, sign_in, competition, opened):
    here = f"/council/competitions/{competition.reference}/staff-ballot/"
    codes = prepare(page, new_browser, sign_in, competition, opened, here)
    moved(opens_at=-1, closes_at=24)

    telephone = new_browser(java_script_enabled=False)
    telephone.set_viewport_size(PHONE)
    for number, code in enumerate(codes[:6]):
        vote(telephone, code, typing_badly=number == 0)
    telephone.goto("/staff-ballot/")
    telephone.get_by_label("Your code").fill(codes[0])
    press(telephone, "Continue")
    expect(telephone.get_by_role("alert")).to_contain_text("This code has been used")
    look(new_browser(), codes[7])

    page.goto(here)
    expect(page.get_by_text("6 of 8 have voted")).to_be_visible()
    expect(page.get_by_text("On average")).to_have_count(0)
    moved(opens_at=-2, closes_at=-1)
    judging.assign_all(opened)
    for member in opened.panel.evaluators:
        judging.score_and_lock(member)
    page.reload()
    press(page, "Count the ballot")
    expect(page.get_by_text("6 of 8 who may vote have voted.")).to_be_visible()
    check(page, "staff-ballot-counted")
    sign_in(page, opened.panel.chair.user)
    page.goto(here)
    expect(page.get_by_role("row", name="Harbour Care")).to_be_visible()


def prepare(page, new_browser, sign_in, competition, opened, here):
    """An officer prepares, an approver approves, the sheets are made: the codes on them."""
    sign_in(page, voting.officer(competition))
    page.goto(here)
    page.get_by_role("button", name="Say who may vote, and when").click()
    page.get_by_label("How many may vote?").fill("8")
    day = timezone.localdate() + timedelta(days=2)
    for group in ("opens", "closes"):
        fieldset = page.get_by_role("group", name=f"Day on which the ballot {group}")
        for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            fieldset.get_by_label(label, exact=True).fill(str(part))
        day += timedelta(days=2)
    page.get_by_label("Time at which it opens").fill("9am")
    page.get_by_label("Time at which it closes").fill("midday")
    check(page, "staff-ballot-who")
    press(page, "Save")
    expect(page.get_by_text("Now look through what staff read of each bid.")).to_be_visible()
    page.get_by_role("link", name="strike out passages of Harbour Care").click()
    answer = page.get_by_label("How the service will run")
    expect(answer).to_have_value("[[Harbour Care]] will keep all eleven centres open.")
    answer.fill("[[Harbour Care]] will keep all [[eleven]] centres open.")
    check(page, "staff-text-form")
    press(page, "Save what staff read")
    expect(page.get_by_text("will keep all [struck out] centres open.")).to_be_visible()

    approver = new_browser()
    sign_in(approver, voting.approver(competition))
    approver.goto(here)
    press(approver, "Approve what staff read")
    bidder = new_browser()
    sign_in(bidder, opened.bids[0].started_by)
    bidder.goto(f"/bids/{opened.bids[0].reference}/staff-text/")
    expect(bidder.get_by_text("will keep all [struck out] centres open.")).to_be_visible()
    check(bidder, "staff-text-own")

    page.goto(here)
    check(page, "staff-ballot")
    press(page, "Make sheets to print")
    check(page, "staff-sheets")
    codes = re.findall(CODE, page.content())
    assert len(codes) == 8
    return codes


def vote(page, code, typing_badly):
    page.goto("/staff-ballot/")
    if typing_badly:
        page.get_by_label("Your code").fill(code[:7] + ("0" if code[7] != "0" else "1") + code[8:])
        press(page, "Continue")
        expect(page.get_by_role("alert")).to_contain_text("There is a slip in group 2 of the code")
    page.get_by_label("Your code").fill(code.lower().replace("-", " "))
    press(page, "Continue")
    page.get_by_role("link", name="Partner A").click()
    expect(page.get_by_text("[struck out] will keep all")).to_be_visible()
    page.get_by_role("link", name="Next: Partner B").click()
    page.get_by_role("link", name="Now rate them").click()
    page.get_by_role("group", name="Partner A").get_by_label("4 Good").check()
    if typing_badly:
        press(page, "Check your ratings")
        expect(page.get_by_role("link", name="Choose a rating for Partner B.")).to_be_visible()
        expect(page.get_by_role("group", name="Partner A").get_by_label("4 Good")).to_be_checked()
    page.get_by_role("group", name="Partner B").get_by_label("2 Weak").check()
    press(page, "Check your ratings")
    expect(page.get_by_text("Nothing is cast yet.")).to_be_visible()
    press(page, "Cast your ballot")
    expect(page.get_by_role("heading", name="Your ballot is counted")).to_be_visible()


def look(page, code):
    """Each page of those who vote: accessible, and no wider than a telephone."""
    page.goto("/staff-ballot/")
    check(page, "staff-vote")
    page.get_by_label("Your code").fill(code)
    press(page, "Continue")
    check(page, "staff-vote-bids")
    page.get_by_role("link", name="Partner A").click()
    check(page, "staff-vote-bid")
    page.goto("/staff-ballot/rate/")
    press(page, "Check your ratings")
    check(page, "staff-vote-form")
    for name in ("Partner A", "Partner B"):
        page.get_by_role("group", name=name).get_by_label("3 Acceptable").check()
    press(page, "Check your ratings")
    check(page, "staff-vote-check")
    page.goto("/staff-ballot/counted/")
    check(page, "staff-vote-done")
