"""Single values as people type them: numbers, days, choices. What can't be read is said at its field."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

Chosen = TypeVar("Chosen", bound=StrEnum)

NOT_A_NUMBER = Decimal("NaN")
YES, NO = "yes", "no"
_NUMBER = re.compile(r"[-−]?£?[-−]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_DAYS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d")
FIRST_YEAR, LAST_YEAR = 1900, 2200


def number(text: str) -> Decimal:
    """The number that somebody typed, with or without pound sign and commas between thousands; NaN if it is none."""
    text = "".join(text.split())
    if len(text) > 40 or not _NUMBER.fullmatch(text) or not any(sign.isdigit() for sign in text):
        return NOT_A_NUMBER
    return Decimal(text.replace("£", "").replace(",", "").replace("−", "-"))


def day(text: str) -> date | None:
    """The day that somebody typed, as "31 March 2032" or "31/3/2032"; None if it is none."""
    text = " ".join(text.split())
    for form in _DAYS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone.
        except ValueError:
            continue
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    return None


def plain(value: Decimal) -> str:
    return f"{value:f}" if value.is_finite() else ""


def day_as_typed(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


class Typed:
    """The typed fields, and in `errors` a sentence for each that could not be read; it then counts as not typed."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.errors: dict[str, str] = {}

    def line(self, name: str) -> str:
        return " ".join(self.fields.get(name, "").split())

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def says(self, name: str, *, usually: bool) -> bool:
        """Yes or no."""
        typed = self.line(name)
        return usually if typed not in {YES, NO} else typed == YES

    def chosen(self, name: str, kind: type[Chosen]) -> Chosen | None:
        typed = self.line(name)
        return kind(typed) if typed in set(kind) else None

    def whole(self, name: str, otherwise: int, what: str, *, most: int = 10**12, least: int | None = None) -> int:
        text = self.text(name)
        if not text:
            return otherwise
        value = number(text)
        if not value.is_finite() or value != int(value):
            self.errors[name] = f"Enter {what} as a whole number. “{text[:40]}” is none."
        elif abs(value) > most:
            self.errors[name] = f"Enter {what} as a number up to {most:,}."
        elif least is not None and value < least:
            self.errors[name] = f"Enter {what} as a number from {least:,} to {most:,}."
        else:
            return int(value)
        return otherwise

    def decimal(self, name: str, what: str, *, most: int, places: int) -> Decimal | None:
        """A number from 0 up, or None where nothing is typed."""
        text = self.text(name).removesuffix("%")
        if not text:
            return None
        value = number(text)
        if not value.is_finite():
            self.errors[name] = f"Enter {what} as a number. “{text[:40]}” is none."
        elif not 0 <= value <= most:
            self.errors[name] = f"Enter {what} as a number from 0 to {most:,}."
        elif (value * 10**places) % 1:
            self.errors[name] = f"Enter {what} with at most {places} decimal places."
        else:
            return value
        return None

    def day(self, name: str, what: str, *, needed: bool = False) -> date | None:
        text = self.line(name)
        found = day(text) if text else None
        if found is None and (text or needed):
            ending = f" “{text[:40]}” is none." if text else ""
            self.errors[name] = f"Enter {what} as a day, such as 31 March 2032.{ending}"
        return found
