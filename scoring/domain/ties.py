"""Bids with equal totals, or with totals that only look equal: how they are told apart, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from procurement.domain.figures import shown
from procurement.domain.methodology import Methodology, walk
from scoring.domain.sheet import BidFigures, Marks


@dataclass(frozen=True, slots=True)
class Standing:
    """An admitted bid with its total, and its marks for each part that the tie-break names, all exact."""

    figures: BidFigures
    marks: Marks
    total: Fraction
    parts: tuple[Fraction, ...]

    @property
    def merit(self) -> tuple[Fraction, ...]:
        """What places follow: the total, then the tie-break in its order. Equal merits share a place."""
        return (self.total, *self.parts)

    @property
    def key(self) -> tuple[object, ...]:
        """Sorts best first; bids that share a place by name."""
        return (*(-marks for marks in self.merit), self.figures.name, self.figures.bid)


def tie_notes(methodology: Methodology, standings: Sequence[Standing]) -> tuple[str, ...]:
    """A sentence for each tie, for each pair that the tie-break parts, and for totals that differ only unrounded.

    `standings` are sorted by `key`.
    """
    titles = {part.reference: part.title for _, part in walk(methodology)}
    tie_break = [titles[reference] for reference in methodology.tie_break]
    notes: list[str] = []
    before: Standing | None = None
    for _, group in groupby(standings, key=lambda standing: standing.total):
        together = list(group)
        notes += _near(before, together[0], methodology.places)
        if len(together) > 1:
            notes += _tie(together, tie_break, methodology.places)
        before = together[-1]
    return tuple(notes)


def _near(before: Standing | None, after: Standing, places: int) -> Iterator[str]:
    if before is None or shown(before.total, places) != shown(after.total, places):
        return
    higher, lower = told_apart(before.total, after.total, places)
    yield (
        f"{_name(before)} and {_name(after)} both show {shown(after.total, places):f}, but the exact totals decide:"
        f" {higher} against {lower}."
    )


def _tie(together: Sequence[Standing], tie_break: Sequence[str], places: int) -> Iterator[str]:
    total = shown(together[0].total, places)
    yield f"{_names(together)} have exactly the same total, {total:f}."
    shared = [list(group) for _, group in groupby(together, key=lambda standing: standing.merit)]
    for group in shared:
        if len(group) > 1:
            reason = "the published tie-break does not part them" if tie_break else "no tie-break was published"
            yield f"{_names(group)} share a place, as {reason}."
    for better, worse in pairwise(shared):
        parts = zip(tie_break, better[0].parts, worse[0].parts, strict=True)
        title, more, less = next((title, more, less) for title, more, less in parts if more != less)
        higher, lower = told_apart(more, less, places)
        yield (
            f"By the published tie-break {_names(better)} {'come' if len(better) > 1 else 'comes'} before"
            f" {_names(worse)}, with more marks for “{title}”: {higher} against {lower}."
        )


def told_apart(one: Fraction, other: Fraction, places: int) -> tuple[str, str]:
    """Two different numbers, rounded to as few places, at least so many, as show that they differ."""
    while shown(one, places) == shown(other, places):
        places += 1
    return f"{shown(one, places):f}", f"{shown(other, places):f}"


def _name(standing: Standing) -> str:
    return f"“{standing.figures.name}”"


def _names(standings: Sequence[Standing]) -> str:
    *names, last = [_name(standing) for standing in standings]
    return f"{', '.join(names)} and {last}" if names else last
