"""An equal amount for each of many shares, some of which may get only so much: the level to which all are filled."""

from collections.abc import Sequence
from fractions import Fraction


def filled(amount: Fraction, shares: Sequence[int], most: Sequence[Fraction | None]) -> tuple[Fraction, ...]:
    """What each lot of shares gets when every share gets the same, up to the most that a share of its lot may get.

    `most` is pounds a share, None for no limit. What a full lot leaves goes to the others. Exact; the results add up
    to the amount, or to less only if every lot is full. All numbers are zero or more.
    """
    level, left = Fraction(0), amount
    open_lots = [index for index, count in enumerate(shares) if count]
    got = [Fraction(0)] * len(shares)
    while open_lots and left > 0:
        count = sum(shares[index] for index in open_lots)
        limits = [limit for index in open_lots if (limit := most[index]) is not None]
        rise = min([left / count, *(limit - level for limit in limits)])
        level, left = level + rise, left - rise * count
        for index in open_lots:
            got[index] = level * shares[index]
        open_lots = [index for index in open_lots if most[index] is None or level < (most[index] or 0)]
    return tuple(got)
