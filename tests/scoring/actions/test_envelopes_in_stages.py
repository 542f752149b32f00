"""Offers that wait, and prices that seem abnormally low, in one stage of a competition in several."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.domain.refusals import Refusal
from accounts.models import Letter
from partners.models import Submission
from procurement.models import Competition, later_stages
from scoring.actions import envelopes, low_offers, moderation, rankings, reveals, scores
from scoring.domain.low_offers import Outcome
from scoring.models import Assignment, ShortlistedBid
from tests.scoring import deciding, judging, staging
from tests.scoring.actions.test_low_offers import ABOUT, ANSWER, REASONS, priced_at
from tests.scoring.waiting import make_offers_wait

AT = staging.AT


@pytest.fixture
def first_waits(planned, opened):
    """The tenders' offers wait, one price is low, and all scores are agreed; those of the final tenders don't."""
    priced_at(opened.bids[1], 12_000_000)
    make_offers_wait(opened)
    deciding.agree_all(opened)
    opened.competition.refresh_from_db()
    opened.final = later_stages(opened.competition)[0]
    return opened


@pytest.fixture
def final_waits(shortlisted, officer):
    """The final tender is opened and scored, and its offer waits; the tenders of the first stage did not wait."""
    Competition.objects.filter(pk=shortlisted.final.pk).update(offers_wait=True)
    shortlisted.final.refresh_from_db()
    shortlisted.bid, evaluators, chair, at = staging.score_final(shortlisted, officer)
    for each in Assignment.objects.filter(bid=shortlisted.bid).select_related("criterion", "member__user"):
        value = Decimal(1 if each.criterion.is_condition else 5)
        scores.save(each, value=value, reasons=judging.REASONS, version=0, by=each.member.user, at=at)
    for member in evaluators:
        scores.lock(member, by=member.user, at=at)
    shortlisted.final.refresh_from_db()
    shortlisted.final_chair, shortlisted.at = chair.user, at
    return shortlisted


def agree_final(waiting):
    for criterion in waiting.final.criteria.judged():
        reveals.reveal(waiting.bid, criterion, by=waiting.final_chair, at=waiting.at)
        moderation.agree(
            waiting.bid,
            criterion,
            value=Decimal(1 if criterion.is_condition else 5),
            reasons=deciding.REASONS,
            dissent="",
            by=waiting.final_chair,
            at=waiting.at,
        )


def open_offers(competition, officer, at=AT):
    for by in (officer, staging.lead(competition)):
        envelopes.confirm_opening(competition, by=by, at=at)
    competition.refresh_from_db()


def test_a_stage_is_ranked_and_ends_only_once_its_offers_are_open(first_waits, officer):
    with pytest.raises(Refusal, match="offers are closed"):
        deciding.rank(first_waits)
    with pytest.raises(Refusal, match="have not been ranked"):
        staging.shortlist(first_waits.competition)
    assert low_offers.prices_seen(first_waits.competition) == {}

    open_offers(first_waits.competition, officer)
    deciding.rank(first_waits)

    assert staging.shortlist(first_waits.competition).bids.filter(goes_on=True).count() == 1
    assert Competition.objects.get(pk=first_waits.final.pk).offers_opened_at is None


def test_who_is_disregarded_for_its_price_does_not_go_on_and_is_told_why(first_waits, officer):
    competition, low = first_waits.competition, first_waits.bids[1]
    competition.most_going_on = 2
    competition.save()
    open_offers(competition, officer)
    assert low_offers.prices_seen(competition)[low.reference].prompts
    by = (AT + timedelta(days=5)).date()
    question = low_offers.ask(low, about=ABOUT, reply_by=by, by=officer, at=AT)
    with pytest.raises(Refusal, match="was asked about its price"):
        deciding.rank(first_waits)
    low_offers.answer(question, ANSWER, by=low.started_by, at=AT)
    low_offers.decide(low, outcome=Outcome.DISREGARDED, reasons=REASONS, by=officer, at=AT)
    deciding.rank(first_waits)

    staging.shortlist(competition)

    rows = {row.bid: row for row in ShortlistedBid.objects.all()}
    assert (rows[first_waits.bids[0]].goes_on, rows[low].goes_on) == (True, False)
    assert "abnormally low" in rows[low].reason
    assert "abnormally low" in Letter.objects.filter(trail=low.reference).order_by("pk").last().body
    with pytest.raises(Refusal, match="so prices are not asked about"):
        low_offers.ask(low, about="More.", reply_by=by, by=officer, at=AT)


def test_the_offers_of_the_last_stage_wait_though_those_of_the_first_did_not(final_waits, officer, client):
    final, lead = final_waits.final, staging.lead(final_waits.final)
    assert (final_waits.competition.shows_offers, final.shows_offers) == (True, False)
    assert "offer" not in Submission.objects.get(bid=final_waits.bid).content
    assert low_offers.prices_seen(final) == {}
    for person in (officer, lead, final_waits.final_chair):
        client.force_login(person)
        page = client.get(reverse("scoring:board", args=[final.reference]))
        assert "closed" in page.content.decode()
        assert "£" not in page.content.decode().partition("<tbody>")[2]
        assert client.get(reverse("scoring:low_offers", args=[final.reference])).status_code == 409
        assert client.get(reverse("scoring:opened_offer", args=[final_waits.bid.reference])).status_code in {403, 409}
    with pytest.raises(Refusal, match="no agreed score"):
        envelopes.confirm_opening(final, by=officer, at=final_waits.at)

    agree_final(final_waits)
    open_offers(final, officer, at=final_waits.at)

    assert "offer" in Submission.objects.get(bid=final_waits.bid).content
    assert set(low_offers.prices_seen(final)) == {final_waits.bid.reference}
    ranked = rankings.rank(staging.fresh(final), by=final_waits.final_chair, at=final_waits.at)
    assert [each["bid"] for each in ranked.content["bids"]] == [final_waits.bid.reference]


def test_a_low_price_of_the_last_stage_is_asked_about_beside_the_estimate_alone(final_waits, officer):
    final, bid, at = final_waits.final, final_waits.bid, final_waits.at
    agree_final(final_waits)
    open_offers(final, officer, at=at)
    Competition.objects.filter(pk=final.pk).update(estimated_value_amount=Decimal(90_000_000))
    final.refresh_from_db()

    (seen,) = low_offers.prices_seen(final).values()
    question = low_offers.ask(bid, about=ABOUT, reply_by=(at + timedelta(days=5)).date(), by=officer, at=at)
    low_offers.answer(question, ANSWER, by=bid.started_by, at=at)
    low_offers.decide(bid, outcome=Outcome.SATISFIED, reasons=REASONS, by=officer, at=at)

    assert seen.others is None
    assert ["below the council’s estimate" in sentence for sentence in seen.prompts] == [True]
    assert rankings.rank(staging.fresh(final), by=final_waits.final_chair, at=at).content["bids"][0]["place"] == 1
