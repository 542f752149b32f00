"""Prices that seem abnormally low: the bidder is asked, answers, and an officer decides (s.19(3)(c), (4) and (5))."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import answer_files
from partners.actions.bid_letters import tell
from partners.actions.supplier_information import day_of
from partners.domain import offers
from partners.domain.words import normalise
from partners.models import Bid, Submission
from procurement.domain.dates import day_in_words
from procurement.domain.figures import Number
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology import Measure
from procurement.models import Competition
from scoring.actions import exclusions
from scoring.domain.decisions import AwardState
from scoring.domain.low_offers import WHY_DISREGARDED, Outcome, Seen, Thresholds, seen
from scoring.models import Award, LowOfferAnswer, LowOfferDecision, LowOfferQuestion

MOST = 20_000


def prices_seen(competition: Competition, *, compares: bool = True) -> dict[str, Seen]:
    """The price of each bid that stands beside what it is compared with, by reference; none while offers are closed.

    With `compares` false no price is compared with another: for somebody who may not read every bid.
    """
    if not competition.shows_offers or not competition.asks_offer:
        return {}
    prices = _prices(competition, but=set_aside(competition).keys() | exclusions.set_aside(competition).keys())
    estimate, thresholds = competition.estimated_value_amount, thresholds_of(competition)
    if compares:
        return seen(prices, estimate, thresholds)
    return {bid: seen({bid: price}, estimate, thresholds)[bid] for bid, price in prices.items()}


def unasked(competition: Competition) -> int:
    """How many bids have a price that is worth a question, and were not asked about it."""
    worth_it = [bid for bid, found in prices_seen(competition).items() if found.prompts]
    asked = LowOfferQuestion.objects.filter(bid__reference__in=worth_it).values("bid").distinct().count()
    return len(worth_it) - asked


def thresholds_of(competition: Competition) -> Thresholds:
    """The published thresholds; where none is published, the usual ones."""
    usual = Thresholds()
    others, estimate = competition.low_below_others_percent, competition.low_below_estimate_percent
    return Thresholds(
        usual.below_others if others is None else others, usual.below_estimate if estimate is None else estimate
    )


def _prices(competition: Competition, *, but: Collection[str]) -> dict[str, Number]:
    bids = Bid.objects.opened(competition).exclude(reference__in=but)
    rows = Submission.objects.that_count().filter(bid__in=bids).values_list("bid__reference", "content__offer")
    return {bid: _price_in(offer) for bid, offer in rows}


def _price_in(offer: Mapping[str, Any]) -> Number:
    return offers.measures(offers.from_content(offer))[Measure.PRICE_TOTAL.value]


def price_of(bid: Bid) -> Number:
    """What the bid asks for in all, in pounds, for those who write it or may read its offer."""
    offer = Submission.objects.that_count().values_list("content__offer", flat=True).get(bid=bid)
    return _price_in(offer)


@transaction.atomic
def ask(bid: Bid, *, about: str, reply_by: date, by: User, at: datetime) -> LowOfferQuestion:
    """Tell the bidder that its price seems abnormally low, and ask it to show that it can perform the contract for it.

    The same sent twice goes out once. Whether anything prompted it is kept, and decides nothing.
    """
    bid, about = _locked(bid), normalise(about).strip()
    if not about:
        raise Refusal("Say what the bidder is asked to show.")
    if reply_by <= day_of(at):
        raise Refusal("Give the bidder time to answer: the day must be after today.")
    last = LowOfferQuestion.objects.filter(bid=bid).last()
    if last and (last.about, last.reply_by) == (about, reply_by):
        return last
    found = prices_seen(bid.competition).get(bid.reference)
    question = LowOfferQuestion.objects.create(
        bid=bid, prompts=list(found.prompts) if found else [], about=about, reply_by=reply_by, by=by, at=at
    )
    _record(bid, "scoring.ask_about_price", by=by, at=at, kept=[about, reply_by.isoformat()])
    body = (
        f"{bid.competition.council} considers that the price of your bid in “{bid.competition}” seems abnormally low. "
        "Before it decides whether to disregard the bid for that, you have the opportunity to show that you will be "
        "able to perform the contract for the price that you offer (Procurement Act 2023, section 19(4)). If you do, "
        f"your bid is not disregarded on that ground (section 19(5)).\n\n{about}\n\n"
        f"Answer by {day_in_words(reply_by)}: sign in, open “My work”, and choose “Answer about your price”. "
        f"Nothing is decided before.\n\nAsked by {by}.\n"
    )
    tell(bid, f"Your price: please answer, {bid.competition}", body, at)
    return question


@transaction.atomic
def answer(
    question: LowOfferQuestion, text: str, *, files: Sequence[File[bytes]] = (), by: User, at: datetime
) -> LowOfferAnswer:
    """What the bidder says, with files or without, until a decision is made. The same sent twice is kept once."""
    bid, text = _locked(question.bid), normalise(text).strip()
    if not text:
        raise Refusal("Write how you will perform the contract for the price that you offer.")
    if not LowOfferQuestion.objects.open().filter(pk=question.pk).exists():
        raise Refusal("The council has decided meanwhile, so nothing can be added. A letter tells you what it decided.")
    last, hashes = question.answers.last(), answer_files.hashes_of(files)
    if last and (last.text, last.by_id, answer_files.hashes_in(last.files)) == (text, by.pk, hashes):
        return last
    kept = answer_files.store(bid, files, by=by, at=at)
    made = LowOfferAnswer.objects.create(question=question, text=text, files=kept, by=by, at=at)
    _record(bid, "scoring.answer_about_price", by=by, at=at, kept=[text, *hashes])
    letters.queue(
        question.by.email,
        f"A bidder answered about its price: {bid.competition}"[:300],
        f"{bid.organisation} answered what you asked about its price. Read it on the page of its bid, then decide.\n",
        at=at,
        trail=bid.reference,
    )
    return made


@transaction.atomic
def decide(bid: Bid, *, outcome: Outcome | str, reasons: str, by: User, at: datetime) -> LowOfferDecision:
    """Decide whether the bidder showed that it can perform; refused before it was asked and could answer (s.19(4)).

    Deciding anew supersedes the last, until an award is proposed.
    """
    bid, outcome, reasons = _locked(bid), Outcome(outcome), normalise(reasons).strip()
    question = LowOfferQuestion.objects.filter(bid=bid).last()
    if question is None:
        raise Refusal("The bidder was not asked yet: do that first (Procurement Act 2023, section 19(4)).")
    if not question.answers.exists() and question.reply_by >= day_of(at):
        raise Refusal(
            f"The bidder may answer until {day_in_words(question.reply_by)}: decide then, or once its answer is there."
        )
    if not reasons:
        raise Refusal("Give the reasons for the decision: what the bidder showed, or did not show.")
    before = LowOfferDecision.objects.filter(bid=bid, superseded_at=None).first()
    if before and (before.question_id, before.outcome, before.reasons) == (question.pk, outcome.value, reasons):
        return before
    LowOfferDecision.objects.filter(bid=bid, superseded_at=None).update(superseded_at=at)
    made = LowOfferDecision.objects.create(
        bid=bid, question=question, outcome=outcome.value, reasons=reasons, by=by, at=at
    )
    _record(bid, "scoring.decide_on_price", by=by, at=at, kept=[outcome.value, reasons])
    _tell_decision(bid, made, at)
    return made


def set_aside(competition: Competition) -> dict[str, str]:
    """Why each bid that is disregarded for its price is, by its reference: no ranking compares anybody with it."""
    rows = LowOfferDecision.objects.standing(competition).filter(outcome=Outcome.DISREGARDED.value)
    return {each.question.bid.reference: WHY_DISREGARDED for each in rows}


def disregarded(competition: Competition) -> dict[str, str]:
    """Why each bid that has no place in a ranking is disregarded, for exclusion or for its price, by its reference."""
    for_price, excluded = set_aside(competition), exclusions.set_aside(competition)
    both = {bid: f"{excluded[bid]}; and {for_price[bid]}" for bid in for_price.keys() & excluded.keys()}
    return {**for_price, **excluded, **both}


def undecided(competition: Competition) -> list[str]:
    """What stands between the bids and a ranking: whoever was asked about its price is decided on first."""
    waiting = LowOfferQuestion.objects.open().filter(bid__competition=competition).select_related("bid__organisation")
    names = list(dict.fromkeys(str(each.bid.organisation) for each in waiting.order_by("bid__organisation__name")))
    return [f"{name} was asked about its price, and nobody has decided on that yet." for name in names]


def _locked(bid: Bid) -> Bid:
    competition = (
        Competition.objects.select_for_update(of=("self",))
        .select_related("service__council")
        .get(pk=bid.competition_id)
    )
    if competition.stage not in {CompetitionState.OPENED, CompetitionState.RANKED}:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so prices are not asked about.")
    if not competition.shows_offers:
        raise Refusal("The offers of this competition are closed, so nobody knows of a price.")
    if Award.objects.filter(competition=competition).exclude(state=AwardState.RETURNED.value).exists():
        raise Refusal("An award has been proposed. Ask the approver to send the proposal back first.")
    found = Bid.objects.select_related("organisation").get(pk=bid.pk)
    found.competition = competition
    return found


def _tell_decision(bid: Bid, made: LowOfferDecision, at: datetime) -> None:
    competition = bid.competition
    if made.sets_aside:
        body = (
            f"{competition.council} has decided to disregard your bid in “{competition}”: its price is abnormally low, "
            "and the council is not satisfied that you will be able to perform the contract for it (Procurement Act "
            f"2023, section 19(3)(c)).\n\n{made.reasons}\n\nDecided by {made.by}.\n"
        )
        tell(bid, f"Your bid is disregarded: {competition}", body, at)
    else:
        body = (
            f"{competition.council} is satisfied that you will be able to perform the contract in “{competition}” for "
            f"the price that you offer. Your bid goes on.\n\nDecided by {made.by}.\n"
        )
        tell(bid, f"Your price: your bid goes on, {competition}", body, at)


def _record(bid: Bid, verb: str, *, by: User, at: datetime, kept: list[str]) -> None:
    # On the bid's own trail, and only as a fingerprint: not everybody who reads it may know of this.
    trail.record(verb, bid, trail=bid.reference, by=by, at=at, fingerprint=fingerprint(kept))
