"""What is due on a loan in a year by its terms: interest, repayment, or a share of income."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.money import NOTHING, pence
from spinouts.domain.terms import Loan, LoanKind


@dataclass(frozen=True, slots=True)
class Due:
    """Pounds due at the end of a year: interest, repayment, and a share of income, of which the first pounds repay."""

    interest: Decimal = NOTHING
    repayment: Decimal = NOTHING
    income_share: Decimal = NOTHING


def due(
    loan: Loan, events: Sequence[HoldingEvent], before: date, on: date, income: Decimal, beyond: Decimal = NOTHING
) -> Due:
    """What is due on the loan for the year after the day `before`, up to and on the day `on`.

    Interest is on what is owed, day by day. A plain loan is repaid in equal parts at the ends of its years after the
    holiday, a convertible that has not become shares all at its end. `income` is the year's; `beyond` is what
    quasi-equity has been paid before over and above its amount.
    """
    under = [event for event in events if event.under == loan.reference and event.on <= on]
    draws = [event for event in under if event.kind is EventKind.DRAW]
    if not draws:
        return Due()
    years, owed = full_years(draws[0].on, on), sum((_change(event) for event in under), NOTHING)
    interest = _interest(loan, under, before, on)
    if loan.kind is LoanKind.QUASI_EQUITY:
        drawn = sum((event.amount or NOTHING for event in draws), NOTHING)
        return Due(interest, NOTHING, _income_share(loan, years, income, drawn, drawn - owed + beyond))
    return Due(interest, _repayment(loan, years, owed))


def full_years(start: date, on: date) -> int:
    """Full years from a day to another; a year from 29 February is full on the 28th where there is no 29th."""
    day = 28 if (start.month, start.day) == (2, 29) and not _is_leap(on.year) else start.day
    return on.year - start.year - ((on.month, on.day) < (start.month, day))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _change(event: HoldingEvent) -> Decimal:
    amount = event.amount or NOTHING
    return amount if event.kind is EventKind.DRAW else -amount


def _interest(loan: Loan, under: Sequence[HoldingEvent], before: date, on: date) -> Decimal:
    owed = sum((Fraction(_change(event)) for event in under if event.on <= before), Fraction(0))
    days = (on - before).days
    later = [event for event in under if event.on > before]
    owed += sum((Fraction(_change(event)) * Fraction((on - event.on).days, days) for event in later), Fraction(0))
    return pence(owed * Fraction(loan.yearly_percent) / 100)


def _repayment(loan: Loan, years: int, owed: Decimal) -> Decimal:
    if years >= loan.years:
        return owed
    if years <= loan.holiday_years or loan.kind is LoanKind.CONVERTIBLE:
        return NOTHING
    return pence(Fraction(owed) / (loan.years - years + 1))


def _income_share(loan: Loan, years: int, income: Decimal, drawn: Decimal, paid: Decimal) -> Decimal:
    if not loan.holiday_years < years <= loan.years or loan.income_percent is None:
        return NOTHING
    share = pence(Fraction(income) * Fraction(loan.income_percent) / 100)
    if loan.most_times is None:
        return share
    return max(NOTHING, min(share, pence(Fraction(drawn) * Fraction(loan.most_times)) - paid))
