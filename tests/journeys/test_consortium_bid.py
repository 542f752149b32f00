"""A consortium's bid: written by two people, interrupted, sent on a bad line, replaced, proved; and one that is late.

Ada and Ana of Harbour Care write it, Tia of Tide Trust agrees to her part, Theo of Tardy Trust comes too late, and two
officers open the bids and decide.
"""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Letter
from partners.actions.consortia import members_of
from partners.actions.reminders import remind_due
from partners.models import Answer, Bid, LateAttempt, OrganisationMember, Submission
from procurement.models import Competition
from tests import world
from tests.journeys import sending, writing
from tests.journeys.conftest import check
from tests.journeys.writing import ANSWER, bid_page, saved, typed
from tests.partners.conftest import complete

LINK = re.compile(r"https?://\S+")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def competition(published):
    """Published three weeks ago, with a day to go by the real clock."""
    now = timezone.now()
    Competition.objects.filter(pk=published.pk).update(
        published_at=now - timedelta(days=21), bid_deadline=now + timedelta(days=1), complete_counts=True
    )
    published.refresh_from_db()
    return published


@pytest.fixture
def officers(officer, lead_officer):
    return officer, lead_officer


@pytest.fixture
def browse(new_browser, sign_in):
    """A browser in which somebody is signed in, or nobody; pages may be left."""

    def browse(user=None):
        page = new_browser()
        page.on("dialog", lambda dialog: dialog.accept())
        if user:
            sign_in(page, user)
        return page

    return browse


@pytest.mark.usefixtures("worker")
def test_a_consortium_bids(browse, sign_in, competition, officers, tmp_path, expected_errors):
    harbour, ada = world.organisation("Harbour Care")
    ana = world.person("Ana Lopez")
    OrganisationMember.objects.create(organisation=harbour, user=ana, role="writer")
    tia = world.person("Tia Tide")
    EmailAddress.objects.create(user=tia, email=tia.email, verified=True, primary=True)
    page, hers = browse(ada), browse(ana)
    start(page, competition)
    name_the_consortium(page, tia)
    ask_the_member(page, browse(), tia)
    writing.answer_interrupted(page, sign_in, ada, expected_errors)
    writing.answer_together(page, hers, sign_in, ada)
    writing.answer_on_top_of_each_other(page, hers)
    writing.answer_the_others(page)
    writing.offer(page)
    writing.agreements(page)
    film = sending.film_in(tmp_path)
    sending.add_documents(page, expected_errors)
    sending.send_a_film(page, sign_in, ada, film, expected_errors)
    sending.the_film_is_there(page, film)
    sending.agree_and_take_back(page)
    sending.submit(page)
    change_and_submit_again(page)
    program = sending.keep_the_receipt(page, browse(), tmp_path / "kept")
    sending.check_the_receipt_offline(program, tmp_path / "kept", film)

    tardy, theo = world.organisation("Tardy Trust")
    theirs = browse(theo)
    interested_after_all(theirs, competition, expected_errors)
    reminded(theirs, tardy.bids.get())
    pass_the_deadline(page, competition, expected_errors)
    send_it_late(theirs, tardy.bids.get())
    world.bid(competition, *world.organisation("Slow Limited"))
    council = open_the_bids(browse, competition, officers)
    decide_on_the_late_bid(council, competition)
    told_of_the_decision(theirs, tardy.bids.get())


def start(page, competition):
    page.goto(f"/competitions/{competition.reference}/bid/")
    check(page, "bid-start")
    page.get_by_role("button", name="Start the bid").click()
    expect(page.get_by_text("Your bid is not in.")).to_be_visible()
    expect(page.get_by_text("“How the service will run” is not answered yet.")).to_be_visible()
    check(page, "bid")


