"""The smallest change of one agreed score that would put another bid first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Criterion, CriterionKind, Methodology, Section, available, criteria, walk
from scoring.domain.ranking import RankedBid, Ranking, rank
from scoring.domain.sensitivity.leaving_out import comparators
from scoring.domain.sensitivity.weights import the_first


@dataclass(frozen=True, slots=True)
class Flip:
    """One agreed score that, had it been `other`, would have changed who is first.

    `share` is how far that is, as a share of the scale from 0 to 1. `first` are the bids that would then be first,
    or share the first place; none if no bid would have a place.
    """

    bid: str
    criterion: str
    agreed: Decimal
    other: Decimal
    share: Fraction
    first: tuple[str, ...]


def smallest_flips(ranking: Ranking, most: int = 10) -> tuple[Flip, ...]:
    """The changes of one score by which another bid would be first, or share the first place; the smallest first.

    At most so many, and of each bid and criterion only the smallest. Conditions of participation are left out for bids
    that passed: that failing one matters needs no figures. Raises Refusal if no bid, or more than one, is first.
    """
    search = _Search(ranking)
    found: dict[tuple[str, str], Flip] = {}
    for flip in sorted(search.candidates(), key=lambda each: (each.share, each.bid, each.criterion, each.other)):
        key = (flip.bid, flip.criterion)
        if key not in found and (first := search.first_with(flip)) != (search.first.bid,):
            found[key] = replace(flip, first=first)
        if len(found) == most:
            break
    return tuple(found.values())


class _Search:
    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.first = the_first(ranking)
        self._figures = {figures.bid: figures for figures in ranking.figures}
        self._marks = available(ranking.methodology)
        self._criteria = [each for each in criteria(ranking.methodology) if each.scale is not None]
        self._in_least_share = _in_least_share(ranking.methodology)
        self._placed = [bid for bid in ranking.bids if bid.place is not None]
        self._leads = {bid.bid: _total(self.first) - _total(bid) for bid in self._placed}
        self._smallest_lead = min((self._leads[bid.bid] for bid in self._placed if bid != self.first), default=None)
        self._compared_with = comparators(ranking)

    def candidates(self) -> Iterator[Flip]:
        """Each change that could matter; whatever plainly cannot is passed over without ranking anew."""
        for bid in self.ranking.bids:
            if bid.bid in self.ranking.disregarded:
                continue
            for criterion in self._criteria:
                for flip in self._changes(bid, criterion):
                    if self._may_matter(bid, criterion, flip):
                        yield flip

    def first_with(self, flip: Flip) -> tuple[str, ...]:
        """Who would be first; the same bid as ever where it cannot be told, for want of scores that nobody needed."""
        figures = self._figures[flip.bid]
        changed = replace(figures, scores={**figures.scores, flip.criterion: flip.other})
        try:
            then = rank(
                self.ranking.methodology,
                [changed if each.bid == flip.bid else each for each in self.ranking.figures],
                self.ranking.disregarded,
            )
        except Refusal:
            return (self.first.bid,)
        return tuple(bid.bid for bid in then.first)

    def _changes(self, bid: RankedBid, criterion: Criterion) -> Iterator[Flip]:
        scale, agreed = criterion.scale, self._figures[bid.bid].scores.get(criterion.reference)
        if scale is None or agreed is None or (criterion.kind is CriterionKind.CONDITION and bid.place is not None):
            return
        width = Fraction(scale.maximum) - Fraction(scale.minimum)
        for step in scale.steps:
            if step.value != agreed:
                share = abs(Fraction(step.value) - Fraction(agreed)) / width
                yield Flip(bid.bid, criterion.reference, agreed, step.value, share, ())

    def _may_matter(self, bid: RankedBid, criterion: Criterion, flip: Flip) -> bool:
        gain = self._gain(criterion, flip)
        least = criterion.minimum_score
        crosses = criterion.reference in self._in_least_share or (
            least is not None and (flip.agreed < least) != (flip.other < least)
        )
        if bid.place is None:
            return crosses and flip.other > flip.agreed
        if bid == self.first:
            return gain < 0 and (crosses or (self._smallest_lead is not None and -gain >= self._smallest_lead))
        return gain >= self._leads[bid.bid] or (crosses and gain < 0 and bid.bid in self._compared_with)

    def _gain(self, criterion: Criterion, flip: Flip) -> Fraction:
        most = Fraction(criterion.scale.maximum) if criterion.scale else Fraction(1)
        return self._marks[criterion.reference] * (Fraction(flip.other) - Fraction(flip.agreed)) / most


def _total(bid: RankedBid) -> Fraction:
    return bid.total or Fraction(0)


def _in_least_share(methodology: Methodology) -> set[str]:
    """The criteria in a section that has a least share of its marks."""
    return {
        part.reference
        for _, section in walk(methodology)
        if isinstance(section, Section) and section.minimum_percent is not None
        for _, part in walk(Methodology((section,)))
        if isinstance(part, Criterion)
    }
