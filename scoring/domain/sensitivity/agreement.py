"""How far a panel agrees: Krippendorff's alpha, and how severe each evaluator is beside the others.

K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), University of Pennsylvania. Small panels give
uncertain figures, so each comes with a range: the middle 95% of what the same scores give when bids' criteria are drawn
anew from them with replacement (a bootstrap), with a seed that is kept.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random

from procurement.domain.methodology import Methodology, criteria
from scoring.domain.sensitivity.leaving_out import PanelScore

RESAMPLES = 400

Unit = tuple[Fraction, ...]
"""The scores of one criterion of one bid, as shares of the scale, by two evaluators or more; sorted."""
Difference = Callable[[Fraction, Fraction], Fraction]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the range from `low` to `high`; None for a range that cannot be told."""

    figure: Fraction
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Severity:
    """How much lower (below 0) or higher than the others' mean an evaluator scored, as a share of the scale.

    `scores`: how many of theirs stand beside somebody else's.
    """

    evaluator: str
    scores: int
    difference: Estimate


def alpha(units: Sequence[Unit], level: str = "interval") -> Fraction | None:
    """Krippendorff's alpha: 1 for full agreement, 0 for what chance would give; exact.

    `level` is "nominal", "ordinal" or "interval". Units of fewer than two scores do not count. None where nothing can
    be said: no unit has two scores, or all scores are the same.
    """
    counted = Counter(tuple(sorted(unit)) for unit in units if len(unit) > 1)
    return _alpha(counted, level)


def agreement(methodology: Methodology, scores: Sequence[PanelScore], *, seed: int, level: str) -> Estimate | None:
    """Alpha of the panel's scores, taken as shares of their scale, with its range. None as for `alpha`."""
    units = [tuple(sorted(unit.values())) for unit in _units(methodology, scores) if len(unit) > 1]
    counted = Counter(units)
    figure = _alpha(counted, level)
    if figure is None:
        return None
    drawn = (_alpha(again, level) for again in _resampled(counted, seed))
    return Estimate(figure, *_middle([each for each in drawn if each is not None]))


def severities(methodology: Methodology, scores: Sequence[PanelScore], *, seed: int) -> tuple[Severity, ...]:
    """Of each evaluator with a score that stands beside another's; by reference."""
    differences: dict[str, list[Fraction]] = defaultdict(list)
    for unit in _units(methodology, scores):
        for evaluator, share in unit.items():
            others = [other for name, other in unit.items() if name != evaluator]
            if others:
                differences[evaluator].append(share - sum(others, Fraction(0)) / len(others))
    return tuple(
        Severity(evaluator, len(found), _mean(Counter(found), seed)) for evaluator, found in sorted(differences.items())
    )


def _units(methodology: Methodology, scores: Sequence[PanelScore]) -> list[dict[str, Fraction]]:
    """The shares of the scale by evaluator, for each criterion of each bid that is scored on a scale."""
    scales = {each.reference: each.scale for each in criteria(methodology) if each.scale is not None}
    units: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for score in sorted(scores, key=lambda each: (each.bid, each.criterion, each.evaluator)):
        if scale := scales.get(score.criterion):
            width = Fraction(scale.maximum) - Fraction(scale.minimum)
            units[score.bid, score.criterion][score.evaluator] = (
                Fraction(score.value) - Fraction(scale.minimum)
            ) / width
    return list(units.values())


def _alpha(units: Mapping[Unit, int], level: str) -> Fraction | None:
    totals: Counter[Fraction] = Counter()
    for unit, times in units.items():
        for value in unit:
            totals[value] += times
    difference = _DIFFERENCES[level](totals)
    pairs = sum(totals.values())
    expected = sum(
        (totals[one] * totals[other] * difference(one, other) for one, other in combinations(sorted(totals), 2)),
        Fraction(0),
    )
    if pairs < 2 or not expected:
        return None
    observed = sum(
        times * sum(difference(one, other) for one, other in combinations(unit, 2)) / (len(unit) - 1)
        for unit, times in units.items()
    )
    return 1 - (pairs - 1) * Fraction(observed) / expected


def _nominal(totals: Mapping[Fraction, int]) -> Difference:
    return lambda one, other: Fraction(one != other)


def _interval(totals: Mapping[Fraction, int]) -> Difference:
    return lambda one, other: (one - other) ** 2


def _ordinal(totals: Mapping[Fraction, int]) -> Difference:
    values = sorted(totals)
    places = {value: place for place, value in enumerate(values)}

    def difference(one: Fraction, other: Fraction) -> Fraction:
        low, high = sorted((places[one], places[other]))
        between = sum(totals[value] for value in values[low : high + 1])
        return (between - Fraction(totals[values[low]] + totals[values[high]], 2)) ** 2 if low != high else Fraction(0)

    return difference


_DIFFERENCES: dict[str, Callable[[Mapping[Fraction, int]], Difference]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}


def _resampled(counted: Counter[Unit], seed: int) -> list[Counter[Unit]]:
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point; nothing is secret.
    units, times = zip(*sorted(counted.items()), strict=True)
    return [Counter(chance.choices(units, times, k=counted.total())) for _ in range(RESAMPLES)]


def _mean(found: Counter[Fraction], seed: int) -> Estimate:
    chance = Random(seed)  # noqa: S311 - as above.
    values, times = zip(*sorted(found.items()), strict=True)
    count = found.total()
    means = [sum(chance.choices(values, times, k=count), Fraction(0)) / count for _ in range(RESAMPLES)]
    figure = sum((value * each for value, each in found.items()), Fraction(0)) / count
    return Estimate(figure, *(_middle(means) if count > 1 else (None, None)))


def _middle(values: Sequence[Fraction]) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of the middle 95%."""
    if not values:
        return None, None
    ordered = sorted(values)
    out = len(ordered) // 40
    return ordered[out], ordered[-1 - out]
