"""A consortium's bid: typed, interrupted, restored, submitted, changed, submitted again, too late, and opened."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import expect

from partners.actions.consortia import members_of
from partners.models import Answer, AnswerVersion, Bid, BidDocument, LateAttempt, Submission
from procurement.models import Competition
from tests import world
from tests.journeys.conftest import check

ANSWER = "How will you run the day centres?"
SIGNED_OUT = re.compile("signed out", re.IGNORECASE)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def competition(published):
    """Published three weeks ago, with a day to go by the real clock."""
    now = timezone.now()
    Competition.objects.filter(pk=published.pk).update(
        published_at=now - timedelta(days=21), bid_deadline=now + timedelta(days=1)
    )
    published.refresh_from_db()
    return published


def saved(page):
    expect(page.locator("[data-autosave-status]").last).to_contain_text("Saved at")


def typed(page, label, text):
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()
    saved(page)


@pytest.fixture
def officers(officer, lead_officer):
    return officer, lead_officer


def test_write_a_bid(page, new_browser, sign_in, competition, officers, expected_errors):
    ada = world.organisation("Harbour Care")[1]
    sign_in(page, ada)
    start(page, competition)
    name_the_consortium(page)
    answer_interrupted(page, sign_in, ada, expected_errors)
    answer_in_two_tabs(page, expected_errors)
    answer_the_others(page)
    offer(page)
    agreements(page)
    add_documents(page, expected_errors)
    submit(page)
    change_and_submit_again(page)
    too_late(page, competition, sign_in, ada, expected_errors)
    open_the_bids(new_browser, sign_in, competition, officers)


def bid_page(page, place=""):
    page.goto(f"/bids/{Bid.objects.get().reference}/{place}")


def start(page, competition):
    page.goto(f"/competitions/{competition.reference}/bid/")
    check(page, "bid-start")
    page.get_by_role("button", name="Start the bid").click()
    expect(page.get_by_text("Your bid is not in.")).to_be_visible()
    expect(page.get_by_text("“How the service will run” is not answered yet.")).to_be_visible()
    check(page, "bid")


def name_the_consortium(page):
    page.get_by_role("link", name="Consortium").click()
    page.get_by_label("Name", exact=True).first.fill("Tide Trust")
    page.get_by_label("What it would do (optional)").first.fill("Day trips by boat")
    saved(page)
    check(page, "bid-consortium")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You and 1 other")).to_be_visible()
    assert members_of(Bid.objects.get())[0]["name"] == "Tide Trust"


def answer_interrupted(page, sign_in, ada, expected_errors):
    """The session ends while somebody types: the text waits on the computer until they have signed in again."""
    page.get_by_role("link", name="How the service will run", exact=True).click()
    typed(page, ANSWER, "We will keep all eleven centres open.")
    expect(page.get_by_text("7 of 500 words").first).to_be_visible()
    check(page, "bid-answer")

    expected_errors.append("401")
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    page.get_by_label(ANSWER).fill("We will keep all eleven centres open, and open a twelfth.")
    page.get_by_label(ANSWER).blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text(SIGNED_OUT)
    assert Answer.objects.get().text == "We will keep all eleven centres open."

    sign_in(page, ada)
    page.reload()
    expect(page.get_by_text("You have text here that was not saved")).to_be_visible()
    check(page, "bid-answer-kept")
    page.get_by_role("button", name="Use my unsaved text").click()
    saved(page)
    assert Answer.objects.get().text == "We will keep all eleven centres open, and open a twelfth."


def answer_in_two_tabs(page, expected_errors):
    second = page.context.new_page()
    second.goto(page.url)
    typed(page, ANSWER, "The text of the first tab.")
    second.get_by_label(ANSWER).fill("The text of the second tab.")
    second.get_by_label(ANSWER).blur()
    expect(second.get_by_text("This was changed somewhere else while you were writing")).to_be_visible()
    expect(second.locator(".app-kept")).to_contain_text("The text of the first tab.")
    expect(second.locator(".app-kept")).to_contain_text("The text of the second tab.")
    check(second, "bid-answer-conflict")
    second.get_by_role("button", name="Use my unsaved text").click()
    saved(second)
    assert Answer.objects.get().text == "The text of the second tab."
    assert AnswerVersion.objects.filter(was_in_conflict=True).count() == 1
    second.get_by_role("link", name="Earlier texts").click()
    expect(second.get_by_text("The text of the first tab.")).to_be_visible()
    check(second, "bid-answer-history")
    second.close()


def answer_the_others(page):
    for title in ("Insurance", "Working with employees"):
        bid_page(page)
        page.get_by_role("link", name=title, exact=True).click()
        page.locator("textarea").fill(f"Yes: {title}.")
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_text("Saved at")).to_be_visible()


def offer(page):
    """The figures are saved as they are typed; what follows from them stands beside, anew after each save."""
    bid_page(page)
    page.get_by_role("link", name="The offer", exact=True).click()
    page.get_by_label("Name that the company would have").fill("Barchester Day Centres Limited")
    page.get_by_label("Legal form").select_option("Company limited by shares")
    for number, (name, percent, seats) in enumerate(
        [("Employee trust", "26", "2"), ("Harbour Care", "40", "2"), ("Barchester Council", "35", "2")], start=1
    ):
        row = page.get_by_role("group", name=f"Holder {number}", exact=True)
        row.get_by_label("Name").fill(name)
        row.get_by_label("Stake").fill(percent)
        row.get_by_label("Board seats").fill(seats)
    page.get_by_label("Shares (equity), year 1, in pounds").fill("£500,000")
    for year in range(1, 8):
        page.get_by_label(f"Price, year {year}, in pounds").fill("-5" if year == 3 else "3,400,000")
    saved(page)
    expect(page.get_by_role("link", name="The stakes add up to 101%")).to_be_visible()
    expect(page.get_by_role("link", name="The price for year 3 is below zero")).to_be_visible()
    check(page, "bid-offer-wrong")

    page.get_by_role("group", name="Holder 1", exact=True).get_by_label("Stake").fill("25")
    page.get_by_label("Price, year 3, in pounds").fill("3400000")
    expect(page.get_by_text("The offer is complete, and within the council’s terms.")).to_be_visible()
    expect(page.get_by_role("table", name="Who owns Barchester Day Centres Limited")).to_be_visible()
    check(page, "bid-offer")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Nothing is missing: the bid can be submitted.")).to_be_visible()


def agreements(page):
    """What few offers need stands on pages of its own, saved as it is typed and shown beside at once."""
    bid_page(page, "offer/")
    parts = page.get_by_role("navigation", name="Parts of the offer")
    parts.get_by_role("link", name="Rights of shares").click()
    check(page, "bid-offer-shares")
    parts.get_by_role("link", name="Terms of investment").click()
    page.get_by_label("What must happen first").fill("The contract is signed")
    page.get_by_label("What must happen first").blur()
    saved(page)
    check(page, "bid-offer-investment")

    parts.get_by_role("link", name="Agreements between owners").click()
    sale = "Selling the business or a large part of it"
    page.get_by_label(f"{sale}: consent of Barchester Council").check()
    page.get_by_label(f"{sale}: consent of Employee trust").check()
    saved(page)
    expect(page.get_by_role("table", name="Reserved matters").last).to_contain_text("Employee trust")
    page.get_by_label(f"{sale}: consent of Employee trust").press("Space")
    expect(page.get_by_role("region", name="Table: Reserved matters")).not_to_contain_text("Employee trust")
    lock = page.get_by_role("group", name="Lock-in 1", exact=True)
    lock.get_by_label("Who may not give up shares").select_option("Every owner")
    lock.get_by_label("Until").fill("in five years")
    lock.get_by_label("Until").blur()
    expect(page.get_by_role("link", name="Enter the last day of the lock-in as a day")).to_be_visible()
    check(page, "bid-offer-agreements-wrong")
    lock.get_by_label("Until").fill("31 March 2099")
    lock.get_by_label("Until").blur()
    expect(page.get_by_text("The offer is complete, and within the council’s terms.")).to_be_visible()
    page.get_by_role("button", name="Save and add another lock-in").click()
    expect(page.get_by_role("group", name="Lock-in 2", exact=True)).to_be_visible()
    check(page, "bid-offer-agreements")

    parts.get_by_role("link", name="Support and exit").click()
    page.get_by_label("Exit (optional)").fill("The others may buy at a fair price.")
    page.get_by_label("Part of the bid").select_option("Price")
    page.get_by_label("Which passage").fill("The prices of years 2 and 3")
    page.get_by_label("Why").fill("They would help rivals")
    page.get_by_label("Why").blur()
    saved(page)
    check(page, "bid-offer-support")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Nothing is missing: the bid can be submitted.")).to_be_visible()


def add_documents(page, expected_errors):
    expected_errors.append("409")
    page.get_by_role("link", name="Documents", exact=True).click()
    good, empty = (
        {"name": name, "mimeType": "application/pdf", "buffer": content}
        for name, content in (("plans 😀.pdf", b"%PDF plans"), ("empty.pdf", b""))
    )
    page.get_by_label("Files", exact=True).set_input_files([good, empty])
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("“empty.pdf” is empty (0 bytes)").first).to_be_visible()
    expect(page.get_by_role("link", name="plans 😀.pdf")).to_be_visible()
    check(page, "bid-documents")
    assert BidDocument.objects.count() == 1


def submit(page):
    bid_page(page)
    page.get_by_role("button", name="Check and submit").click()
    check(page, "bid-submit")
    page.get_by_role("button", name="Submit the bid").dblclick()
    expect(page.get_by_role("heading", name="Receipt 1")).to_be_visible()
    expect(page.get_by_text("Your bid is in, as Ada of Harbour Care submitted it")).to_be_visible()
    expect(page.get_by_text(Submission.objects.get().fingerprint).first).to_be_visible()
    check(page, "bid-receipt")


def change_and_submit_again(page):
    bid_page(page, "answers/service/")
    typed(page, ANSWER, "A better answer.")
    expect(page.get_by_text("You have changed it since: those changes are not in")).to_be_visible()
    bid_page(page)
    page.get_by_role("button", name="Check and submit again").click()
    page.get_by_role("button", name="Submit the bid again").click()
    expect(page.get_by_role("heading", name="Receipt 2")).to_be_visible()
    content = Submission.objects.get(superseded_at=None).whole()
    assert content["answers"]["service"] == "A better answer."
    articles = content["offer"]["agreed"]["articles"]
    assert articles["reserved"] == [{"matter": "sale", "consent_of": ["Barchester Council"]}]
    assert articles["locks"] == [{"until": "2099-03-31"}]
    assert [each["part"] for each in content["offer"]["confidential"]] == ["price"]


def too_late(page, competition, sign_in, ada, expected_errors):
    """The deadline passes while a page is open."""
    bid_page(page, "answers/service/")
    Competition.objects.filter(pk=competition.pk).update(bid_deadline=timezone.now())
    expected_errors.append("409")
    page.get_by_label(ANSWER).fill("An even better answer.")
    page.get_by_label(ANSWER).blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text("The deadline has passed")
    expect(page.get_by_label(ANSWER)).to_have_value("An even better answer.")
    assert LateAttempt.objects.get().content["text"] == "An even better answer."
    assert Answer.objects.get(criterion__reference="service").text == "A better answer."
    bid_page(page)
    expect(page.get_by_role("heading", name="Late attempts")).to_be_visible()
    page.get_by_text("Show what was sent").click()
    expect(page.get_by_text("An even better answer.")).to_be_visible()
    check(page, "bid-late")


def open_the_bids(new_browser, sign_in, competition, officers):
    for who, outcome in zip(officers, ("Now a second officer has to", "1 bid in time"), strict=True):
        page = new_browser()
        sign_in(page, who)
        page.goto(f"/council/competitions/{competition.reference}/opening/")
        expect(page.get_by_role("heading", name="Opening of the bids")).to_be_visible()
        expect(page.get_by_text("Harbour Care")).to_have_count(0)
        page.get_by_role("button", name="Confirm that the bids be opened").click()
        expect(page.get_by_text(outcome)).to_be_visible()
        check(page, f"opening-{who.pk}")
    expect(page.get_by_text("Tide Trust")).to_be_visible()
    expect(page.get_by_text("Save the answer “How the service will run”")).to_be_visible()