def name_the_consortium(page, tia):
    page.get_by_role("link", name="Consortium").click()
    page.get_by_label("Name", exact=True).first.fill("Tide Trust")
    page.get_by_label("Kind").first.select_option("Charity")
    page.get_by_label("What it would do (optional)").first.fill("Day trips by boat")
    page.get_by_label("Share of the work, in percent (optional)").first.fill("30")
    page.get_by_label("E-mail address of somebody who can agree for it").first.fill(tia.email)
    saved(page)
    check(page, "bid-consortium")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You and 1 other")).to_be_visible()
    assert members_of(Bid.objects.get())[0]["name"] == "Tide Trust"


def ask_the_member(page, hers, tia):
    """Tia follows the link of her letter, signs in, registers Tide Trust on the way, and agrees for it."""
    page.get_by_role("link", name="Consortium").click()
    page.get_by_role("button", name="Ask to agree").click()
    expect(page.get_by_text("A letter is on its way to Tide Trust.")).to_be_visible()
    expect(page.get_by_text("no answer yet")).to_be_visible()
    check(page, "bid-consortium-asked")

    hers.goto(LINK.search(Letter.objects.get().body)[0])
    expect(hers.get_by_text("Tide Trust")).to_have_count(0)
    check(hers, "consent-signed-out")
    hers.get_by_role("main").get_by_role("button", name="Sign in").click()
    hers.get_by_label("E-mail address").fill(tia.email)
    hers.get_by_label("Password", exact=True).fill(world.PASSWORD)
    hers.get_by_role("button", name="Sign in").click()
    check(hers, "consent-no-organisation")
    hers.get_by_role("button", name="Register your organisation").click()
    hers.get_by_label("Name of the organisation").fill("Tide Trust")
    hers.get_by_label("Charity", exact=True).check()
    hers.get_by_label("Address").fill("2 The Quay, Barchester")
    hers.get_by_role("button", name="Register the organisation").click()
    expect(hers.get_by_text("Day trips by boat")).to_be_visible()
    check(hers, "consent")
    hers.get_by_label("Anything the lead should know").fill("From May on.")
    hers.get_by_role("button", name="Agree to this part").click()
    expect(hers.get_by_text("You agreed to this part.")).to_be_visible()
    check(hers, "consent-done")

    page.reload()
    expect(page.get_by_text("Agreed: Tia Tide for Tide Trust")).to_be_visible()
    expect(page.get_by_text("what the others leave: 70%")).to_be_visible()
    check(page, "bid-consortium-agreed")
    bid_page(page)


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
    assert [(each["name"], each["agreed"]["by"]) for each in content["consortium"]] == [("Tide Trust", "Tia Tide")]
    articles = content["offer"]["agreed"]["articles"]
    assert articles["reserved"] == [{"matter": "sale", "consent_of": ["Barchester Council"]}]
    assert articles["locks"] == [{"until": "2099-03-31"}]
    assert [each["part"] for each in content["offer"]["confidential"]] == ["price"]


def interested_after_all(page, competition, expected_errors):
    expected_errors.append("422")
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
    page.get_by_text("Your bid is not in.").wait_for()


def reminded(page, bid):
    """Nothing is missing in the bid of Tardy Trust but the press of submit: they alone are written to."""
    complete(bid, bid.started_by, at=timezone.now())
    bid.organisation.intentions.update(interested_at=timezone.now() - timedelta(days=30))
    assert remind_due(at=timezone.now()) == 1

    page.goto("/my-work/")
    page.get_by_role("button", name="Switch reminders off").click()
    check(page, "my-work-reminders")


