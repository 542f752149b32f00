"""Promises: what the winning bid committed to, made measurable, and whether it is kept.

Whether the Act asks for key performance indicators: Procurement Act 2023, s.52. How they are rated, and how often at
the least: s.71 and the Procurement Regulations 2024, reg. 39(5).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

KPIS_FROM_OVER = Decimal(5_000_000)
LEAST_KPIS = 3
MOST_MATERIAL = 3
MOST_MONTHS = 12


class Rating(StrEnum):
    """How a promise was performed, in the words of reg. 39(5)."""

    GOOD = "good"
    APPROACHING_TARGET = "approaching_target"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Outcome(StrEnum):
    """How a promise ended."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {"kept": "Kept", "not_kept": "Not kept", "dropped": "No longer asked for"}[self.value]


@dataclass(frozen=True, slots=True)
class KpiDuty:
    """Whether the Act asks for indicators, and why or why not, with its source."""

    asked: bool
    sentence: str
    source: str


def kpi_duty(value: Decimal | None, *, is_light_touch: bool) -> KpiDuty:
    """Whether at least three indicators must be set before the contract is signed (s.52).

    `value` is the contract's estimated value in pounds, including VAT.
    """
    source = "Procurement Act 2023, s.52"
    if is_light_touch:
        return KpiDuty(False, "The Act asks for none: this is a light touch contract. They still help.", source)
    if value is None or value <= KPIS_FROM_OVER:
        return KpiDuty(False, "The Act asks for none: the contract is not estimated at more than £5 million.", source)
    return KpiDuty(
        True,
        f"The Act asks for at least {LEAST_KPIS} before the contract is signed, unless performance can't be assessed "
        "by them, which the contract details notice must then explain.",
        source,
    )


def stands_in(quote: str, answer: str) -> bool:
    """Whether the passage stands in the answer, whatever the white space between its words."""
    words = " ".join(quote.split())
    return bool(words) and words in " ".join(answer.split())


def next_review(first: date, months: int, reviewed: date | None) -> date:
    """The day by which the next review is due: the first one, then `months` after each review."""
    if reviewed is None:
        return first
    years, month = divmod(reviewed.month - 1 + months, 12)
    start = date(reviewed.year + years, month + 1, 1)
    return start.replace(day=min(reviewed.day, monthrange(start.year, start.month)[1]))
