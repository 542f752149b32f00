"""Steps of a story in which a bid is written: answers by two people at once, and the offer."""

import re

from django.conf import settings as django_settings
from playwright.sync_api import expect

from partners.models import Answer, AnswerVersion, Bid
from tests.journeys.conftest import check

ANSWER = "How will you run the day centres?"
SIGNED_OUT = re.compile("signed out", re.IGNORECASE)
CONFLICT = "This was changed somewhere else while you were writing"


def bid_page(page, place=""):
    page.goto(f"/bids/{Bid.objects.get(organisation__name='Harbour Care').reference}/{place}")


def saved(page):
    expect(page.locator("[data-autosave-status]").last).to_contain_text("Saved at")


def typed(page, label, text):
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()
    saved(page)


def answer_interrupted(page, sign_in, ada, expected_errors):
    """The session ends while somebody types: the text waits on the computer until they have signed in again."""
    page.get_by_role("link", name="How the service will run", exact=True).click()
    typed(page, ANSWER, "We will keep all eleven centres open.")
    expect(page.get_by_text("7 of 500 words").first).to_be_visible()
    check(page, "bid-answer")

    expected_errors.append("401")
    signed_out_while_writing(page, "We will keep all eleven centres open, and open a twelfth.")
    assert Answer.objects.get().text == "We will keep all eleven centres open."

    sign_in(page, ada)
    page.reload()
    expect(page.get_by_text("You have text here that was not saved")).to_be_visible()
    check(page, "bid-answer-kept")
    page.get_by_role("button", name="Use my unsaved text").click()
    saved(page)
    assert Answer.objects.get().text == "We will keep all eleven centres open, and open a twelfth."


def signed_out_while_writing(page, text):
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    page.get_by_label(ANSWER).fill(text)
    page.get_by_label(ANSWER).blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text(SIGNED_OUT)


def sign_in_beside(page, sign_in, user):
    """In another tab, while the page stays open."""
    sign_in(page, user)
    tab = page.context.new_page()
    tab.goto("/")
    tab.close()


def look(page):
    """Come back to the page, which asks who is there then."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def answer_together(page, hers, sign_in, ada):
    """Ana writes what Ada has open: each sees that the other is there, and neither loses a text to the other."""
    hers.goto(page.url)
    typed(hers, ANSWER, "Ana's, the first.")
    look(page)
    expect(page.get_by_text("Ana Lopez is writing here, last saved at").first).to_be_visible()
    check(page, "bid-answer-two-writers")
    other = page.context.new_page()
    bid_page(other)
    expect(other.get_by_text("Ana Lopez is writing in “How the service will run”")).to_be_visible()
    check(other, "bid-two-writers")
    other.close()

    # Ada's page shows the older answer still, and her session ends as she writes: her text waits, then meets Ana's.
    signed_out_while_writing(page, "Ada's, on top of an older text.")
    sign_in_beside(page, sign_in, ada)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    both_are_shown(page, "Ana's, the first.", "Ada's, on top of an older text.")
    check(page, "bid-answer-two-texts")
    page.get_by_role("button", name="Keep the saved text").click()
    saved(page)
    expect(page.get_by_label(ANSWER)).to_have_value("Ana's, the first.")
    assert Answer.objects.get().text == "Ana's, the first."


def both_are_shown(page, saved_text, unsaved_text):
    expect(page.get_by_text(CONFLICT)).to_be_visible()
    expect(page.locator(".app-kept")).to_contain_text(unsaved_text)
    # A long text scrolls, also with the keyboard.
    kept = page.get_by_role("region", name="The saved text")
    expect(kept).to_have_text(saved_text)
    kept.focus()
    expect(kept).to_be_focused()


def answer_on_top_of_each_other(page, hers):
    typed(page, ANSWER, "Ada's, the second.")
    hers.get_by_label(ANSWER).fill("Ana's, the second.")
    hers.get_by_label(ANSWER).blur()
    both_are_shown(hers, "Ada's, the second.", "Ana's, the second.")
    hers.get_by_role("button", name="Use my unsaved text").click()
    saved(hers)
    assert Answer.objects.get().text == "Ana's, the second."
    assert {each.text for each in AnswerVersion.objects.filter(was_in_conflict=True)} == {
        "Ada's, on top of an older text.",
        "Ana's, the second.",
    }
    assert {"Ana's, the first.", "Ada's, the second."} < {each.text for each in AnswerVersion.objects.all()}
    hers.get_by_role("link", name="Earlier texts").click()
    expect(hers.get_by_text("Ada's, the second.")).to_be_visible()
    check(hers, "bid-answer-history")

    hers.goto("about:blank")
    look(page)
    expect(page.get_by_text("Ana Lopez is writing here")).to_have_count(0)


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
