"""Whole shares out of stakes: the largest remainder method."""

from collections.abc import Sequence
from fractions import Fraction

from accounts.domain.refusals import Refusal


def allot(total: int, parts: Sequence[Fraction]) -> tuple[int, ...]:
    """Divide `total` whole shares in proportion to `parts`, and give back one count for each part, in order.

    The parts are weights in any one unit (percent, pounds); they need not add up to anything. Each first receives
    its exact due rounded down; shares left over go one each to the largest remainders (Hamilton's method). Among
    equal remainders the earlier part comes first. The counts add up to `total`, each is within one share of its
    due, and a part of zero receives nothing.

    Raises Refusal if there is no share to allot, or a part is negative, or no part is above zero.
    """
    if total < 1:
        raise Refusal(f"There must be at least 1 share to divide; there are {total}.")
    if any(part < 0 for part in parts):
        raise Refusal("A stake cannot be less than nothing: correct the negative stake.")
    whole = sum(parts, Fraction(0))
    if whole == 0:
        raise Refusal("Nobody has a stake yet, so the shares cannot be divided: give at least one party a stake.")
    due = [total * Fraction(part) / whole for part in parts]
    shares = [exact.numerator // exact.denominator for exact in due]
    left_over = total - sum(shares)
    by_remainder = sorted(range(len(due)), key=lambda index: (shares[index] - due[index], index))
    for index in by_remainder[:left_over]:
        shares[index] += 1
    return tuple(shares)
