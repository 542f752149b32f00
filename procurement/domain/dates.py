"""Days and instants in words, as the GOV.UK style has them, and the same on every machine."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ZONES = {"BST": "BST, British Summer Time"}


def day_in_words(day: date) -> str:
    """A day: "Thursday 3 December 2026"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_words(instant: datetime, zone: str = "Europe/London") -> str:
    """An instant on the clock of a zone: "2:30pm on Monday 6 July 2026 (BST, British Summer Time)".

    Twelve o'clock is "midday on ..." or "midnight at the start of ...", as neither 12am nor "midnight on Thursday" says
    which it is. Seconds are left out. Raises ValueError for an instant without a time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    there = instant.astimezone(ZoneInfo(zone))
    name = there.tzname() or zone
    return f"{_time_in_words(there)} {day_in_words(there)} ({_ZONES.get(name, name)})"


def to_the_second(instant: datetime, zone: str = "Europe/London") -> str:
    """An instant as evidence needs it: "12:00:03 on Monday 2 November 2026 (GMT)". What is left of a second is cut."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    there = instant.astimezone(ZoneInfo(zone))
    name = there.tzname() or zone
    return f"{there:%H:%M:%S} on {day_in_words(there)} ({_ZONES.get(name, name)})"


def time_left(span: timedelta) -> str:
    """A span in its largest unit that says enough, rounded down: "3 days", "40 hours", "12 minutes"."""
    minutes = span // timedelta(minutes=1)
    if minutes >= 2 * 24 * 60:
        return f"{span.days} days"
    if minutes >= 2 * 60:
        return f"{minutes // 60} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _time_in_words(there: datetime) -> str:
    if (there.hour, there.minute) == (0, 0):
        return "midnight at the start of"
    if (there.hour, there.minute) == (12, 0):
        return "midday on"
    minutes = f":{there.minute:02}" if there.minute else ""
    return f"{there.hour % 12 or 12}{minutes}{'am' if there.hour < 12 else 'pm'} on"
