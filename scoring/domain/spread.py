"""How far evaluators are apart, so that the panel talks first about what it disagrees on most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.domain.methodology import Scale

DISCUSS_FROM = Fraction(30, 100)
"""Share of the scale from which a spread is flagged; exactly at it is flagged too."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the scores of one criterion of one bid are apart, as a share of the scale from 0 to 1."""

    criterion: str
    bid: str
    share: Fraction


def spread(scores: Sequence[Decimal], scale: Scale) -> Fraction:
    """Highest less lowest score as a share of the scale's range, from 0 to 1; 0 for fewer than two scores."""
    if len(scores) < 2:
        return Fraction(0)
    return (Fraction(max(scores)) - Fraction(min(scores))) / (Fraction(scale.maximum) - Fraction(scale.minimum))


def needs_discussion(share: Fraction) -> bool:
    """Whether scores so far apart, 30% of the scale or more, need the panel to say how it came to its agreed score."""
    return share >= DISCUSS_FROM


def widest_first(spreads: Iterable[Spread]) -> list[Spread]:
    """The widest first; equal ones by criterion, then bid, so that the list reads the same each time."""
    return sorted(spreads, key=lambda each: (-each.share, each.criterion, each.bid))
