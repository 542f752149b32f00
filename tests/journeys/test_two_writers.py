"""Two people of one organisation write the same bid at once; one is signed out on the way. Nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import expect

from partners.models import Answer, AnswerVersion, Offer, OrganisationMember
from procurement.models import Competition
from tests import world
from tests.journeys.conftest import check

ANSWER = "How will you run the day centres?"
PASTE = """(field, [plain, html]) => {
    const data = new DataTransfer();
    data.setData("text/plain", plain);
    if (html) data.setData("text/html", html);
    field.focus();
    field.select();
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    return field.dispatchEvent(event);
}"""


@pytest.fixture
def the_bid(published):
    """A bid that is being written, with a day to go by the real clock."""
    now = timezone.now()
    Competition.objects.filter(pk=published.pk).update(
        published_at=now - timedelta(days=21), bid_deadline=now + timedelta(days=1)
    )
    return world.bid(published, *world.organisation("Harbour Care"))


@pytest.fixture
def ana(the_bid):
    user = world.person("Ana Lopez")
    OrganisationMember.objects.create(organisation=the_bid.organisation, user=user, role="writer")
    return user


def saved(page):
    expect(page.locator("[data-autosave-status]").last).to_contain_text("Saved at")


def write(page, text):
    page.get_by_label(ANSWER).fill(text)
    page.get_by_label(ANSWER).blur()


def look(page):
    """Come back to the page, which asks who is there then."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_people_write_one_bid(page, new_browser, sign_in, the_bid, ana, expected_errors):
    address = f"/bids/{the_bid.reference}/answers/service/"
    sign_in(page, the_bid.started_by)
    hers = new_browser()
    sign_in(hers, ana)
    page.goto(address)
    hers.goto(address)
    write(hers, "Hers, the first.")
    saved(hers)

    look(page)
    expect(page.get_by_text("Ana Lopez is writing here, last saved at").first).to_be_visible()
    check(page, "bid-answer-two-writers")
    other = page.context.new_page()
    other.goto(f"/bids/{the_bid.reference}/")
    expect(other.get_by_text("Ana Lopez is writing in “How the service will run”")).to_be_visible()
    check(other, "bid-two-writers")
    other.close()

    # His page shows the empty answer still, and his session ends as he writes: his text waits, then meets hers.
    expected_errors += ["401"]
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    write(page, "His, on top of nothing.")
    expect(page.locator("[data-autosave-status]")).to_contain_text(re.compile("signed out", re.IGNORECASE))
    sign_in(page, the_bid.started_by)
    other = page.context.new_page()
    other.goto("/")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("This was changed somewhere else while you were writing")).to_be_visible()
    expect(page.locator(".app-kept")).to_contain_text("Hers, the first.")
    expect(page.locator(".app-kept")).to_contain_text("His, on top of nothing.")
    check(page, "bid-answer-two-texts")
    page.get_by_role("button", name="Keep the saved text").click()
    expect(page.get_by_label(ANSWER)).to_have_value("Hers, the first.")
    assert Answer.objects.get().text == "Hers, the first."
    assert set(AnswerVersion.objects.values_list("text", flat=True)) == {"Hers, the first.", "His, on top of nothing."}

    hers.goto("about:blank")
    look(page)
    expect(page.get_by_text("Ana Lopez is writing here")).to_have_count(0)


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(page, sign_in, the_bid, expected_errors):
    expected_errors.append("net::ERR_FAILED")
    address = f"/bids/{the_bid.reference}/answers/service/"

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    sign_in(page, the_bid.started_by)
    page.goto(address)
    write(page, "The first.")
    saved(page)
    page.route(f"**{address}", lose_the_answer)
    write(page, "The second.")
    expect(page.locator("[data-autosave-status]").last).to_contain_text("no answer from the service")
    page.unroute(f"**{address}")
    page.get_by_label(ANSWER).fill("The second, and more.")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)

    expect(page.locator("dialog[open]")).to_have_count(0)
    answer = Answer.objects.get(bid=the_bid)
    assert (answer.text, answer.version) == ("The second, and more.", 3)


def test_two_people_write_one_offer(page, new_browser, sign_in, the_bid, ana):
    address = f"/bids/{the_bid.reference}/offer/"
    sign_in(page, the_bid.started_by)
    hers = new_browser()
    sign_in(hers, ana)
    for each in (page, hers):
        each.goto(address)
    hers.get_by_label("Name that the company would have").fill("Her Company Limited")
    hers.get_by_label("Name that the company would have").blur()
    saved(hers)
    page.get_by_label("Price, year 1, in pounds").fill("1,000")
    page.get_by_label("Price, year 1, in pounds").blur()
    expect(page.locator("[data-autosave-status]").last).to_contain_text("Somebody else changed other parts of it")
    page.get_by_label("Name that the company would have").fill("His Company Limited")
    page.get_by_label("Name that the company would have").blur()
    expect(page.locator(".app-kept")).to_contain_text("Her Company Limited")
    page.get_by_role("button", name="Use my unsaved text").click()
    saved(page)

    typed = Offer.objects.get().typed
    assert (typed["company_name"], typed["price-1"]) == ("His Company Limited", "1,000")


def test_a_text_from_a_word_processor_is_pasted_clean(page, sign_in, the_bid):
    sign_in(page, the_bid.started_by)
    page.goto(f"/bids/{the_bid.reference}/answers/service/")
    field = page.get_by_label(ANSWER)

    field.evaluate(PASTE, ["We\u00ad will\u200b “keep”:\r\n•\tall eleven\r\no\ttheir stops", ""])

    expect(field).to_have_value("We will “keep”:\n• all eleven\n• their stops")
    expect(page.get_by_text("7 of 500 words").first).to_be_visible()
    saved(page)
    assert Answer.objects.get().text == "We will “keep”:\n• all eleven\n• their stops"

    field.evaluate(
        PASTE, ["x", "<p>First,</p><ul><li>one<li><b>two</b></ul><ol start=3><li>three</ol><p>Last<br>line</p>"]
    )
    expect(field).to_have_value("First,\n• one\n• two\n3. three\nLast\nline")
