"""A methodology line by line, as an officer edits it and a bidder reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from procurement.domain.figures import exactly
from procurement.domain.methodology import (
    Criterion,
    Formula,
    Method,
    Methodology,
    Part,
    Section,
    available,
    earns_marks,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A section or criterion, `depth` levels down: the `place`-th, from 0, of `siblings` of its own sort.

    `marks` is what it can earn out of 100; `balance` is what is wrong with the weights of what it holds, if anything.
    """

    depth: int
    part: Part
    marks: Fraction
    place: int
    siblings: int
    balance: str

    @property
    def is_section(self) -> bool:
        return isinstance(self.part, Section)

    @property
    def weighs(self) -> bool:
        return earns_marks(self.part)

    @property
    def is_first(self) -> bool:
        return self.place == 0

    @property
    def is_last(self) -> bool:
        return self.place == self.siblings - 1

    @property
    def heading_level(self) -> int:
        """The level of its heading on a page whose own headings end with h2."""
        return min(self.depth + 3, 6)


def outline(methodology: Methodology) -> list[Line]:
    """All sections and criteria in the published order."""
    return list(_lines(methodology.sections, 0, available(methodology)))


def balance(parts: Iterable[Part]) -> str:
    """What is wrong with the weights of siblings, and how to mend it; empty if they add up to 100%."""
    weights = [part.weight for part in parts if earns_marks(part)]
    total = sum(weights)
    if not weights or total == 100:
        return ""
    missing = f"add {exactly(100 - total)}%" if total < 100 else f"take away {exactly(total - 100)}%"
    return f"The weights add up to {exactly(total)}%, not 100%: {missing}."


def formula_in_words(formula: Formula) -> str:
    """The published rule, with its bounds."""
    words = formula.measure.in_words
    if formula.method is not Method.LINEAR or formula.zero_at is None or formula.full_at is None:
        return f"{formula.measure.label}. {formula.method.label}."
    return (
        f"{formula.measure.label}. {words(formula.zero_at)} earns no marks, {words(formula.full_at)} earns all of them,"
        " and figures between earn marks in a straight line. Figures beyond either end earn no more and no less."
    )


def _lines(parts: tuple[Part, ...], depth: int, marks: dict[str, Fraction]) -> Iterator[Line]:
    for sort in (Criterion, Section):
        same = [part for part in parts if isinstance(part, sort)]
        for place, part in enumerate(same):
            held = part.children if isinstance(part, Section) else ()
            yield Line(depth, part, marks[part.reference], place, len(same), balance(held))
            yield from _lines(held, depth + 1, marks)
