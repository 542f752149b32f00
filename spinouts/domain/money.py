"""Money as it is paid: whole pence, shared out so that nothing is lost, and told in pounds."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from spinouts.domain.allotment import allot

Money = Decimal | Fraction | int
Payee = TypeVar("Payee", bound=Hashable)
NOTHING = Decimal(0)


def pence(amount: Money) -> Decimal:
    """The amount to the nearest penny, half a penny up (away from zero)."""
    scaled = abs(Fraction(amount)) * 100
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if amount < 0 else whole).scaleb(-2)


def in_whole_pounds(amount: Money) -> str:
    """Pounds to the nearest one, half a pound up (away from zero), for tables of many figures: "£1,235"."""
    return in_pounds(pence(Fraction(amount) / 100) * 100)


def pence_down(amount: Money) -> Decimal:
    """The amount without any part of a penny. The amount is zero or more."""
    return Decimal(int(Fraction(amount) * 100)).scaleb(-2)


def pence_up(amount: Money) -> Decimal:
    """The amount with any part of a penny made a whole one. The amount is zero or more."""
    return Decimal(-int(-Fraction(amount) * 100 // 1)).scaleb(-2)


def shared_out(total: Decimal, parts: Mapping[Payee, Money]) -> dict[Payee, Decimal]:
    """The total in proportion to the parts (zero or more), in whole pence that add up to it: largest remainders.

    The total is pounds and whole pence, zero or more. Where all parts are zero nobody gets anything.
    """
    whole = int(total * 100)
    weights = [Fraction(part) for part in parts.values()]
    if not whole or not any(weights):
        return dict.fromkeys(parts, NOTHING)
    return dict(zip(parts, (Decimal(each).scaleb(-2) for each in allot(whole, weights)), strict=True))


def paid_as_far_as_it_goes(total: Decimal, claims: Mapping[Payee, Decimal]) -> dict[Payee, Decimal]:
    """Each claim in full if the total is enough for all, else an equal part of each; never more than is claimed.

    Total and claims are pounds and whole pence, zero or more.
    """
    return dict(claims) if sum(claims.values()) <= total else shared_out(total, claims)


def in_pounds(amount: Money) -> str:
    """Pounds as people read them: "£120,000", or "£1,234.50" where there are pence; "about £0.33" if it has more.

    An amount below zero has the true minus, "−£5". Every page, letter and report says its pounds by this.
    """
    rounded = pence(amount)
    places = 0 if rounded % 1 == 0 else 2
    about = "" if Fraction(amount) == rounded else "about "
    return f"{about}{'−' if rounded < 0 else ''}£{abs(rounded):,.{places}f}"
