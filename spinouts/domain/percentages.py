"""Stakes as people read them: rounded, yet never moved across a line that the law draws.

Law is kept by exact fractions elsewhere; here a rounded figure may only ever *show* a holder on the side of each
threshold on which the holder stands. A holder of exactly 25% reads "25%"; one of 25.001% reads "just over 25%".
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

THRESHOLDS = tuple(Fraction(percent) for percent in (0, 20, 25, 50, 75, 100))
"""Percentages that rounding may not reach or cross: 25, 50 and 75 (Companies Act 2006, ss.282 and 283 and Sch.1A),
20 (Local Government and Housing Act 1989, s.69), and nothing and everything."""


def stake_in_words(
    part: int | Fraction, whole: int | Fraction = 1, *, beside: Sequence[int | Decimal | Fraction] = ()
) -> str:
    """The part of the whole as a percentage of at most one decimal place: "25%", "24.9%", "just over 25%".

    `beside` are further percentages next to which the figure will be read, such as the council's own limit: rounding
    reaches or crosses none of them either. Raises ValueError unless 0 <= part <= whole and whole is above zero.
    """
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"{part} is not a part of {whole}.")
    exact = Fraction(part) * 100 / Fraction(whole)
    rounded = Fraction((exact * 20 + 1) // 2, 10)
    for line in sorted({*THRESHOLDS, *(Fraction(line) for line in beside)}, key=lambda line: abs(line - exact)):
        if _side(rounded, line) != _side(exact, line):
            return f"just {'over' if exact > line else 'under'} {percent_in_words(line)}"
    return percent_in_words(rounded)


def percent_in_words(percent: Decimal | Fraction) -> str:
    """A percentage exactly as it is, without idle zeros: "25%", "24.95%"; an endless one as a fraction: "100/3%"."""
    exact = Fraction(percent)
    for places in range(13):
        scaled = exact * 10**places
        if scaled.denominator == 1:
            return f"{Decimal(scaled.numerator).scaleb(-places):f}%"
    return f"{exact}%"


def percentages(parts: Sequence[int], places: int = 1) -> tuple[Decimal, ...]:
    """Each part as a percentage of all, rounded to `places`, such that the figures add up to exactly 100.

    The rule: a holder exactly on a threshold is shown exactly on it, and any other holder is shown strictly between
    the two thresholds between which it stands. Within those bounds each figure is the exact one rounded down, and
    what is missing from 100 goes, one unit of the last place at a time, to the figures that lie furthest below their
    exact value (or what is too much is taken from those furthest above); the earlier party comes first among equals.
    Should the bounds leave no figures that add up to 100 (it takes more than 50 holders at one place), as many
    further places are used as it needs. A table read beside `stake_in_words` may differ from it by a unit or two.

    Raises ValueError if a part is negative, or none is above zero.
    """
    whole = sum(parts)
    if whole < 1 or any(part < 0 for part in parts) or places < 0:
        raise ValueError("Percentages need parts of zero or more, at least one of them above zero.")
    unit = 10**places
    exact = [Fraction(part * 100 * unit, whole) for part in parts]
    bounds = [_bounds(figure, unit) for figure in exact]
    if not sum(low for low, _ in bounds) <= 100 * unit <= sum(high for _, high in bounds):
        return percentages(parts, places + 1)
    return tuple(Decimal(figure).scaleb(-places) for figure in _filled(exact, bounds, 100 * unit))


def _bounds(figure: Fraction, unit: int) -> tuple[int, int]:
    """The least and the most, in units of the last place, that may be shown for the exact figure."""
    lines = [int(line * unit) for line in THRESHOLDS]
    if figure in lines:
        return int(figure), int(figure)
    return max(line for line in lines if line < figure) + 1, min(line for line in lines if line > figure) - 1


def _filled(exact: Sequence[Fraction], bounds: Sequence[tuple[int, int]], total: int) -> list[int]:
    shown = [min(max(int(figure), low), high) for figure, (low, high) in zip(exact, bounds, strict=True)]
    indices = range(len(shown))
    while (missing := total - sum(shown)) > 0:
        free = [index for index in indices if shown[index] < bounds[index][1]]
        for index in sorted(free, key=lambda index: shown[index] - exact[index])[:missing]:
            shown[index] += 1
    while (too_much := sum(shown) - total) > 0:
        free = [index for index in indices if shown[index] > bounds[index][0]]
        for index in sorted(free, key=lambda index: exact[index] - shown[index])[:too_much]:
            shown[index] -= 1
    return shown


def _side(figure: Fraction, line: Fraction) -> int:
    return (figure > line) - (figure < line)
