"""The award's frozen record in JSON values: what reports are made from, and from nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from spinouts.domain import company_content
from spinouts.domain.agreed_picture import AgreedPicture, agreed_picture
from spinouts.domain.company import Company
from spinouts.domain.control import Finding
from spinouts.domain.events import EventKind
from spinouts.domain.ownership_picture import OwnershipPicture, ownership_picture
from spinouts.domain.projection import project
from spinouts.domain.projection_picture import ProjectionPicture, projection_picture
from spinouts.domain.ready_scenarios import as_agreed

VERSION = 6
"""Of the record's shape; to be raised when it changes. Version 2 knew no changes of locked scores,
version 3 no evidence, version 4 no checks of scores that were agreed anew since, version 5 no annulled ballots of
staff, no stages before, and means to two places only."""

Content = dict[str, Any]


def company_of(content: Mapping[str, Any]) -> Company:
    """The company that an award's record holds, as it was formed. Records of version 1 are read as well."""
    held = content["venture"]
    return company_content.from_content(_from_version_1(held) if content["version"] == 1 else held)


def picture_of(content: Mapping[str, Any]) -> OwnershipPicture:
    """Who owned and controlled that company on its first day."""
    company = company_of(content)
    return ownership_picture(company, company.formed_on)


def agreed_of(content: Mapping[str, Any]) -> AgreedPicture:
    """What bound the owners of that company on its first day."""
    company = company_of(content)
    return agreed_picture(company, company.formed_on)


def projection_of(content: Mapping[str, Any]) -> ProjectionPicture:
    """Who owns and controls that company in ten years if all goes as agreed; the record has no figures of money."""
    company = company_of(content)
    return projection_picture(project(company, as_agreed(company)))


def _from_version_1(held: Mapping[str, Any]) -> Content:
    """Version 1 had the board beside the parties, and said where an event had no giver or no taker."""
    names = {"kind": "kind", "on": "on", "sequence": "sequence", "share_class": "share_class", "shares": "shares"}
    names |= {"to": "to_party", "from": "from_party"}
    events = [{names[name]: value for name, value in event.items() if value is not None} for event in held["events"]]
    seats = [
        {"kind": EventKind.SEATS.value, "on": held["formed_on"], "to_party": party["reference"], "seats": count}
        for party in held["parties"]
        if (count := party["board_seats"])
    ]
    return {
        "reference": held["reference"],
        "name": held["name"],
        "form": held["legal_form"],
        "formed_on": held["formed_on"],
        "parties": [{name: party[name] for name in ("reference", "name", "kind")} for party in held["parties"]],
        "classes": held["classes"],
        "events": events + [each | {"sequence": len(events) + number} for number, each in enumerate(seats, start=1)],
    }


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
