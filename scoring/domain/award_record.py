"""The award's frozen record in JSON values: what reports are made from, and from nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from spinouts.domain.cap_table import EventKind, HoldingEvent, Party, Register, ShareClass, register
from spinouts.domain.control import Finding
from spinouts.domain.forms import LegalForm, PartyKind

VERSION = 1
"""Of the record's shape; to be raised when it changes."""

Content = dict[str, Any]


def company_content(
    name: str,
    legal_form: LegalForm,
    formed_on: date,
    board: Mapping[Party, int],
    classes: Sequence[ShareClass],
    events: Sequence[HoldingEvent],
) -> Content:
    """The company as it is formed: parties with their seats, classes, and events of holding."""
    return {
        "name": name,
        "legal_form": legal_form.value,
        "formed_on": formed_on.isoformat(),
        "parties": [
            {"reference": party.reference, "name": party.name, "kind": party.kind.value, "board_seats": seats}
            for party, seats in board.items()
        ],
        "classes": [
            {"reference": each.reference, "name": each.name, "votes_per_share": each.votes_per_share}
            for each in classes
        ],
        "events": [_from_event(event) for event in events],
    }


def company_register(company: Mapping[str, Any], on: date | None = None) -> Register:
    """The register that `company_content` holds, on the day that the company is formed or on a later one."""
    parties = {
        each["reference"]: Party(each["reference"], each["name"], PartyKind(each["kind"]))
        for each in company["parties"]
    }
    classes = {
        each["reference"]: ShareClass(each["reference"], each["name"], each["votes_per_share"])
        for each in company["classes"]
    }
    events = [
        HoldingEvent(
            kind=EventKind(event["kind"]),
            on=date.fromisoformat(event["on"]),
            sequence=event["sequence"],
            share_class=classes[event["share_class"]],
            shares=event["shares"],
            to_party=parties.get(event["to"]),
            from_party=parties.get(event["from"]),
        )
        for event in company["events"]
    ]
    return register(
        events,
        on or date.fromisoformat(company["formed_on"]),
        form=LegalForm(company["legal_form"]),
        board={parties[each["reference"]]: each["board_seats"] for each in company["parties"]},
    )


def findings_content(found: Sequence[Finding]) -> list[Content]:
    """What the law makes of the register, as it was found on the day of the award."""
    return [
        {
            "party": finding.party,
            "topic": finding.topic.value,
            "sentence": finding.sentence,
            "figure": f"{finding.figure.numerator}/{finding.figure.denominator}",
            "words": finding.words,
            "source": finding.source,
        }
        for finding in found
    ]


def _from_event(event: HoldingEvent) -> Content:
    return {
        "kind": event.kind.value,
        "on": event.on.isoformat(),
        "sequence": event.sequence,
        "share_class": event.share_class.reference,
        "shares": event.shares,
        "to": event.to_party.reference if event.to_party else None,
        "from": event.from_party.reference if event.from_party else None,
    }
