"""How sure the first place is: for which weight of each criterion the best option stays the best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spinouts.domain.appraisal import BEST, Appraised, Criterion, leaders
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
    return tuple(_range(place, criterion, first[0], others) for place, criterion in enumerate(criteria))


def total_at(appraised: Appraised, criterion: Criterion, weight: Fraction) -> Fraction:
    """The option's exact marks if the criterion weighed so much, and the others as much less in proportion.

    Raises ValueError for an option that lacks a score, and for a criterion that has all the weight.
    """
    own, rest = _lines(appraised, criterion)
    return weight * own + (HUNDRED - weight) * rest


def _range(place: int, criterion: Criterion, first: Appraised, others: list[Appraised]) -> WeightRange:
    if criterion.weight == 100:
        return WeightRange(criterion, None, None)
    now = Fraction(criterion.weight)
    crossings = [(weight, each.option) for each in others for weight in _crossing(criterion, first, each)]
    low = max((weight for weight, _ in crossings if weight < now), default=Fraction(0))
    high = min((weight for weight, _ in crossings if weight > now), default=HUNDRED)
    return WeightRange(
        criterion,
        low,
        high,
        tuple(option for weight, option in crossings if weight == low < now),
        tuple(option for weight, option in crossings if weight == high > now),
    )


def _crossing(criterion: Criterion, first: Appraised, other: Appraised) -> Iterator[Fraction]:
    """The weight, if it lies between 0 and 100 without them, at which the other has as many marks as the first."""
    own, rest = (mine - theirs for mine, theirs in zip(_lines(first, criterion), _lines(other, criterion), strict=True))
    if own != rest:
        weight = HUNDRED * rest / (rest - own)
        if 0 < weight < HUNDRED:
            yield weight


def _lines(appraised: Appraised, criterion: Criterion) -> tuple[Fraction, Fraction]:
    """Marks for each percent of the criterion's own weight, and for each percent of all other weight."""
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
    return own, rest
