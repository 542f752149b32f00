"""Stakes as people read them: rounded, yet never moved across a line that the law draws.

Law is kept by exact fractions elsewhere; here a rounded figure may only ever *show* a holder on the side of each
threshold on which the holder stands. A holder of exactly 25% reads "25%"; one of 25.001% reads "just over 25%".
"""

import math
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
            if exact == line:
                return percent_in_words(line)
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


def parts_in_words(
    parts: Sequence[int | Fraction], *, beside: Sequence[int | Decimal | Fraction] = ()
) -> tuple[str, ...]:
    """All parts of one whole, as a table shows them below each other: what is shown adds up to 100%.

    Each reads as `stake_in_words` has it, if that adds up ("just over 25%" counts as 25). Else thirds are said as
    such: "33 1/3%". Else each figure is the exact one rounded down, and what is missing goes, a tenth of a per cent
    at a time, to those furthest below their exact value, the earlier first among equals. None reaches or crosses a
    line of the law, nor one of `beside`. Where that can't be, as with too many tiny parts or a line between two tenths,
    the figures stay as rounding has them. Parts of nothing are all "0%". Raises ValueError for a part below zero.
    """
    whole = Fraction(sum(parts))
    words = tuple(stake_in_words(part, whole or 1, beside=beside) for part in parts)
    exact = [Fraction(part) * 1000 / (whole or 1) for part in parts]
    shown = [Fraction(each.rpartition(" ")[2].removesuffix("%")) * 10 for each in words]
    if not whole or sum(shown) == 1000:
        return words
    if all((figure * 3 / 10).denominator == 1 for figure in exact):
        return tuple(_in_thirds(figure / 10) for figure in exact)
    free = [index for index, each in enumerate(words) if not each.startswith("just ") and shown[index].denominator == 1]
    total = 1000 - sum(shown[index] for index in range(len(words)) if index not in free)
    bounds = [_bounds(exact[index], beside) for index in free]
    if total.denominator != 1 or not sum(low for low, _ in bounds) <= total <= sum(high for _, high in bounds):
        return words
    filled = dict(zip(free, _filled([exact[index] for index in free], bounds, int(total)), strict=True))
    return tuple(
        percent_in_words(Fraction(filled[index], 10)) if index in filled else each for index, each in enumerate(words)
    )


def _in_thirds(percent: Fraction) -> str:
    whole, rest = divmod(percent, 1)
    return f"{whole} {rest}%" if rest else f"{whole}%"


def _bounds(figure: Fraction, beside: Sequence[int | Decimal | Fraction]) -> tuple[int, int]:
    """The least and the most, in tenths of a per cent, that may be shown for the exact figure."""
    lines = [Fraction(line) * 10 for line in (*THRESHOLDS, *beside)]
    if figure in lines:
        return int(figure), int(figure)
    return (
        math.floor(max(line for line in lines if line < figure)) + 1,
        math.ceil(min(line for line in lines if line > figure)) - 1,
    )


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
