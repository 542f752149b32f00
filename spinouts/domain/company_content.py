"""The company as JSON and YAML hold it: in an offer that was submitted, in an award's record, in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from spinouts.domain.company import Company
from spinouts.domain.events import HoldingEvent
from spinouts.domain.parties import Party
from spinouts.domain.plain import Path, Reader, written
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed

BY_REFERENCE = (Party, ShareClass)


def to_content(company: Company, *, native: bool = False) -> dict[str, Any]:
    """Everything of the company. Within events, parties and classes stand as their references.

    `native` as in `plain.written`: decimals and days stay what they are.
    """
    content: dict[str, Any] = written(company, native=native)
    if company.events:
        content["events"] = [written(event, by_reference=BY_REFERENCE, native=native) for event in company.events]
    return content


def from_content(content: Mapping[str, Any], path: Path = ()) -> Company:
    """The company that `to_content` wrote. Raises `plain.Unreadable`, with every fault and where it is."""
    reader = Reader()
    company = _read(reader, content, path)
    reader.end()
    return company


def _read(reader: Reader, content: Mapping[str, Any], path: Path) -> Company:
    """First who and which classes, so that the events can speak of them; all faults are found in one go."""
    parties = reader.value(tuple[Party, ...], content.get("parties", []), (*path, "parties"))
    classes = reader.value(tuple[ShareClass, ...], content.get("classes", []), (*path, "classes"))
    if not all(isinstance(content.get(name, []), list | tuple) for name in ("parties", "classes")):
        # Then nothing that the events speak of can be found.
        reader.end()
    inner = Reader(
        {
            Party: _known(content.get("parties", []), parties),
            ShareClass: _known(content.get("classes", []), classes),
        }
    )
    events = inner.value(tuple[HoldingEvent, ...], content.get("events", []), (*path, "events"))
    rest = {name: value for name, value in content.items() if name not in {"parties", "classes", "events"}}
    company: Company = reader.read(Company, rest, path)
    reader.faults += inner.faults
    reader.end()
    return replace(company, parties=parties, classes=classes, events=events)


def _known(listed: object, read: Sequence[object]) -> dict[str, object]:
    """What events may speak of by its reference, also where something else about it could not be read."""
    contents = listed if isinstance(listed, list | tuple) else []
    named = zip((each.get("reference") if isinstance(each, Mapping) else None for each in contents), read, strict=False)
    return {reference.strip(): value for reference, value in named if isinstance(reference, str)}


def agreed_from_content(content: Mapping[str, Any]) -> Agreed:
    """What is agreed beside the shares, as `plain.written` wrote it. Raises `plain.Unreadable`."""
    reader = Reader()
    agreed: Agreed = reader.read(Agreed, content)
    reader.end()
    return agreed
