"""What single fields of a competition file may hold."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainSerializer,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from procurement.domain.figures import exactly, read_exactly

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1900, 2200
_FRACTION = re.compile(r"\d{1,12}/[1-9]\d{0,11}", re.ASCII)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(text: str) -> str:
    """Blanks at the ends carry no meaning, and the ways to write text in YAML differ in them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _writable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("this holds a character (number 0) that no database can keep")
    return text


def _no_yes_or_no(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("this should be a number, and yes or no is none")  # noqa: TRY004 - pydantic reads this one.
    return value


def _instant(value: object) -> object:
    wanted = "this should be a day with its time, such as 2026-03-01 12:00"
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(wanted) from None
    if not isinstance(value, datetime):
        raise ValueError(wanted)  # noqa: TRY004
    _in_our_time(value.year)
    return (value if value.tzinfo else value.replace(tzinfo=LONDON)).astimezone(UTC)


def _day(value: object) -> object:
    if isinstance(value, datetime) or not isinstance(value, str | date):
        raise ValueError("this should be a day, such as 2026-03-01")  # noqa: TRY004
    if isinstance(value, date):
        _in_our_time(value.year)
    return value


def _number_or_fraction(value: object, number: ValidatorFunctionWrapHandler) -> object:
    """ "10/3" is the number that no decimal says; of those that a decimal says it is the decimal."""
    if isinstance(value, str) and _FRACTION.fullmatch(value.strip()):
        return read_exactly(exactly(Fraction(value)))
    return value if isinstance(value, Fraction) else number(value)


def _as_written(number: Decimal | Fraction) -> Decimal | str:
    return exactly(number) if isinstance(number, Fraction) else number


def _in_our_time(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")


Text = Annotated[str, AfterValidator(_text), AfterValidator(_writable)]
Line = Annotated[str, AfterValidator(_one_line), AfterValidator(_writable)]
Name = Annotated[Line, Field(min_length=1, max_length=200)]
LongName = Annotated[Line, Field(min_length=1, max_length=300)]
Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Email = Annotated[str, Field(pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$", max_length=254)]
Number = Annotated[Decimal, BeforeValidator(_no_yes_or_no)]
_NumberOrFraction = Annotated[Number, WrapValidator(_number_or_fraction), PlainSerializer(_as_written)]
NumberOrFraction = Annotated[Decimal | Fraction, GetPydanticSchema(lambda _, schema_of: schema_of(_NumberOrFraction))]
Whole = Annotated[int, BeforeValidator(_no_yes_or_no)]
Percent = Annotated[Number, Field(ge=0, le=100, decimal_places=4)]
Amount = Annotated[Number, Field(ge=0, decimal_places=2, max_digits=14)]
Year = Annotated[Whole, Field(ge=1, le=50)]
Instant = Annotated[AwareDatetime, BeforeValidator(_instant)]
"""Kept in UTC. Written without a time zone it is the time of London."""
Day = Annotated[date, BeforeValidator(_day)]


class Part(BaseModel):
    """A part of a file: nothing that the format does not know may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Deed(Part):
    """Somebody, by e-mail address, and when."""

    by: Email
    at: Instant
