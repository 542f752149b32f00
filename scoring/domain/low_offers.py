"""Prices that seem abnormally low (Procurement Act 2023, s.19(3)(c) to (5)): a prompt to ask, which decides nothing.

The Act gives no figure. A price is worth a question if it is more than a published part below the mean of the other
prices, or below the council's own estimate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from procurement.domain.figures import Number, in_percent
from spinouts.domain.money import in_pounds

BELOW_OTHERS = Decimal(20)
"""Where nothing else is published: more than so many per cent below the mean of the others."""
BELOW_ESTIMATE = Decimal(30)
WHY_DISREGARDED = (
    "its price is abnormally low, and the bidder did not show that it can perform the contract for it (Procurement Act "
    "2023, s.19(3)(c))"
)


class Outcome(StrEnum):
    """What an officer decides once the bidder could answer."""

    SATISFIED = "satisfied"
    DISREGARDED = "disregarded"

    @property
    def label(self) -> str:
        return {
            Outcome.SATISFIED: "The bidder showed that it can perform the contract: the bid goes on",
            Outcome.DISREGARDED: "The bid is disregarded, as its price is abnormally low",
        }[self]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many per cent below the mean of the other prices, and below the estimate, a price is worth a question."""

    below_others: Decimal = BELOW_OTHERS
    below_estimate: Decimal = BELOW_ESTIMATE


@dataclass(frozen=True, slots=True)
class Seen:
    """A price beside what it is compared with; `prompts` are why it is worth a question, none if nothing is."""

    price: Number
    others: Fraction | None
    """The mean of the other prices; None if there is no other."""
    prompts: tuple[str, ...]


def seen(prices: Mapping[str, Number], estimate: Decimal | None, thresholds: Thresholds) -> dict[str, Seen]:
    """Each bid's price in pounds beside the mean of the others and the estimate, by reference.

    `prices` holds bids that still stand: one that is disregarded is compared with by nobody. A price that is exactly
    as many per cent below as is published is not below it.
    """
    return {bid: _seen(price, _mean_but(bid, prices), estimate, thresholds) for bid, price in prices.items()}


def _mean_but(bid: str, prices: Mapping[str, Number]) -> Fraction | None:
    others: Sequence[Fraction] = [Fraction(price) for reference, price in prices.items() if reference != bid]
    return sum(others, Fraction(0)) / len(others) if others else None


def _seen(price: Number, others: Fraction | None, estimate: Decimal | None, thresholds: Thresholds) -> Seen:
    prompts = []
    if others is not None and _is_below(price, others, thresholds.below_others):
        prompts.append(_words(price, others, "the mean of the other prices", thresholds.below_others))
    if estimate is not None and _is_below(price, Fraction(estimate), thresholds.below_estimate):
        prompts.append(_words(price, Fraction(estimate), "the council’s estimate", thresholds.below_estimate))
    return Seen(price, others, tuple(prompts))


def _is_below(price: Number, compared: Fraction, percent: Decimal) -> bool:
    return Fraction(price) < compared * (100 - Fraction(percent)) / 100


def _words(price: Number, compared: Fraction, what: str, percent: Decimal) -> str:
    below = (compared - Fraction(price)) * 100 / compared
    return (
        f"{in_pounds(price)} is {in_percent(below)} below {what}, {in_pounds(compared)}; more than "
        f"{in_percent(percent)} is worth a question."
    )


@dataclass(frozen=True, slots=True)
class DecidedPrice:
    """A bidder that was asked about its price, and what was decided, by whom and why."""

    name: str
    asked_at: datetime
    outcome: str
    reasons: str
    decided_by: str


def decided_prices(content: Mapping[str, Any]) -> tuple[DecidedPrice, ...]:
    """Those of an award's record, in the order in which they were asked; none of a record from before they were."""
    names = {bid["reference"]: bid["organisation"]["name"] for bid in content["bids"]}
    return tuple(
        DecidedPrice(
            name=names[each["bid"]],
            asked_at=datetime.fromisoformat(each["asked_at"]),
            outcome=Outcome(each["decision"]["outcome"]).label,
            reasons=each["decision"]["reasons"],
            decided_by=each["decision"]["by"],
        )
        for each in content.get("low_offers", [])
        if each["decision"]
    )
