from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scoring.actions import low_offers, panels
from scoring.domain.roles import Interest
from scoring.models import LowOfferQuestion
from tests.scoring.actions.test_low_offers import ABOUT, ANSWER, REASONS, priced_at


@pytest.fixture
def priced(opened):
    priced_at(opened.bids[1], 12_000_000)
    return opened


@pytest.fixture
def question(priced, officer):
    by = timezone.localdate() + timedelta(days=5)
    return low_offers.ask(priced.bids[1], about=ABOUT, reply_by=by, by=officer, at=timezone.now())


def at(name, bid):
    return reverse(f"scoring:{name}", args=[bid.reference])


def overview(competition):
    return reverse("scoring:low_offers", args=[competition.reference])


def test_an_officer_asks_the_bidder_answers_and_the_officer_decides(sign_in, priced, officer):
    bid, day = priced.bids[1], timezone.localdate() + timedelta(days=5)
    page = sign_in(officer).get(overview(priced.competition)).content.decode()
    assert "£12,000,000 is 50% below the mean of the other prices" in page
    typed = {"about": ABOUT, "reply_by_0": day.day, "reply_by_1": day.month, "reply_by_2": day.year}
    assert sign_in(officer).post(at("low_offer_ask", bid), typed).status_code == 302

    asked = LowOfferQuestion.objects.get()
    answer = reverse("scoring:low_offer_answer", args=[asked.reference])
    assert ABOUT in sign_in(bid.started_by).get(answer).content.decode()
    assert sign_in(bid.started_by).post(answer, {"text": ANSWER}).status_code == 302
    assert ANSWER in sign_in(bid.started_by).get(answer).content.decode()

    assert ANSWER in sign_in(officer).get(at("low_offer", bid)).content.decode()
    sign_in(officer).post(at("low_offer_decide", bid), {"outcome": "disregarded", "reasons": REASONS})
    page = sign_in(officer).get(at("low_offer", bid)).content.decode()
    assert REASONS in page
    assert "Decided by Olive Officer" in page
    assert "nothing can be added" in sign_in(bid.started_by).get(answer).content.decode()


def test_what_can_not_be_taken_is_kept_in_the_form(sign_in, priced, question, officer):
    page = sign_in(officer).post(at("low_offer_decide", priced.bids[1]), {"outcome": "disregarded", "reasons": REASONS})

    assert "The bidder may answer until" in page.content.decode()
    assert REASONS in page.content.decode()


def test_who_reads_and_who_acts(sign_in, priced, question, officer, auditor, other_officer):
    bid = priced.bids[1]
    people = (auditor, priced.panel.chair.user, priced.panel.evaluators[0].user, priced.panel.observer.user)

    assert [sign_in(each).get(at("low_offer", bid)).status_code for each in people] == [200, 200, 403, 403]
    assert [sign_in(each).get(overview(priced.competition)).status_code for each in people] == [200, 200, 403, 403]
    assert [sign_in(each).get(at("low_offer_ask", bid)).status_code for each in people] == [403] * 4
    assert sign_in(other_officer).get(at("low_offer", bid)).status_code == 404


def test_the_question_is_the_bidders_alone(sign_in, priced, question, officer):
    url = reverse("scoring:low_offer_answer", args=[question.reference])
    rival, own = (bid.started_by for bid in priced.bids)

    assert [sign_in(each).get(url).status_code for each in (own, rival, officer)] == [200, 404, 404]


def test_whoever_may_not_read_every_bid_sees_no_price_compared(sign_in, priced):
    chair = priced.panel.chair
    panels.declare(chair, priced.bids[0], Interest.ACTUAL, "A trustee.", by=chair.user, at=timezone.now())

    page = sign_in(chair.user).get(overview(priced.competition)).content.decode()

    assert "no price is compared with the others" in page
    assert "£24,000,000" not in page
    assert "the mean of the other prices, £" not in page


def test_nor_in_what_was_asked(sign_in, priced, question):
    chair = priced.panel.chair
    page = sign_in(chair.user).get(at("low_offer", priced.bids[1])).content.decode()
    assert "the mean of the other prices, £24,000,000" in page
    panels.declare(chair, priced.bids[0], Interest.ACTUAL, "A trustee.", by=chair.user, at=timezone.now())

    page = sign_in(chair.user).get(at("low_offer", priced.bids[1])).content.decode()

    assert ABOUT in page
    assert "£24,000,000" not in page


def test_whoever_asks_and_decides_has_the_price_and_the_answer_before_them(sign_in, priced, question, officer):
    bid = priced.bids[1]
    low_offers.answer(question, ANSWER, by=bid.started_by, at=timezone.now())

    pages = [sign_in(officer).get(at(name, bid)).content.decode() for name in ("low_offer_ask", "low_offer_decide")]

    assert all("£12,000,000" in page and ANSWER in page for page in pages)
    assert ">Answered<" in sign_in(officer).get(overview(priced.competition)).content.decode()


def test_the_bidder_reads_its_own_price_and_no_form_once_it_is_decided(sign_in, priced, question, officer):
    bid, url = priced.bids[1], reverse("scoring:low_offer_answer", args=[question.reference])
    page = sign_in(bid.started_by).get(url).content.decode()
    assert "your total price, £12,000,000, seems abnormally low" in page
    assert "£24,000,000" not in page
    low_offers.answer(question, ANSWER, by=bid.started_by, at=timezone.now())
    low_offers.decide(bid, outcome="satisfied", reasons=REASONS, by=officer, at=timezone.now())

    assert "<textarea" not in sign_in(bid.started_by).get(url).content.decode()
    kept = sign_in(bid.started_by).post(url, {"text": "One thing more."}).content.decode()
    assert "One thing more." in kept


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    sign_in, priced, question, officer, django_assert_max_num_queries
):
    client = sign_in(officer)
    with django_assert_max_num_queries(20):
        client.get(overview(priced.competition))
