"""Figures as they are published: computed exactly, rounded once, at the end, half up."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

Number = int | Decimal | Fraction


def shown(value: Number, places: int = 2) -> Decimal:
    """The figure rounded half up (away from zero) to exactly so many decimal places, for people to read.

    Nothing is ever computed from the result.
    """
    return _shown(*value.as_integer_ratio(), places)


@lru_cache(maxsize=10_000)
def _shown(numerator: int, denominator: int, places: int) -> Decimal:
    """Few different figures stand in many places, so each is rounded once."""
    whole = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return Decimal(f"{'-' if numerator < 0 and whole else ''}{whole}E-{places}")


def added_up(values: Iterable[Fraction]) -> Fraction:
    """Their exact sum: over one denominator for all, which is far quicker than one addition after another."""
    ratios = [value.as_integer_ratio() for value in values]
    unit = lcm(*{denominator for _, denominator in ratios})
    return Fraction(sum([numerator * (unit // denominator) for numerator, denominator in ratios]), unit)


def plain(value: Number, places: int = 4) -> str:
    """The figure without idle zeros and with commas: "100,000", "33.5"; rounded if it has more places than those."""
    text = f"{shown(value, places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_plain(value: Number, places: int = 4) -> bool:
    """Whether so many decimal places say it exactly."""
    unit: int = 10**places
    return (Fraction(value) * unit).denominator == 1


def in_percent(value: Number) -> str:
    """A percentage: "25%", "24.95%"; "about 33.3333%" where four decimal places are too coarse."""
    return f"{'' if is_plain(value) else 'about '}{plain(value)}%"


def exactly(value: Number) -> str:
    """The number for a record: as a decimal without idle zeros if it has an end ("4.5"), else as a fraction ("1/3")."""
    exact = Fraction(value)
    rest, twos, fives = exact.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{exact.numerator}/{exact.denominator}"
    places = max(twos, fives)
    return f"{Decimal(f'{exact.numerator * 10**places // exact.denominator}E-{places}'):f}"


def read_exactly(text: str) -> Decimal | Fraction:
    """The number that `exactly` wrote. Raises ValueError or ArithmeticError for anything else."""
    return Fraction(text) if "/" in text else Decimal(text)
