"""Promises: what the winning bid committed to, made measurable, and whether it is kept.

Whether the Act asks for key performance indicators: Procurement Act 2023, s.52. How they are rated, and how often at
the least: s.71 and the Procurement Regulations 2024, reg. 39(5).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accounts.domain.refusals import Refusal

KPIS_FROM_OVER = Decimal(5_000_000)
LEAST_KPIS = 3
MOST_MATERIAL = 3
MOST_MONTHS = 12
_NUMBERS = ("none", "one", "two", "three")


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


class PromiseState(StrEnum):
    """Where a promise stands on a day."""

    PROPOSED = "proposed"
    RUNNING = "running"
    OVERDUE = "overdue"
    PAST = "past"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            PromiseState.PROPOSED: "Not agreed yet",
            PromiseState.RUNNING: "Running",
            PromiseState.OVERDUE: "Review overdue",
            PromiseState.PAST: "Past its day: say how it ended",
        }.get(self) or Outcome(self.value).label

    @property
    def asks_for_something(self) -> bool:
        return self in {PromiseState.OVERDUE, PromiseState.PAST}


def state_of(
    outcome: str, *, is_agreed: bool, review_by: date | None, due_on: date | None, today: date
) -> PromiseState:
    """The state of a promise today. `review_by`: the next review; a day counts as passed once it is over."""
    if outcome:
        return PromiseState(outcome)
    if not is_agreed:
        return PromiseState.PROPOSED
    if review_by is not None and review_by < today:
        return PromiseState.OVERDUE
    return PromiseState.PAST if due_on is not None and due_on < today else PromiseState.RUNNING


@dataclass(frozen=True, slots=True)
class KpiDuty:
    """Whether the Act asks for indicators, and why or why not, with its source."""

    asked: bool
    sentence: str
    source: str

    def is_met_by(self, indicators: int) -> bool:
        return not self.asked or indicators >= LEAST_KPIS


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
        "Fewer than three key performance indicators are enough only if performance can't appropriately be assessed by "
        "such indicators, which the contract details notice must then explain. The Act asks for none of a concession "
        "contract; whether this is one is not recorded here.",
        source,
    )


def kpi_standing(duty: KpiDuty, indicators: int) -> str:
    """How many there are, beside how many are asked for."""
    so_far = _NUMBERS[indicators] if indicators < len(_NUMBERS) else str(indicators)
    if not duty.asked:
        return f"The ledger has {so_far}."
    return f"The Act asks for at least three before signing: the ledger has {so_far}."


def check_agreement(duty: KpiDuty, *, promises: int, indicators: int, why_fewer: str) -> None:
    """Raise Refusal unless promises can be agreed: there are some, and enough indicators or a reason for fewer."""
    if not promises:
        raise Refusal("There is no promise to agree yet: add one first.")
    if not duty.is_met_by(indicators) and not why_fewer.strip():
        raise Refusal(
            f"{kpi_standing(duty, indicators)} Mark more of the promises as indicators, or give the reason why "
            "performance can't be assessed by at least three, or why the Act does not ask for them."
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
