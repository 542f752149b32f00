"""Who moved: how far what a panel agreed is from what each evaluator had locked alone.

A distance is a share of the scale, so that scales of different length can be told together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.domain.figures import Number
from procurement.domain.panel_results import in_full

FEW = 10
"""Fewer agreed scores than this show nothing about a person."""


@dataclass(frozen=True, slots=True)
class Step:
    """From an evaluator's locked score to the panel's agreed one, on a scale of so many points from end to end."""

    evaluator: str
    locked: Decimal
    agreed: Decimal | Fraction
    points: Decimal

    @property
    def by(self) -> Fraction:
        """Points of the scale, exactly, also to a mean of thirds; above zero where the panel went higher."""
        return Fraction(self.agreed) - Fraction(self.locked)

    @property
    def share(self) -> Fraction:
        return abs(self.by) / Fraction(self.points)


@dataclass(frozen=True, slots=True)
class Influence:
    """How near results were to one evaluator's own scores. Counts, and a mean share of the scale."""

    evaluator: str
    count: int
    theirs: int
    higher: int
    lower: int
    mean_share: Fraction

    @property
    def mean_percent(self) -> Fraction:
        return self.mean_share * 100

    @property
    def is_few(self) -> bool:
        return self.count < FEW


def influence(steps: Iterable[Step]) -> list[Influence]:
    """For each evaluator, in order of name. It says who was near the results, not who was right."""
    by_name: dict[str, list[Step]] = {}
    for step in steps:
        by_name.setdefault(step.evaluator, []).append(step)
    return [_influence(name, by_name[name]) for name in sorted(by_name)]


def _influence(name: str, steps: list[Step]) -> Influence:
    return Influence(
        evaluator=name,
        count=len(steps),
        theirs=sum(step.by == 0 for step in steps),
        higher=sum(step.by > 0 for step in steps),
        lower=sum(step.by < 0 for step in steps),
        mean_share=sum((step.share for step in steps), Fraction(0)) / len(steps),
    )


def moved_in_words(by: Number) -> str:
    """“up 1”, “down 2”, “stayed”, “up about 0.33, exactly 1/3”: from an evaluator's own score to the agreed one."""
    if by == 0:
        return "stayed"
    return f"{'up' if by > 0 else 'down'} {in_full(abs(Fraction(by)))}"
