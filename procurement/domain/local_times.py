"""A day and a time as people type them, made into an instant on the clock of London."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from accounts.domain.refusals import Refusal
from procurement.domain.dates import day_in_words

LONDON = ZoneInfo("Europe/London")
_NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_TYPED = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?m?\.?$")


def read_time(text: str) -> time:
    """The time that was typed: "12:00", "17.30", "5pm", "5:30 pm", "midday". Raises Refusal for anything else."""
    typed = text.strip().lower()
    if typed in _NAMED:
        return _NAMED[typed]
    found = _TYPED.match(typed)
    if found and (found["half"] or found["minute"]) and not (typed.endswith("m") and not found["half"]):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["half"] and not 1 <= hour <= 12:
            hour = 24
        elif found["half"]:
            hour = hour % 12 + (12 if found["half"] == "p" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Refusal(f"“{text.strip()}” is not a time: enter one such as 12:00, 5pm or 5:30pm.")


def in_london(day: date, at: time) -> datetime:
    """The instant, in UTC, at which the clocks in London show that day and time.

    Raises Refusal for a time that the clocks show twice, when they go back, or never, when they go forward.
    """
    first, second = (datetime.combine(day, at, LONDON).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        clock = f"{at:%H:%M} on {day_in_words(day)}"
        if first.astimezone(UTC).astimezone(LONDON).time() != at:
            raise Refusal(f"There is no {clock}: the clocks go forward from 1am to 2am. Choose 2am or later.")
        raise Refusal(
            f"{clock} happens twice: the clocks go back from 2am to 1am. Choose a time before 1am or from 2am."
        )
    return first.astimezone(UTC)


def shown_time(instant: datetime) -> str:
    """The time of day in London, as it can be typed again: "17:30"."""
    return f"{instant.astimezone(LONDON):%H:%M}"


def day_in_london(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()
