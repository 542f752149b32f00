"""How figures, days and instants are said on a page."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django import template

from procurement.domain import dates

register = template.Library()


@register.filter
def in_words(instant: datetime | None) -> str:
    """“noon on Monday 2 November 2026 (GMT)”: always with the day of the week and the time zone."""
    return dates.in_words(instant) if instant else "not set"


@register.filter
def day_in_words(day: date | None) -> str:
    return dates.day_in_words(day) if day else "not set"


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """“£120,000”, or “£1,234.50” where there are pence."""
    if amount is None:
        return "not set"
    exact_amount = Decimal(amount)
    return f"£{exact_amount:,.0f}" if exact_amount == exact_amount.to_integral_value() else f"£{exact_amount:,.2f}"


@register.filter
def exact(number: Decimal | int | None) -> str:
    """A decimal without the zeros that the database adds: 40.0000 is said as 40."""
    return "" if number is None else f"{Decimal(number).normalize():f}"


@register.filter
def percent(number: Decimal | Fraction | int | None) -> str:
    return "not set" if number is None else f"{exact(Decimal(str(number)))}%"
