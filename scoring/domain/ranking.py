"""The ranking: which tender is most advantageous under the published methodology (Procurement Act 2023, s.19).

Ranks follow exact totals; rounding is for reading. Thresholds are applied mechanically. A bid that fails one, or is
disregarded, has no place and no total, and no other bid is ever compared with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType

from accounts.domain.refusals import Refusal
from procurement.domain.figures import added_up, shown
from procurement.domain.methodology import Methodology
from procurement.domain.soundness import problems
from scoring.domain.inputs import missing, unanswerable
from scoring.domain.sheet import BidFigures, Mark, Marks, Sheet
from scoring.domain.ties import Standing, tie_notes

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RankedBid:
    """A bid with its marks by reference, of criteria and sections, in the published order.

    `place` counts from 1 and is `joint` where bids share it; the next place is then left out (1, 1, 3). A bid with
    `failures` has None for its place and totals, and only those marks that depend on no other bid; a disregarded one
    has no marks.
    """

    bid: str
    name: str
    place: int | None
    joint: bool
    total: Fraction | None
    published_total: Decimal | None
    marks: Mapping[str, Mark]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The bids, best first, then those without a place by name; sentences on equal totals; and all it follows from."""

    methodology: Methodology
    figures: tuple[BidFigures, ...]
    disregarded: Mapping[str, str]
    bids: tuple[RankedBid, ...]
    notes: tuple[str, ...]

    @property
    def first(self) -> tuple[RankedBid, ...]:
        """The bid, or bids, in first place; none if no bid has a place."""
        return tuple(bid for bid in self.bids if bid.place == 1)


def rank(methodology: Methodology, bids: Sequence[BidFigures], disregarded: Mapping[str, str] = NOBODY) -> Ranking:
    """Rank the bids. `disregarded` gives the reason for each bid that is set aside, by its reference (s.19(3), s.26).

    The order of the bids makes no difference. Every bid that counts needs a score, on its scale, for each criterion
    that is judged, and each number that a formula reads; a bid that fails a condition of participation needs no more.

    Raises Refusal with everything that is missing or off its scale, or is wrong with the methodology; ValueError if
    two bids have the same reference or an unknown one is disregarded.
    """
    _check(methodology, bids, disregarded)
    bids = tuple(sorted(bids, key=lambda figures: (figures.name, figures.bid)))
    sheet = Sheet(methodology)
    assessed = [figures for figures in bids if figures.bid not in disregarded]
    own = {figures.bid: sheet.own_marks(figures) for figures in assessed}
    failures = {figures.bid: sheet.failures(figures, own[figures.bid]) for figures in assessed}
    admitted = [figures for figures in assessed if not failures[figures.bid]]
    if found := unanswerable(methodology, admitted):
        raise Refusal(*found)
    compared = sheet.compared_with(admitted)
    standings = [
        _standing(methodology, figures, sheet.all_marks(figures, own[figures.bid], compared)) for figures in admitted
    ]
    standings.sort(key=lambda standing: standing.key)
    ranked = _placed(methodology, standings)
    for figures in bids:
        if figures.bid in disregarded:
            ranked.append(_without_place(figures, {}, (f"Disregarded: {disregarded[figures.bid]}",)))
        elif failures[figures.bid]:
            ranked.append(_without_place(figures, own[figures.bid], failures[figures.bid]))
    return Ranking(methodology, bids, dict(disregarded), tuple(ranked), tie_notes(methodology, standings))


def _check(methodology: Methodology, bids: Sequence[BidFigures], disregarded: Mapping[str, str]) -> None:
    references = {figures.bid for figures in bids}
    if len(references) < len(bids):
        raise ValueError("Each bid is ranked once, under its own reference.")
    if unknown := disregarded.keys() - references:
        raise ValueError(f"Disregarded but not among the bids: {sorted(unknown)}.")
    # A stage of conditions alone may be ranked: whoever passes shares the first place. No other is published without.
    found = problems(methodology, may_earn_nothing=True)
    if not found:
        counted = sorted((each for each in bids if each.bid not in disregarded), key=lambda each: (each.name, each.bid))
        found = missing(methodology, counted)
    if found:
        raise Refusal(*found)


def _standing(methodology: Methodology, figures: BidFigures, marks: Marks) -> Standing:
    total = added_up(marks[section.reference].earned for section in methodology.sections)
    parts = tuple(marks[reference].earned for reference in methodology.tie_break)
    return Standing(figures, marks, total, parts)


def _placed(methodology: Methodology, standings: Sequence[Standing]) -> list[RankedBid]:
    ranked: list[RankedBid] = []
    for _, group in groupby(standings, key=lambda standing: standing.merit):
        together = list(group)
        place = len(ranked) + 1
        ranked += [
            RankedBid(
                bid=standing.figures.bid,
                name=standing.figures.name,
                place=place,
                joint=len(together) > 1,
                total=standing.total,
                published_total=shown(standing.total, methodology.places),
                marks=standing.marks,
                failures=(),
            )
            for standing in together
        ]
    return ranked


def _without_place(figures: BidFigures, marks: Marks, failures: tuple[str, ...]) -> RankedBid:
    return RankedBid(figures.bid, figures.name, None, False, None, None, marks, failures)
