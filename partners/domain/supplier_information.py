"""Core supplier information as plain content: what it still lacks, and how long a confirmation of it holds.

Content is what a confirmed version and a submission hold: "basic" (Procurement Regulations 2024, reg. 9), "standing"
(reg. 10), "persons" (reg. 11) and "grounds" (reg. 12).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from partners.domain.connected_persons import BEHIND, Connection
from partners.domain.exclusion_grounds import ground_of, is_too_old

Content = Mapping[str, Any]
NO_NUMBER = "Add the number under which a register knows your organisation."


class InformationPart(StrEnum):
    BASIC = "basic"
    STANDING = "standing"
    PERSONS = "persons"
    GROUNDS = "grounds"

    @property
    def label(self) -> str:
        return {
            InformationPart.BASIC: "Basic details",
            InformationPart.STANDING: "Economic and financial standing",
            InformationPart.PERSONS: "Connected and associated persons",
            InformationPart.GROUNDS: "Exclusion grounds",
        }[self]


@dataclass(frozen=True, slots=True)
class Lack:
    part: InformationPart
    sentence: str


def those_behind(content: Content) -> list[tuple[str, Connection]]:
    """Who controls the supplier, or may, as it confirmed: names with their connections."""
    found = [(str(person["name"]), Connection(person["connection"])) for person in content["persons"]]
    return [(name, connection) for name, connection in found if connection in BEHIND]


def lacks(content: Content) -> list[Lack]:
    """All that must be there before the information can be confirmed, in the order of its parts."""
    return [
        Lack(part, sentence)
        for part, found in (
            (InformationPart.BASIC, _basic(content["basic"])),
            (InformationPart.STANDING, _standing(content["standing"])),
            (InformationPart.PERSONS, _persons(content["persons"])),
            (InformationPart.GROUNDS, _grounds(content["grounds"])),
        )
        for sentence in found
    ]


def good_until(confirmed_on: date) -> date:
    """The last day on which a confirmation holds: twelve months, the day of it being the first."""
    try:
        anniversary = confirmed_on.replace(year=confirmed_on.year + 1)
    except ValueError:  # 29 February.
        anniversary = date(confirmed_on.year + 1, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)


def too_old_in_words(ground: str, happened_on: date, on: date) -> str:
    """Why an event need not be declared, if it must be ignored on that day; else nothing."""
    found = ground_of(ground)
    if not is_too_old(found, happened_on, on):
        return ""
    return (
        f"This is more than {found.years} years ago, so the council must ignore it: you need not declare it. "
        "If it still goes on, tick that it does."
    )


def _basic(basic: Content) -> Iterator[str]:
    if not basic["identifiers"]:
        yield NO_NUMBER
    for name, sentence in (
        ("address", "Enter the registered or principal address."),
        ("contact_email", "Enter an e-mail address for the council."),
        ("legal_form", "Enter the legal form."),
        ("governing_law", "Enter the law that governs your organisation."),
        ("registered_on", "Enter the day on which your organisation was registered or began."),
    ):
        if not basic[name]:
            yield sentence


def _standing(standing: Content) -> Iterator[str]:
    if standing["accounts_end_on"] and not standing["accounts_where"]:
        yield "Say where your latest accounts can be read."
    if not standing["accounts_end_on"] and not standing["no_accounts_because"]:
        yield "Enter the last day of your latest accounts, or say why there are none."


def _persons(persons: list[Content]) -> Iterator[str]:
    if not any(person["connection"] != Connection.ASSOCIATED for person in persons):
        yield "Name at least one connected person: every organisation has somebody who directs it."


def _grounds(grounds: Content) -> Iterator[str]:
    if not grounds["answered"]:
        yield "Answer the exclusion grounds for your organisation and everybody whom you named."
    for each in grounds["declared"]:
        if not each["what_happened"] or not (each["happened_on"] or each["goes_on"]):
            yield f"Say what happened and when: “{ground_of(each['ground']).words}” ({each['who']})."
