"""When those who score are reminded, and of what."""

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=3)


class ReminderKind(StrEnum):
    SOON = "soon"
    OVERDUE = "overdue"


def reminder_on(today: date, due_on: date) -> ReminderKind | None:
    """Three days before the day, and again once it has passed; the day itself is still in time."""
    if today > due_on:
        return ReminderKind.OVERDUE
    return ReminderKind.SOON if today >= due_on - SOON else None
