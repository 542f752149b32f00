"""A history moved to another time, as for a demonstration that should look recent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from scoring.files.schema import CompetitionFile
from scoring.files.values import LONDON

_DEADLINES = {"questions_deadline", "bid_deadline"}
_NO_DEEDS: dict[str, Any] = {
    "competition": _DEADLINES,
    "begun": _DEADLINES,
    "extended": {"__all__": _DEADLINES},
    "staff_ballot": {"opens_at", "closes_at"},
}


def shifted(file: CompetitionFile, weeks: int) -> CompetitionFile:
    """The same file with every date so many weeks later. Weekdays stay, and so do the hours on London's clocks."""
    return CompetitionFile.model_validate(_shifted(file.model_dump(), timedelta(weeks=weeks)))


def weeks_between(earlier: datetime, later: datetime) -> int:
    """How many whole weeks fit between: moved by so many, `earlier` is not yet after `later`."""
    weeks = (later - earlier) // timedelta(weeks=1)
    return weeks if moved(earlier, weeks) <= later else weeks - 1


def moved(instant: datetime, weeks: int) -> datetime:
    """The instant so many weeks later, at the same hour on London's clocks."""
    return _moved(instant, timedelta(weeks=weeks))


def last_instant(file: CompetitionFile) -> datetime:
    """When the last deed of the file was done. Deadlines and expected dates are no deeds."""
    return max(_instants(file.model_dump(exclude={**_NO_DEEDS, "later_stages": {"__all__": _NO_DEEDS}})))


def _shifted(value: object, by: timedelta) -> object:
    if isinstance(value, dict):
        return {name: _shifted(each, by) for name, each in value.items()}
    if isinstance(value, list):
        return [_shifted(each, by) for each in value]
    if isinstance(value, datetime):
        return _moved(value, by)
    return value + by if isinstance(value, date) else value


def _moved(instant: datetime, by: timedelta) -> datetime:
    # Adding to an instant with this time zone moves the hands of the clock, whatever happens to summer time between.
    return (instant.astimezone(LONDON) + by).astimezone(UTC)


def _instants(value: object) -> list[datetime]:
    if isinstance(value, datetime):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [instant for each in inner for instant in _instants(each)]
