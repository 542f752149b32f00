"""For which weights whoever leads stays in the lead, where everybody's total is a straight line over one weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Line:
    """A total while one weight moves from 0 to 100 per cent, and the others share what it leaves: by its two ends."""

    at_0: Fraction
    at_100: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """The total with that weight, in per cent."""
        return self.at_0 + (self.at_100 - self.at_0) * weight / 100


@dataclass(frozen=True, slots=True)
class LeadingRange(Generic[Key]):
    """The weights from `low` to `high`, in per cent, with which nobody has more than the leader.

    At an end that is not 0 or 100 those in `below` or `above` draw level; beyond it they lead.
    """

    low: Fraction
    high: Fraction
    below: tuple[Key, ...]
    above: tuple[Key, ...]


def leading_range(leader: Line, others: Mapping[Key, Line]) -> LeadingRange[Key]:
    """The range around the present weight, at which the leader must have at least as much as each other."""
    rising, falling = {}, {}
    for key, line in others.items():
        at_0, at_100 = leader.at_0 - line.at_0, leader.at_100 - line.at_100
        if at_0 < 0:
            rising[key] = 100 * at_0 / (at_0 - at_100)
        elif at_100 < 0:
            falling[key] = 100 * at_0 / (at_0 - at_100)
    low = max(rising.values(), default=Fraction(0))
    high = min(falling.values(), default=Fraction(100))
    return LeadingRange(
        low,
        high,
        tuple(key for key, weight in rising.items() if weight == low),
        tuple(key for key, weight in falling.items() if weight == high),
    )
