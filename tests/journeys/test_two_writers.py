"""Two people of one organisation write the same offer at once, and a text is pasted. Nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.models import Answer, Offer, OrganisationMember
from procurement.models import Competition
from tests import world
from tests.journeys.writing import ANSWER, saved, typed

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

    offer = Offer.objects.get().typed
    assert (offer["company_name"], offer["price-1"]) == ("His Company Limited", "1,000")


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(page, sign_in, the_bid, expected_errors):
    expected_errors.append("net::ERR_FAILED")
    address = f"/bids/{the_bid.reference}/answers/service/"

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    sign_in(page, the_bid.started_by)
    page.goto(address)
    typed(page, ANSWER, "The first.")
    page.route(f"**{address}", lose_the_answer)
    page.get_by_label(ANSWER).fill("The second.")
    expect(page.locator("[data-autosave-status]").last).to_contain_text("no answer from the service")
    page.unroute(f"**{address}")
    page.get_by_label(ANSWER).fill("The second, and more.")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)

    expect(page.locator(".app-kept")).to_have_count(0)
    answer = Answer.objects.get(bid=the_bid)
    assert (answer.text, answer.version) == ("The second, and more.", 3)


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
