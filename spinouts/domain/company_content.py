"""The company as JSON and YAML hold it: in an offer that was submitted, in an award's record, in a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from spinouts.domain.company import Company
from spinouts.domain.events import HoldingEvent
from spinouts.domain.parties import Party
from spinouts.domain.plain import Path, Reader, written
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed

BY_REFERENCE = (Party, ShareClass)


def to_content(company: Company) -> dict[str, Any]:
    """Everything of the company. Within events, parties and classes stand as their references."""
    content: dict[str, Any] = written(company)
    if company.events:
        content["events"] = [written(event, by_reference=BY_REFERENCE) for event in company.events]
    return content


def from_content(content: Mapping[str, Any], path: Path = ()) -> Company:
    """The company that `to_content` wrote. Raises `plain.Unreadable`, with every fault and where it is."""
    reader = Reader()
    company = _read(reader, content, path)
    reader.end()
    return company


def _read(reader: Reader, content: Mapping[str, Any], path: Path) -> Company:
    """First who and which classes, so that the events can speak of them."""
    parties = reader.value(tuple[Party, ...], content.get("parties", []), (*path, "parties"))
    classes = reader.value(tuple[ShareClass, ...], content.get("classes", []), (*path, "classes"))
    reader.end()
    inner = Reader(
        {
            Party: {party.reference: party for party in parties},
            ShareClass: {share_class.reference: share_class for share_class in classes},
        }
    )
    events = inner.value(tuple[HoldingEvent, ...], content.get("events", []), (*path, "events"))
    reader.faults += inner.faults
    rest = {name: value for name, value in content.items() if name not in {"parties", "classes", "events"}}
    company: Company = reader.read(Company, rest, path)
    reader.end()
    return replace(company, parties=parties, classes=classes, events=events)


def agreed_from_content(content: Mapping[str, Any]) -> Agreed:
    """What is agreed beside the shares, as `plain.written` wrote it. Raises `plain.Unreadable`."""
    reader = Reader()
    agreed: Agreed = reader.read(Agreed, content)
    reader.end()
    return agreed
