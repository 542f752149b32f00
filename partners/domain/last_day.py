"""What is done with a bid near its deadline, told deed by deed: from a day before the deadline on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Generic, TypeVar

LAST_DAY = timedelta(hours=24)
LIKENESS = attrgetter("by_id", "words", "outcome", "said")
"""What entries of the log agree in that are told together."""


class Deed(StrEnum):
    """What somebody does with a bid, or tries to."""

    ANSWER = "answer"
    OFFER = "offer"
    CONSORTIUM = "consortium"
    DOCUMENT = "document"
    PART_OF_DOCUMENT = "part_of_document"
    REMOVAL = "removal"
    KIT = "kit"
    AGREEMENT = "agreement"
    TAKING_BACK = "taking_back"
    SUBMISSION = "submission"
    WITHDRAWAL = "withdrawal"


class Outcome(StrEnum):
    """What became of it."""

    DONE = "done"
    CLASHED = "clashed"
    REFUSED = "refused"
    LATE = "late"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {
            Outcome.DONE: "Done",
            Outcome.CLASHED: "Kept beside another’s text",
            Outcome.REFUSED: "Refused",
            Outcome.LATE: "Too late",
            Outcome.FAILED: "Failed",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag, which never says more than the word in it."""
        return {Outcome.DONE: "green", Outcome.CLASHED: "blue", Outcome.LATE: "orange"}.get(self, "red")


E = TypeVar("E")


@dataclass(frozen=True)
class Run(Generic[E]):
    """One or more like entries of a log, with none of another kind between them."""

    entries: tuple[E, ...]

    @property
    def first(self) -> E:
        return self.entries[0]

    @property
    def last(self) -> E:
        return self.entries[-1]


def is_near(deadline: datetime | None, at: datetime) -> bool:
    """Whether the instant lies within a day before the deadline, or after it."""
    return deadline is not None and at >= deadline - LAST_DAY


def runs(entries: Iterable[E]) -> list[Run[E]]:
    """The entries in their order, with those that follow each other and are alike taken together."""
    return [Run(tuple(alike)) for _, alike in groupby(entries, LIKENESS)]
