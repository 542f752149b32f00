"""The day that a page tells of: in its address as ?on=2027-04-01, or typed into three inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

PROBLEM = "Enter a day that exists, such as 1 4 2027."


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """`typed` is what the inputs show, `problem` what is wrong with it; `is_new` says that it is not in the address."""

    on: date
    typed: Mapping[str, object]
    problem: str = ""
    is_new: bool = False


def chosen_day(request: HttpRequest, otherwise: date) -> ChosenDay:
    """The day that was asked for; the other one if none was, or none that exists."""
    typed = {name: request.GET.get(name, "").strip() for name in ("day", "month", "year")}
    if any(typed.values()):
        asked = _day(typed["year"], typed["month"], typed["day"])
        return ChosenDay(asked, typed, is_new=True) if asked else ChosenDay(otherwise, typed, PROBLEM)
    on = _day(*request.GET["on"].split("-")) if request.GET.get("on") else otherwise
    problem = "" if on else PROBLEM
    shown = on or otherwise
    return ChosenDay(shown, {"day": shown.day, "month": shown.month, "year": shown.year}, problem)


def _day(*parts: str) -> date | None:
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
