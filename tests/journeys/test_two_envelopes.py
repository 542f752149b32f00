"""Offers that wait until quality is agreed, and a price that seems abnormally low: asked, answered, decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from procurement.models import Criterion
from scoring.actions import scores
from tests.journeys.conftest import check
from tests.scoring import deciding, judging
from tests.scoring.actions.test_low_offers import ABOUT, ANSWER, REASONS, priced_at
from tests.scoring.waiting import make_offers_wait

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_somebody(page, sign_in):
    def go(user, place):
        sign_in(page, user)
        page.goto(place)
        return page

    return go


def test_two_officers_open_the_offers_and_a_low_price_is_asked_about(as_somebody, opened, officer, lead_officer):
    competition, low = opened.competition.reference, opened.bids[1]
    council = f"/council/competitions/{competition}"
    priced_at(low, 12_000_000)
    make_offers_wait(opened)

    page = as_somebody(opened.panel.chair.user, f"{council}/offers/")
    page.get_by_text("What is missing before the offers can be opened").wait_for()
    check(page, "offers-missing")
    page = as_somebody(opened.panel.evaluators[0].user, f"{council}/opened-bids/")
    page.get_by_text("The offers are closed until the panel has agreed").wait_for()
    check(page, "offers-closed-bids")

    deciding.agree_all(opened)
    page = as_somebody(officer, f"{council}/board/")
    check(page, "offers-closed-board")
    page.get_by_role("link", name="How far this has come").click()
    check(page, "offers-to-confirm")
    page.get_by_role("button", name="Confirm that the offers be opened").click()
    page.get_by_text("ask a colleague to sign in").wait_for()
    page = as_somebody(lead_officer, "/my-work/")
    page.get_by_role("link", name="Open the offers").click()
    page.get_by_role("button", name="Confirm that the offers be opened").click()
    page.get_by_text("The offers were opened at").wait_for()
    check(page, "offers-opened")

    page = as_somebody(officer, f"{council}/board/")
    page.get_by_role("link", name="Prices").click()
    check(page, "prices")
    page.get_by_role("link", name="Quayside Partners").click()
    page.get_by_role("button", name="Ask the bidder").click()
    page.get_by_label("What is the bidder asked to show?").fill(ABOUT)
    day = timezone.localdate() + timedelta(days=7)
    for label, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(typed))
    check(page, "price-ask")
    page.get_by_role("button", name="Send the letter").click()
    page.get_by_text("The bidder has not answered.").wait_for()

    page = as_somebody(low.started_by, "/my-work/")
    page.get_by_role("link", name="Answer about your price").click()
    page.get_by_label("How will you perform the contract").fill(ANSWER)
    check(page, "price-answer")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Your answer is with the council").wait_for()

    page = as_somebody(officer, f"/opened-bids/{low.reference}/price/")
    page.get_by_text(ANSWER).wait_for()
    page.get_by_role("button", name="Decide").click()
    page.get_by_label("The bid is disregarded").check()
    page.get_by_label("Reasons for the decision").fill(REASONS)
    check(page, "price-decide")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("Decided by Olive Officer").wait_for()
    check(page, "price-decided")

    page = as_somebody(opened.panel.chair.user, f"{council}/ranking/")
    page.get_by_role("button", name="Make the ranking").click()
    page.get_by_text("Disregarded: its price is abnormally low").first.wait_for()
    check(page, "ranking-with-a-disregarded-price")
    page = as_somebody(opened.panel.chair.user, f"/moderate/{competition}/service/")
    page.get_by_label("Why is it recorded now that the offers are known?").first.wait_for()
    check(page, "moderation-knowing-offers")


def test_how_offers_and_low_prices_are_designed(as_somebody, draft, officer):
    page = as_somebody(officer, f"/council/competitions/{draft.reference}/assessing/")
    page.get_by_label("Keep the offers closed").check()
    check(page, "assessing")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Offers and scores: saved.").wait_for()


def test_a_mean_is_published_with_a_reason_and_warned_of(as_somebody, draft, officer):
    page = as_somebody(officer, f"/council/competitions/{draft.reference}/criteria/service/change/")
    page.get_by_label("The mean of the evaluators").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Say why the score is computed and not agreed by the panel.").wait_for()
    check(page, "criterion-computed-errors")
    page.get_by_label("Why is it computed and not agreed?").fill("The panel is too large to meet.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("; the mean of their scores counts").wait_for()
    page.get_by_text("Courts have set awards aside").first.wait_for()
    check(page, "criteria-computed")


def test_the_chair_records_a_mean_of_thirds_with_its_reasons(as_somebody, opened):
    Criterion.objects.filter(competition=opened.competition, reference="service").update(
        result="mean", result_because="The panel is too large to meet."
    )
    judging.assign_all(opened)
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        judging.score_all(member, value)
        scores.lock(member, by=member.user, at=judging.AT)
    judging.reveal_all(opened, "service")
    competition = opened.competition.reference

    page = as_somebody(opened.panel.chair.user, f"/moderate/{competition}/")
    page.get_by_text("published to be the mean or the median").wait_for()
    check(page, "moderation-list-with-a-mean")
    page.goto(f"/moderate/{competition}/service/")
    check(page, "moderation-of-a-mean")
    for part in ("evidence", "strengths", "weaknesses", "why_not_higher"):
        page.locator(f"textarea[name={part}]").first.fill("The rota names who opens each centre.")
    page.get_by_role("button", name="Record the mean with these reasons of Harbour Care").click()
    page.get_by_text("The published mean: about 3.33, exactly 10/3.").wait_for()
    check(page, "moderation-of-a-recorded-mean")
    page.goto(f"/council/competitions/{competition}/board/")
    page.get_by_text("about 3.33, exactly 10/3").wait_for()
    check(page, "board-with-a-mean")
