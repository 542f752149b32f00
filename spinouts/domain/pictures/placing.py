"""Where things stand along a line: near where they would like to be, clear of each other, and in whole pixels."""

from collections.abc import Sequence
from fractions import Fraction


def spread(wanted: Sequence[int], apart: int, low: int, high: int) -> list[int]:
    """Places from `low` to `high`, in the order given and at least `apart`, as near as can be to those wanted.

    Nearest means the least sum of squares, before rounding. Raises ValueError if there is not room for all.
    """
    if not wanted:
        return []
    room = high - low - apart * (len(wanted) - 1)
    if room < 0:
        raise ValueError(f"There is no room for {len(wanted)} things from {low} to {high}.")
    # With the distances taken out, the places need only not fall: neighbours that would are pooled at their mean.
    pools: list[tuple[Fraction, int]] = []
    for index, place in enumerate(wanted):
        mean, size = Fraction(place - apart * index), 1
        while pools and pools[-1][0] >= mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    free = [min(max(round(mean), low), low + room) for mean, size in pools for _ in range(size)]
    return [place + apart * index for index, place in enumerate(free)]


def apportion(parts: Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers in the proportion of the parts that add up to exactly `total`, by the largest remainder.

    The earlier part comes first among equals. Parts of nothing at all give zeros.
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    exact = [part * total / whole for part in parts]
    floors = [int(figure) for figure in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: floors[index] - exact[index])
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return floors


def cut(height: int, cuts: Sequence[int], most: int) -> tuple[tuple[int, int], ...]:
    """From where to where each sheet shows a picture that is too tall for one, cut at `cuts` alone, about evenly.

    A part between two cuts that is itself too tall stays whole.
    """
    if height <= most:
        return ((0, height),)
    count = -(-height // most)
    tops = [0]
    for sheet in range(1, height):
        left = max(count - sheet + 1, 2)
        even = tops[-1] + min(-(-(height - tops[-1]) // left), most)
        later = [place for place in cuts if tops[-1] < place < height]
        if height - tops[-1] <= most or not later:
            break
        reachable = [place for place in later if place <= tops[-1] + most]
        tops.append(min(reachable, key=lambda place: abs(place - even)) if reachable else later[0])
    return tuple(zip(tops, [*tops[1:], height], strict=True))
