"""How far a panel agrees: Krippendorff's alpha, and how severe each evaluator is beside the others.

K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), University of Pennsylvania. Small panels give
uncertain figures, so each comes with a range: the middle 95% of what the same scores give when bids' criteria are drawn
anew from them with replacement (a bootstrap), with a seed that is kept.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations
from math import lcm
from random import Random

from procurement.domain.methodology import Methodology, criteria
from scoring.domain.sensitivity.leaving_out import PanelScore

RESAMPLES = 200

Unit = Sequence[Fraction]
"""The scores of one criterion of one bid by two evaluators or more."""
Kind = tuple[int, ...]
Difference = Callable[[int, int], int]
"""Of a lower and a higher value."""


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


def alpha(units: Iterable[Unit], level: str = "interval") -> Fraction | None:
    """Krippendorff's alpha: 1 for full agreement, 0 for what chance would give; exact.

    `level` is "nominal", "ordinal" or "interval". Units of fewer than two scores do not count. None where nothing can
    be said: no unit has two scores, or all scores are the same.
    """
    return _alpha(Counter(_kinds(units)), level)


def agreement(methodology: Methodology, scores: Sequence[PanelScore], *, seed: int, level: str) -> Estimate | None:
    """Alpha of the panel's scores, taken as shares of their scale, with its range. None as for `alpha`."""
    kinds = _kinds(list(unit.values()) for unit in _units(methodology, scores))
    figure = _alpha(Counter(kinds), level)
    if figure is None:
        return None
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point; nothing is secret.
    drawn = (_alpha(Counter(chance.choices(kinds, k=len(kinds))), level) for _ in range(RESAMPLES))
    return Estimate(figure, *_middle([each for each in drawn if each is not None]))


def severities(methodology: Methodology, scores: Sequence[PanelScore], *, seed: int) -> tuple[Severity, ...]:
    """Of each evaluator with a score that stands beside another's; by reference."""
    differences: dict[str, list[Fraction]] = defaultdict(list)
    for unit in _units(methodology, scores):
        if len(unit) > 1:
            total, others = sum(unit.values(), Fraction(0)), len(unit) - 1
            for evaluator, share in unit.items():
                differences[evaluator].append(share - (total - share) / others)
    return tuple(
        Severity(evaluator, len(found), _mean(found, seed)) for evaluator, found in sorted(differences.items())
    )


def _units(methodology: Methodology, scores: Sequence[PanelScore]) -> list[dict[str, Fraction]]:
    """The shares of the scale by evaluator, for each criterion of each bid that is scored on a scale."""
    shares = {
        (each.reference, step.value): (Fraction(step.value) - Fraction(each.scale.minimum))
        / (Fraction(each.scale.maximum) - Fraction(each.scale.minimum))
        for each in criteria(methodology)
        if each.scale is not None
        for step in each.scale.steps
    }
    units: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for score in sorted(scores, key=lambda each: (each.bid, each.criterion, each.evaluator)):
        if (score.criterion, score.value) in shares:
            units[score.bid, score.criterion][score.evaluator] = shares[score.criterion, score.value]
    return list(units.values())


def _kinds(units: Iterable[Unit]) -> list[Kind]:
    """The units that count, as whole numbers in order. One factor for all makes them whole, and alpha knows no unit."""
    counted = [sorted(unit) for unit in units if len(unit) > 1]
    factor = lcm(*{value.denominator for unit in counted for value in unit})
    return [tuple(int(value * factor) for value in unit) for unit in counted]


def _alpha(units: Mapping[Kind, int], level: str) -> Fraction | None:
    """From the coincidences of values, as in the paper; in whole numbers, so that it stays exact and quick."""
    totals: Counter[int] = Counter()
    together: Counter[tuple[int, int]] = Counter()
    whole = lcm(*{len(unit) - 1 for unit in units})
    for unit, times in units.items():
        weight = times * (whole // (len(unit) - 1))
        for value in unit:
            totals[value] += times
        for pair in combinations(unit, 2):
            together[pair] += weight
    difference = _DIFFERENCES[level](totals)
    apart = {pair: difference(*pair) for pair in combinations(sorted(totals), 2)}
    expected = sum(totals[one] * totals[other] * far for (one, other), far in apart.items())
    if not expected:
        return None
    observed = sum(together[pair] * far for pair, far in apart.items())
    return 1 - Fraction((totals.total() - 1) * observed, whole * expected)


def _nominal(totals: Mapping[int, int]) -> Difference:
    return lambda one, other: int(one != other)


def _interval(totals: Mapping[int, int]) -> Difference:
    return lambda one, other: (one - other) ** 2


def _ordinal(totals: Mapping[int, int]) -> Difference:
    """Twice the paper's difference, before it is squared, so that it stays whole."""
    before = dict(zip(sorted(totals), accumulate(totals[value] for value in sorted(totals)), strict=True))
    return lambda low, high: (2 * before[high] - 2 * before[low] + totals[low] - totals[high]) ** 2


_DIFFERENCES: dict[str, Callable[[Mapping[int, int]], Difference]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}


def _mean(found: Sequence[Fraction], seed: int) -> Estimate:
    chance = Random(seed)  # noqa: S311 - as above.
    count, unit = len(found), lcm(*(each.denominator for each in found))
    values = [int(each * unit) for each in found]
    means = [Fraction(sum(chance.choices(values, k=count)), count * unit) for _ in range(RESAMPLES)]
    return Estimate(Fraction(sum(values), count * unit), *(_middle(means) if count > 1 else (None, None)))


def _middle(values: Sequence[Fraction]) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of the middle 95%."""
    if not values:
        return None, None
    ordered = sorted(values)
    out = len(ordered) // 40
    return ordered[out], ordered[-1 - out]
