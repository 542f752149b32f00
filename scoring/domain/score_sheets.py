"""One's own scores to take along, give without a connection, and bring back: what such a file holds.

A score with its reasons is compared as one text, as an answer of a bid is (`partners.domain.kits`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.domain.refusals import Refusal
from partners.domain.kits import Brought, version_of

FORMAT = "score-sheet/1"
_LINE = re.compile(r"\[Scores (\S+), competition (\S+), seat (\S+)\]")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A score to give, as the file tells it. `steps` has each score of the scale with what it stands for."""

    reference: str
    criterion: str
    question: str
    bidder: str
    answer: str
    clarified: str
    steps: Sequence[tuple[str, str]]
    value: Decimal | None
    reasons: str

    @property
    def mark(self) -> str:
        """Goes beside the score, and tells later what stood there."""
        return version_of(as_text(self.value, self.reasons))


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What goes into a file: everything that its evaluator has to score, with what they have given so far."""

    competition: str
    seat: str
    title: str
    evaluator: str
    taken_at: datetime
    rows: Sequence[SheetRow]

    @property
    def line(self) -> str:
        """The line by which the file is known when it comes back."""
        return f"[Scores {FORMAT}, competition {self.competition}, seat {self.seat}]"


@dataclass(frozen=True, slots=True)
class BroughtScore:
    """A score that came back: as typed, with the mark beside it, and the cells where it stands."""

    score: str
    reasons: str
    mark: str
    score_cell: str
    reasons_cell: str

    def value_on(self, steps: Sequence[Decimal]) -> Decimal | None:
        """The score, None if none is given. Raises Refusal, with the cell and what to do, if the scale has no such."""
        typed = self.score.strip().split(" ")[0].replace(",", ".")
        if not typed:
            return None
        found = next((step for step in steps if plain(step) == _shortest(typed)), None)
        if found is None:
            allowed = ", ".join(plain(step) for step in steps)
            raise Refusal(
                f"{self.score_cell}: “{self.score}” is not on the published scale. Choose one of {allowed}, and bring "
                "the file in again."
            )
        return found

    def compared(self, value: Decimal | None) -> Brought:
        """As it is compared with what stands online."""
        return Brought(as_text(value, self.reasons), f"-{self.mark}" if self.mark else "", self.score_cell)


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """What came back in a file: scores by the references of their assignments; a sentence for each unusable cell."""

    competition: str
    seat: str
    scores: Mapping[str, BroughtScore]
    flaws: Sequence[str]


def as_text(value: Decimal | None, reasons: str) -> str:
    """A score with its reasons, as it is compared and marked; "" if neither is given."""
    return f"{'' if value is None else plain(value)}\n{reasons.strip()}"


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shortest(typed: str) -> str:
    """ "3" for "3.00" as well; anything that is no number as it is."""
    return plain(Decimal(typed)) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", typed) else typed


def sheet_in(lines: Iterable[str], name: str) -> tuple[str, str]:
    """The competition and the seat that the line of a score sheet names. Raises Refusal if there is no such line."""
    for line in lines:
        if (found := _LINE.search(line)) and found[1] == FORMAT:
            return found[2], found[3]
    raise Refusal(
        f"{name}: there is no line “[Scores …]” on its first sheet, so this is no file that was taken from here. "
        "Take your scores along anew, and copy what you have written into that file."
    )
