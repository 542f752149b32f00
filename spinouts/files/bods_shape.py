"""Whether statements have the shape of BODS 0.4, as far as we read them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

MOST_PLACES = 20
Shape = Callable[[object], bool] | Mapping[str, Any] | list[Any]
_FIELD = "this is not what BODS 0.4 has here"


def _text(value: object) -> bool:
    return isinstance(value, str)


def _percent(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return isinstance(exponent, int) and exponent >= -MOST_PLACES and 0 <= value <= 100


def _day(value: object) -> bool:
    """A day, or an instant, whose day counts."""
    return day_of(value) is not None


def _party(value: object) -> bool:
    """The identifier of a record, or a party that is not named."""
    return isinstance(value, str) or (isinstance(value, dict) and _text(value.get("description", "")))


_ENTITY = {
    "name": _text,
    "entityType": {"type": _text, "subtype": _text, "details": _text},
    "identifiers": [{"id": _text, "scheme": _text, "schemeName": _text}],
    "foundingDate": _day,
}
_PERSON = {"names": [{"fullName": _text}]}
_INTEREST = {
    "type": _text,
    "details": _text,
    "directOrIndirect": _text,
    "startDate": _day,
    "endDate": _day,
    "share": dict.fromkeys(("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _percent),
}
_RELATIONSHIP = {"subject": _party, "interestedParty": _party, "interests": [_INTEREST]}
_DETAILS: Mapping[str, Mapping[str, Any]] = {"entity": _ENTITY, "person": _PERSON, "relationship": _RELATIONSHIP}
_STATEMENT = {
    "recordId": _text,
    "recordType": lambda value: value in list(_DETAILS),
    "statementDate": _day,
    "recordStatus": _text,
    "declarationSubject": _text,
}
_NEEDED = ("recordId", "recordType", "recordDetails", "statementDate")


def faults(content: object) -> Iterator[str]:
    """What is not of the shape, in sentences that begin with the number of the statement and its field."""
    if not isinstance(content, list):
        yield "statement 1: a file of BODS is a list of statements."
        return
    for number, statement in enumerate(content, start=1):
        if not isinstance(statement, dict):
            yield f"statement {number}: {_FIELD}."
            continue
        missing = [name for name in _NEEDED if name not in statement]
        found = [*(f"{name}: this field is missing" for name in missing), *_unfit(statement, _STATEMENT)]
        if not found:
            found = [f"recordDetails{fault}" for fault in _fits(statement)]
        yield from (f"statement {number}, {fault}." for fault in found)


def day_of(said: object) -> date | None:
    """The day of a day or an instant as BODS writes it; None for what is neither."""
    if not isinstance(said, str):
        return None
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def _fits(statement: Mapping[str, Any]) -> Iterator[str]:
    details, shape = statement["recordDetails"], _DETAILS[statement["recordType"]]
    if not isinstance(details, dict):
        yield f": {_FIELD}"
        return
    for fault in _unfit(details, shape):
        yield f".{fault}"


def _unfit(value: object, shape: Shape, path: str = "") -> Iterator[str]:
    """What of the value does not fit, with the path to it; fields that the shape does not name are passed over."""
    if callable(shape):
        if not shape(value):
            yield f"{path}: {_FIELD}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{path}: {_FIELD}"
            return
        for number, each in enumerate(value, start=1):
            yield from _unfit(each, shape[0], f"{path}.{number}")
    elif not isinstance(value, dict):
        yield f"{path}: {_FIELD}"
    else:
        for name, inner in shape.items():
            if name in value:
                yield from _unfit(value[name], inner, f"{path}.{name}" if path else name)
