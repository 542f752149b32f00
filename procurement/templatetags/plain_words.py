"""How figures, days and instants are said on a page."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from procurement.domain import dates, figures, formulas
from procurement.domain.figures import Number
from spinouts.domain.money import in_pounds, in_whole_pounds

register = template.Library()


@register.filter
def in_words(instant: datetime | None) -> str:
    """“midday on Monday 2 November 2026 (GMT)”: always with the day of the week and the time zone."""
    return dates.in_words(instant) if instant else "not set"


@register.filter
def day_in_words(day: date | None) -> str:
    return dates.day_in_words(day) if day else "not set"


@register.filter
def pounds(amount: Number | None) -> str:
    """“£120,000”, or “£1,234.50” where there are pence."""
    return "not set" if amount is None else in_pounds(amount)


@register.filter
def nearest_pound(amount: Number | None) -> str:
    """Rounded once, to whole pounds: for tables that say so."""
    return "not set" if amount is None else in_whole_pounds(amount)


@register.filter
def to_places(number: Number, places: int) -> str:
    """Rounded once, to so many decimal places: for tables of like figures."""
    return str(figures.shown(number, places))


@register.filter
def exact(number: Decimal | int | None) -> str:
    """A decimal without the zeros that the database adds: 40.0000 is said as 40."""
    return "" if number is None else f"{Decimal(number).normalize():f}"


@register.filter
def percent(number: Number | None) -> str:
    return "not set" if number is None else figures.in_percent(number)


@register.filter
def marks_in_words(marks: Number) -> str:
    """“36 marks”, “1 mark”, “about 3.3333 marks”."""
    return formulas.in_marks(marks)
