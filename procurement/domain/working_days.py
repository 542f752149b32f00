"""Working days of the Procurement Act 2023: no weekend, no bank holiday in any part of the UK (s.123)."""

from datetime import date, timedelta
from functools import cache

import holidays

PARTS = ("ENG", "WLS", "SCT", "NIR")
PROCLAIMED = frozenset({date(2026, 6, 15)})
"""Bank holidays by royal proclamation, which a rule cannot foresee: 15 June 2026 in Scotland (1971 Act, s.1(3))."""


def is_working_day(day: date, extra_holidays: frozenset[date] = frozenset()) -> bool:
    """Whether the day counts (s.123). `extra_holidays` are bank holidays proclaimed since this was written."""
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in extra_holidays


def nth_working_day(start: date, n: int, extra_holidays: frozenset[date] = frozenset()) -> date:
    """The nth working day of a period *beginning with* `start`, which is itself day 1 if it is a working day (s.51).

    Raises ValueError unless n is at least 1.
    """
    if n < 1:
        raise ValueError("Working days are counted from 1.")
    day = start
    while True:
        n -= is_working_day(day, extra_holidays)
        if n == 0:
            return day
        day += timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year in any part of the United Kingdom, some of which may fall on a weekend."""
    found = {day for part in PARTS for day in holidays.country_holidays("GB", subdiv=part, years=year)}
    return frozenset(found | {day for day in PROCLAIMED if day.year == year})