def pass_the_deadline(page, competition, expected_errors):
    """It passes while a page is open."""
    bid_page(page, "answers/service/")
    Competition.objects.filter(pk=competition.pk).update(bid_deadline=timezone.now())
    expected_errors.append("409")
    page.get_by_label(ANSWER).fill("An even better answer.")
    page.get_by_label(ANSWER).blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text("The deadline has passed")
    expect(page.get_by_label(ANSWER)).to_have_value("An even better answer.")
    assert LateAttempt.objects.get().content["text"] == "An even better answer."
    assert Answer.objects.get(bid__organisation__name="Harbour Care", criterion__reference="service").text == (
        "A better answer."
    )
    bid_page(page)
    expect(page.get_by_role("heading", name="Late attempts")).to_be_visible()
    page.get_by_text("Show what was sent").click()
    expect(page.get_by_text("An even better answer.")).to_be_visible()
    check(page, "bid-late")


def send_it_late(page, bid):
    page.goto(f"/bids/{bid.reference}/")
    check(page, "bid-after-deadline")
    page.get_by_role("link", name="Send the bid late").click()
    check(page, "bid-send-late")
    page.get_by_role("button", name="Send the bid late").click()
    page.get_by_text("Your bid was sent late, and is kept with its time").wait_for()
    check(page, "bid-sent-late")
    page.goto(f"/bids/{bid.reference}/documents/")
    page.get_by_label("Files").set_input_files({"name": "late.txt", "mimeType": "text/plain", "buffer": b"Late."})
    check(page, "documents-late")
    page.get_by_role("button", name="Send late").click()
    page.get_by_text("Sent late, and kept with its time: “late.txt”. It is no part of your bid.").wait_for()
    check(page, "documents-sent-late")
    page.goto(f"/bids/{bid.reference}/last-day/")
    page.get_by_text("Submit the bid").first.wait_for()
    check(page, "last-day")


def open_the_bids(browse, competition, officers):
    """By two officers; the browser of the second."""
    for who, outcome in zip(officers, ("Now a second officer has to", "1 bid in time"), strict=True):
        page = browse(who)
        page.goto(f"/council/competitions/{competition.reference}/opening/")
        expect(page.get_by_role("heading", name="Opening of the bids")).to_be_visible()
        for name in ("Harbour Care", "Tide Trust", "Tardy Trust"):
            expect(page.get_by_text(name)).to_have_count(0)
        page.get_by_role("button", name="Confirm that the bids be opened").click()
        expect(page.get_by_text(outcome)).to_be_visible()
        check(page, f"opening-{who.name.split()[0].lower()}")
    expect(page.get_by_text("Tide Trust")).to_be_visible()
    expect(page.get_by_text("Save the answer “How the service will run”")).to_be_visible()
    assert Competition.objects.get().opened_at
    return page


def decide_on_the_late_bid(page, competition):
    page.goto("/my-work/")
    page.get_by_role("link", name="Decide on late bids for").click()
    page.get_by_text("What happened near the deadline").first.click()
    check(page, "late-attempts")
    page.get_by_role("link", name="Decide on the late bid of Tardy Trust").click()
    page.get_by_role("button", name="Decide").click()
    check(page, "late-bid-refused")
    page.get_by_label("It is accepted").check()
    page.get_by_label("This service or the council kept it").check()
    page.get_by_label("Your reasons").fill("Our service answered nobody for ten minutes.")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("The late bid of Tardy Trust is accepted.").wait_for()
    check(page, "late-bid-accepted")
    page.goto("/my-work/")
    expect(page.get_by_role("link", name="Decide on late bids for")).to_have_count(0)
    page.goto(f"/council/competitions/{competition.reference}/letters/")
    page.get_by_text("Your late bid is accepted").first.wait_for()
    check(page, "letters-council")


def told_of_the_decision(page, bid):
    page.goto(f"/organisations/{bid.organisation.reference}/")
    page.get_by_role("link", name="The letters about your bids and your people").click()
    page.get_by_text("Your late bid is accepted").first.wait_for()
    check(page, "letters-organisation")
    page.goto(f"/bids/{bid.reference}/")
    page.get_by_text(re.compile("That was after the deadline, and the council accepted it")).wait_for()
    assert Bid.objects.get(pk=bid.pk).state == "submitted"
