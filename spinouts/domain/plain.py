"""Plain values as JSON and YAML hold them, and back: one codec for every dataclass of the field, with every fault told.

Written: decimals and days as text, enums by value, tuples as lists, and a field that has its default not at all.
Read: the same, and numbers where decimals are meant. The reader collects all faults, each with its path.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from accounts.domain.refusals import Refusal

Path = tuple[str | int, ...]
Fault = tuple[Path, str]


class Unreadable(ValueError):
    """The content is not of the shape; `faults` are paths with a sentence each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{'.'.join(map(str, path)) or 'all'}: {words}" for path, words in self.faults))


def written(value: object, *, by_reference: tuple[type, ...] = (), native: bool = False) -> Any:
    """The value as JSON holds it. Instances of the types in `by_reference` are written as their reference.

    `native` leaves decimals and days as they are, for a format that knows them, such as YAML.
    """
    if value is None or isinstance(value, bool | int) or (native and isinstance(value, Decimal | date)):
        return value
    if isinstance(value, tuple):
        return [written(each, by_reference=by_reference, native=native) for each in value]
    if isinstance(value, by_reference):
        return getattr(value, "reference")  # noqa: B009 - any type that has one.
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: written(held, by_reference=by_reference, native=native)
            for each in fields(value)
            if (held := getattr(value, each.name)) != _default(each)
        }
    return _as_text(value)


def _as_text(value: object) -> str:
    match value:
        case StrEnum():
            return str(value.value)
        case str():
            return str(value)
        case Decimal():
            # However many idle zeros it came with, the same number is written the same way.
            return format(value.normalize(), "f") if value else "0"
        case date():
            return value.isoformat()
    raise TypeError(f"{value!r} is no plain value")


def _default(each: Field[Any]) -> object:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


class Reader:
    """Reads content into values and collects what is wrong with it; `end` raises it all."""

    def __init__(self, by_reference: Mapping[type, Mapping[str, object]] | None = None) -> None:
        self.faults: list[Fault] = []
        self._by_reference = by_reference or {}

    def read(self, kind: type, content: object, path: Path = ()) -> Any:
        """A dataclass of that kind, or None where there is a fault."""
        if not isinstance(content, Mapping):
            return self._fault(path, "this should have fields of its own")
        hints, known = get_type_hints(kind), {each.name: each for each in fields(kind)}
        before = len(self.faults)
        for name in content:
            if name not in known:
                self._fault((*path, str(name)), "the format has no such field")
        values: dict[str, Any] = {}
        for name, each in known.items():
            if name in content:
                values[name] = self.value(hints[name], content[name], (*path, name))
            elif _default(each) is MISSING:
                self._fault((*path, name), "this field is missing")
        if len(self.faults) > before:
            return None
        try:
            return kind(**values)
        except Refusal as refusal:
            return self._fault(path, str(refusal))

    def value(self, kind: Any, content: object, path: Path) -> Any:
        """A single value of the kind that a field's type names."""
        if get_origin(kind) in (UnionType, Union):
            inner = [each for each in get_args(kind) if each is not type(None)]
            return None if content is None else self.value(inner[0], content, path)
        if get_origin(kind) is tuple:
            return self._several(get_args(kind)[0], content, path)
        if kind in self._by_reference:
            return self._known(kind, content, path)
        if isinstance(kind, type) and is_dataclass(kind):
            return self.read(kind, content, path)
        if issubclass(kind, StrEnum):
            return self._choice(kind, content, path)
        return self._simple(kind, content, path)

    def end(self) -> None:
        """Raise Unreadable if anything was wrong."""
        if self.faults:
            raise Unreadable(self.faults)

    def _several(self, kind: type, content: object, path: Path) -> tuple[Any, ...]:
        if not isinstance(content, list | tuple):
            self._fault(path, "this should be a list")
            return ()
        return tuple(self.value(kind, each, (*path, index)) for index, each in enumerate(content))

    def _known(self, kind: type, content: object, path: Path) -> object:
        known = self._by_reference[kind]
        if not isinstance(content, str) or content not in known:
            return self._fault(path, f"nothing here has the reference “{content}”")
        return known[content]

    def _choice(self, kind: type[StrEnum], content: object, path: Path) -> Any:
        values = [each.value for each in kind]
        if content not in values:
            return self._fault(path, f"this should be one of: {', '.join(values)}")
        return kind(content)

    def _simple(self, kind: type, content: object, path: Path) -> Any:
        try:
            return _SIMPLE[kind](content)
        except (ValueError, TypeError, InvalidOperation):
            return self._fault(path, _SHOULD_BE[kind])

    def _fault(self, path: Path, words: str) -> Any:
        """Note the fault, and stand in for the value with nothing."""
        self.faults.append((path, words))
        return None


def _text(content: object) -> str:
    if not isinstance(content, str):
        raise TypeError
    return content.replace("\r\n", "\n").replace("\r", "\n").strip()


MOST_DIGITS = 30
"""Of a number, before its point and behind it: more is a slip or a trick, and could take for ever to write out."""


def _whole(content: object) -> int:
    if isinstance(content, bool) or not isinstance(content, int | Decimal):
        raise TypeError
    number = _bounded(Decimal(content))
    if number != int(number):
        raise TypeError
    return int(number)


def _bounded(number: Decimal) -> Decimal:
    if (
        not number.is_finite()
        or abs(number.adjusted()) > MOST_DIGITS
        or len(number.as_tuple().digits) > 2 * MOST_DIGITS
    ):
        raise ValueError
    return number


def _truth(content: object) -> bool:
    if not isinstance(content, bool):
        raise TypeError
    return content


def _decimal(content: object) -> Decimal:
    if isinstance(content, bool) or not isinstance(content, int | str | Decimal):
        raise TypeError
    return _bounded(Decimal(content))


def _day(content: object) -> date:
    day = date.fromisoformat(content) if isinstance(content, str) else content
    if type(day) is not date or not 1900 <= day.year <= 2200:
        raise ValueError
    return day


_SIMPLE: Mapping[type, Callable[[object], Any]] = {
    str: _text,
    int: _whole,
    bool: _truth,
    Decimal: _decimal,
    date: _day,
}
_SHOULD_BE: Mapping[type, str] = {
    str: "this should be text; put it in quotes",
    int: "this should be a whole number",
    bool: "this should be true or false",
    Decimal: "this should be a number, such as 12.50",
    date: "this should be a day, such as 2026-03-01",
}
