"""A competition in several stages: which there are, and the rule by which bidders go on from one to the next (s.20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from accounts.domain.refusals import Refusal
from procurement.domain.figures import exactly

MOST_ROUNDS = 4


class StageKind(StrEnum):
    """What bidders give in a stage. A competition in one stage has none of them."""

    PARTICIPATION = "participation"
    TENDERS = "tenders"
    FINAL = "final"

    @property
    def label(self) -> str:
        """What the stage is, as a person reads it."""
        return {
            StageKind.PARTICIPATION: "Requests to participate",
            StageKind.TENDERS: "Tenders, then negotiation",
            StageKind.FINAL: "Final tenders",
        }[self]

    @property
    def noun(self) -> str:
        """What is given in it, for within a sentence."""
        return {
            StageKind.PARTICIPATION: "requests to participate",
            StageKind.TENDERS: "tenders",
            StageKind.FINAL: "final tenders",
        }[self]

    @property
    def asks_offer(self) -> bool:
        """Whether a bid in it holds an offer: who asks to participate offers nothing yet (s.22)."""
        return self is not StageKind.PARTICIPATION


def kinds(*, participation: bool, rounds: int) -> list[StageKind]:
    """The stages in order: requests to participate if asked for, rounds of tenders with negotiation, final tenders.

    Raises Refusal for what would be one stage only, or for more rounds than `MOST_ROUNDS`.
    """
    if not 0 <= rounds <= MOST_ROUNDS:
        raise Refusal(f"There can be 0 to {MOST_ROUNDS} rounds of tenders before the final tenders.")
    if not participation and not rounds:
        raise Refusal("Choose at least one stage before the final tenders, or leave the competition in one stage.")
    return [*[StageKind.PARTICIPATION] * participation, *[StageKind.TENDERS] * rounds, StageKind.FINAL]


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The published rule: at most so many go on, the best first, and only with so many of 100 marks; None is no limit.

    Bids that share the last place all go on, also beyond `most`: nothing published would part them. With fewer than
    `least` left the council has to say why it goes on.
    """

    most: int | None = None
    least: int | None = None
    least_marks: Decimal | None = None

    def problems(self) -> list[str]:
        """What is wrong with the rule, in sentences."""
        found = []
        if self.most is not None and self.most < 1:
            found.append("At least one bidder must be able to go on.")
        if self.most is not None and self.least is not None and self.least > self.most:
            found.append("The least number that goes on can’t be above the most.")
        if self.least_marks is not None and not 0 <= self.least_marks <= 100:
            found.append("The least marks to go on must be from 0 to 100.")
        return found

    @property
    def in_words(self) -> str:
        """The rule as bidders read it."""
        marks = "" if self.least_marks is None else f" and has at least {exactly(self.least_marks)} of 100 marks"
        passed = f"Whoever passes every condition and least score{marks}"
        if self.most is None:
            words = f"{passed} goes on."
        else:
            best = "the best bid goes on" if self.most == 1 else f"the {self.most} with the most marks go on"
            words = f"{passed} may go on; of these {best}, and bids that share the last of these places all go on."
        if self.least is not None:
            words += f" The council expects at least {self.least} to go on."
        return words


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a bid came in the ranking of the stage; without a place it failed, or was disregarded, and `why` tells."""

    bid: str
    place: int | None
    total: Fraction | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a bid goes on, and why, in a sentence that tells nothing of any other bid."""

    bid: str
    goes_on: bool
    reason: str


def shortlist(rule: GoingOn, standings: Sequence[Standing]) -> list[Outcome]:
    """Who goes on by the rule, in the order of the standings. It depends on places and totals alone.

    Raises ValueError for a bid with a place and no total.
    """
    going = _going(rule, standings)
    return [Outcome(each.bid, each.bid in going, _reason(rule, each, each.bid in going)) for each in standings]


def lacks(rule: GoingOn, outcomes: Sequence[Outcome]) -> int:
    """How many more would have to go on to reach the least number."""
    return max(0, (rule.least or 0) - sum(each.goes_on for each in outcomes))


def _going(rule: GoingOn, standings: Sequence[Standing]) -> set[str]:
    able = sorted((each for each in standings if _is_able(rule, each)), key=lambda each: each.place or 0)
    going: set[str] = set()
    for _, together in groupby(able, key=lambda each: each.place):
        if rule.most is not None and len(going) >= rule.most:
            break
        going |= {each.bid for each in together}
    return going


def _is_able(rule: GoingOn, standing: Standing) -> bool:
    if standing.place is None:
        return False
    if standing.total is None:
        raise ValueError(f"The bid {standing.bid} has a place and no total.")
    return rule.least_marks is None or standing.total >= Fraction(rule.least_marks)


def _reason(rule: GoingOn, standing: Standing, goes_on: bool) -> str:
    if goes_on:
        return "It is among those that go on by the published rule."
    if standing.place is None:
        return standing.why or "It did not pass every condition and least score."
    if not _is_able(rule, standing):
        return f"It has fewer than {exactly(rule.least_marks or 0)} of 100 marks, which the published rule asks for."
    if rule.most == 1:
        return "Only the best bid goes on by the published rule, and this is not that one."
    return f"Only the {rule.most} with the most marks go on by the published rule, and it is not among them."
