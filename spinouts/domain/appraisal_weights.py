"""How sure the first place is: for which weight of each criterion the best option stays the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spinouts.domain.appraisal import BEST, Appraised, Criterion, leaders
from spinouts.domain.leading_ranges import Line, leading_range
from spinouts.domain.options import AppraisalOption

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class WeightRange:
    """The weights of a criterion, in exact percent, for which no other option has more marks than the best one.

    All other weights are scaled in proportion. At an end that is not 0 or 100 the options in `below` or `above` share
    the first place; beyond it they lead. `low` and `high` are None for a criterion that has all the weight, since the
    others then have no proportion in which to grow.
    """

    criterion: Criterion
    low: Fraction | None
    high: Fraction | None
    below: tuple[AppraisalOption, ...] = ()
    above: tuple[AppraisalOption, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the best option stays so whatever the criterion weighs."""
        return self.low == 0 and self.high == 100


def weight_ranges(criteria: Sequence[Criterion], appraised: Sequence[Appraised]) -> tuple[WeightRange, ...]:
    """For each criterion, the range of its weight. None without one sole leader and another option to compare."""
    first = leaders(appraised)
    others = [each for each in appraised if each.total is not None and each.place != 1]
    if len(first) != 1 or not others:
        return ()
    return tuple(_range(criterion, first[0], others) for criterion in criteria)


def total_at(appraised: Appraised, criterion: Criterion, weight: Fraction) -> Fraction:
    """The option's exact marks if the criterion weighed so much, and the others as much less in proportion.

    Raises ValueError for an option that lacks a score, and for a criterion that has all the weight.
    """
    return _line(appraised, criterion).at(weight)


def _range(criterion: Criterion, first: Appraised, others: list[Appraised]) -> WeightRange:
    if criterion.weight == 100:
        return WeightRange(criterion, None, None)
    found = leading_range(_line(first, criterion), {each.option: _line(each, criterion) for each in others})
    return WeightRange(criterion, found.low, found.high, found.below, found.above)


def _line(appraised: Appraised, criterion: Criterion) -> Line:
    """The option's marks over the criterion's weight. Raises ValueError as `total_at`."""
    share = HUNDRED - Fraction(criterion.weight)
    if share == 0:
        raise ValueError(f"“{criterion.name}” has all the weight.")
    own, rest = Fraction(0), Fraction(0)
    for part in appraised.parts:
        if part.marks is None or part.score is None:
            raise ValueError(f"{appraised.option.label} has no score for “{part.criterion.name}”.")
        if part.criterion == criterion:
            own = Fraction(part.score, BEST)
        else:
            rest += part.marks / share
    return Line(HUNDRED * rest, HUNDRED * own)
