from datetime import date, timedelta

import pytest

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.models import Submission
from procurement.domain.methodology import Method
from procurement.models import Criterion
from scoring.actions import low_offers, rankings
from scoring.domain.award_report import award_report
from scoring.domain.low_offers import WHY_DISREGARDED, Outcome
from tests import world
from tests.scoring import deciding

AT = deciding.AT
REPLY_BY = (AT + timedelta(days=10)).date()
ABOUT = "Show how seven centres can be staffed for this price."
ANSWER = "Our volunteers carry a fifth of the hours."
REASONS = "The rota leaves two centres without a manager."


def priced_at(bid, price):
    submission = Submission.objects.get(bid=bid)
    submission.content["offer"] = world.offer_content(bid.organisation.name, price=price)
    submission.fingerprint = fingerprint(submission.content)
    submission.save()


@pytest.fixture
def priced(opened, lead_officer):
    """The second bid's price is far below the first's."""
    priced_at(opened.bids[1], 12_000_000)
    return opened


def ask(opened, by, bid=1, about=ABOUT, reply_by=REPLY_BY):
    return low_offers.ask(opened.bids[bid], about=about, reply_by=reply_by, by=by, at=AT)


def decide(opened, outcome, by, at=AT, reasons=REASONS):
    return low_offers.decide(opened.bids[1], outcome=outcome, reasons=reasons, by=by, at=at)


def answer(question, text=ANSWER):
    return low_offers.answer(question, text, by=question.bid.started_by, at=AT)


def test_a_price_far_below_the_others_is_marked_and_nothing_follows_from_it(priced):
    found = low_offers.prices_seen(priced.competition)

    assert [bool(found[bid.reference].prompts) for bid in priced.bids] == [False, True]
    assert (low_offers.set_aside(priced.competition), low_offers.undecided(priced.competition)) == ({}, [])


def test_the_bidder_is_told_and_asked_with_a_day_and_once(priced, officer):
    question = ask(priced, officer)
    again = ask(priced, officer)

    assert question == again
    assert len(question.prompts) == 2
    (letter,) = [each for each in Letter.objects.all() if "please answer" in each.subject]
    assert letter.to == priced.bids[1].started_by.email
    for words in ("seems abnormally low", "section 19(4)", "section 19(5)", ABOUT, "Answer by"):
        assert words in letter.body
    assert TrailEvent.objects.get(verb="scoring.ask_about_price").trail == priced.bids[1].reference


def test_nothing_is_decided_before_the_bidder_was_asked_and_could_answer(priced, officer):
    with pytest.raises(Refusal, match="was not asked yet"):
        decide(priced, Outcome.DISREGARDED, officer)
    ask(priced, officer)

    with pytest.raises(Refusal, match="may answer until"):
        decide(priced, Outcome.DISREGARDED, officer)

    assert decide(priced, Outcome.DISREGARDED, officer, at=AT + timedelta(days=11)).sets_aside


@pytest.mark.parametrize(
    ("about", "reply_by", "words"), [(" ", REPLY_BY, "Say what"), (ABOUT, AT.date(), "after today")]
)
def test_what_is_missing_in_a_question_is_said(priced, officer, about, reply_by, words):
    with pytest.raises(Refusal, match=words):
        ask(priced, officer, about=about, reply_by=reply_by)


def test_the_bidder_answers_until_it_is_decided_and_the_officer_is_told(priced, officer):
    question = ask(priced, officer)
    first, again, second = answer(question), answer(question), answer(question, "And we own the buses.")

    assert (first, first == second) == (again, False)
    assert [each.text for each in question.answers.all()] == [ANSWER, "And we own the buses."]
    assert [each.to for each in Letter.objects.all() if "answered about its price" in each.subject] == [
        officer.email
    ] * 2
    decide(priced, Outcome.SATISFIED, officer)
    with pytest.raises(Refusal, match="has decided meanwhile"):
        answer(question, "One thing more.")


def test_a_bidder_who_satisfies_the_council_goes_on(priced, officer):
    deciding.agree_all(priced)
    answer(ask(priced, officer))
    with pytest.raises(Refusal, match="Quayside Partners was asked about its price, and nobody has decided"):
        deciding.rank(priced)

    decide(priced, Outcome.SATISFIED, officer)

    assert [bid["place"] for bid in deciding.rank(priced).content["bids"]] == [1, 2]


def test_a_disregarded_bid_has_no_place_and_no_other_is_compared_with_it(priced, officer):
    Criterion.objects.filter(competition=priced.competition, reference="price").update(
        method=Method.PRO_RATA_LOWEST.value, zero_at=None, full_at=None
    )
    deciding.agree_all(priced)
    before = deciding.rank(priced).content["bids"]
    answer(ask(priced, officer))

    decide(priced, Outcome.DISREGARDED, officer)

    ranked = deciding.rank(priced)
    first, last = ranked.content["bids"]
    assert (first["name"], first["place"], last["place"]) == ("Harbour Care", 1, None)
    assert last["failures"] == [f"Disregarded: {WHY_DISREGARDED}"]
    price = {mark["reference"]: mark["earned"] for mark in first["marks"]}["price"]
    with_it = next(bid for bid in before if bid["name"] == "Harbour Care")["marks"]
    assert (price, {mark["reference"]: mark["earned"] for mark in with_it}["price"]) == ("20/1", "10/1")
    assert rankings.is_same_again(ranked)
    assert set(low_offers.prices_seen(priced.competition)) == {priced.bids[0].reference}


def test_it_is_decided_anew_with_both_kept_and_not_once_an_award_is_proposed(priced, officer):
    deciding.agree_all(priced)
    answer(ask(priced, officer))
    decide(priced, Outcome.DISREGARDED, officer)
    decide(priced, Outcome.SATISFIED, officer, reasons="It sent the whole rota.")

    assert low_offers.set_aside(priced.competition) == {}
    assert [each.outcome for each in priced.bids[1].low_offer_decisions.all()] == ["disregarded", "satisfied"]
    deciding.rank(priced)
    deciding.propose(priced)
    with pytest.raises(Refusal, match="An award has been proposed"):
        decide(priced, Outcome.DISREGARDED, officer)


def test_both_outcomes_are_told_to_the_bidder_with_the_name_of_who_decided(priced, officer):
    answer(ask(priced, officer))
    decide(priced, Outcome.DISREGARDED, officer)
    decide(priced, Outcome.SATISFIED, officer)

    letters = [each.body for each in Letter.objects.all() if each.to == priced.bids[1].started_by.email]
    assert "19(3)(c)" in letters[-2]
    assert REASONS in letters[-2]
    assert "Your bid goes on" in letters[-1]
    assert letters[-1].endswith("Decided by Olive Officer.\n")


def test_the_award_record_and_report_tell_it_with_reasons(priced, officer, approver):
    deciding.agree_all(priced)
    answer(ask(priced, officer))
    decide(priced, Outcome.DISREGARDED, officer)
    deciding.rank(priced)
    award = deciding.approve(deciding.propose(priced), formed_on=date(2027, 4, 1))

    (told,) = award.content["low_offers"]
    assert (told["bid"], told["about"], told["answers"][0]["text"]) == (priced.bids[1].reference, ABOUT, ANSWER)
    assert (told["decision"]["outcome"], told["decision"]["by"]) == ("disregarded", "Olive Officer")
    (row,) = award_report(award.content).low_offers
    assert (row.name, row.outcome, row.reasons) == ("Quayside Partners", Outcome.DISREGARDED.label, REASONS)
