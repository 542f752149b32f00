"""Supplier information in words, as its own organisation and, after the opening, the council read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partners.domain.connected_persons import Connection
from partners.domain.exclusion_grounds import ground_of
from partners.domain.identifiers import Scheme
from partners.domain.organisations import OrganisationKind
from partners.domain.supplier_information import InformationPart
from procurement.domain.dates import day_in_words

Content = Mapping[str, Any]
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One person or one declared ground, with what is said of it."""

    heading: str
    caption: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Section:
    part: str
    title: str
    rows: Rows
    entries: list[Entry]


def sections_of(content: Content) -> list[Section]:
    """The four parts in their order; what is not said is said to be so."""
    grounds = content["grounds"]
    declared = [_declared(each) for each in grounds["declared"]]
    return [
        _section(InformationPart.BASIC, _basic(content["basic"])),
        _section(InformationPart.STANDING, _standing(content["standing"])),
        _section(InformationPart.PERSONS, [], [_person(each) for each in content["persons"]]),
        _section(InformationPart.GROUNDS, [("Answer", _answer(grounds))], declared),
    ]


def _section(part: InformationPart, rows: Rows, entries: list[Entry] | None = None) -> Section:
    return Section(part.value, part.label, rows, entries or [])


def _answer(grounds: Content) -> str:
    if not grounds["answered"]:
        return "Not answered for everybody who is named"
    number = len(grounds["declared"])
    if not number:
        return "None of the grounds applies to the organisation or to anybody named"
    return f"{number} ground{'' if number == 1 else 's'} declared; none of the others applies to anybody named"


def _basic(basic: Content) -> Rows:
    flags = {
        "is_sme": "small or medium-sized enterprise",
        "is_vcse": "voluntary, community or social enterprise",
        "is_supported_employment": "supported employment provider",
        "is_mutual": "public service mutual",
    }
    numbers = [f"{Scheme(each['scheme']).label}: {each['value']}" for each in basic["identifiers"]]
    return [
        ("Name", basic["name"]),
        ("Kind", OrganisationKind(basic["kind"]).label),
        ("Numbers in registers", "\n".join(numbers) or "Not given"),
        ("Address", basic["address"] or "Not given"),
        ("E-mail for the council", basic["contact_email"] or "Not given"),
        ("Website", basic["website"] or "None given"),
        ("VAT number", basic["vat_number"] or "None given"),
        ("Legal form", basic["legal_form"] or "Not given"),
        ("Governed by", basic["governing_law"] or "Not given"),
        ("Registered on", _day(basic["registered_on"]) or "Not given"),
        ("It is a", "\n".join(words for name, words in flags.items() if basic[name]) or "None of the special kinds"),
    ]


def _standing(standing: Content) -> Rows:
    if standing["accounts_end_on"]:
        audited = "audited" if standing["accounts_audited"] else "not audited"
        rows = [
            ("Latest accounts", f"To {_day(standing['accounts_end_on'])}, {audited}"),
            ("Where they can be read", standing["accounts_where"] or "Not given"),
        ]
        return [*rows, ("Besides", standing["no_accounts_because"])] if standing["no_accounts_because"] else rows
    return [("Why there are no accounts", standing["no_accounts_because"] or "Not given")]


def _person(person: Content) -> Entry:
    scheme = Scheme(person["scheme"]).label if person["scheme"] else ""
    rows = [
        ("Since", _day(person["since_on"])),
        ("Until", _day(person["until_on"])),
        ("Born in", person["born_in"]),
        ("Address", person["address"]),
        (scheme, person["number"]),
    ]
    return Entry(person["name"], Connection(person["connection"]).label, [row for row in rows if row[1]])


def _declared(each: Content) -> Entry:
    ground = ground_of(each["ground"])
    when = _day(each["happened_on"])
    goes_on = "It still goes on" if each["goes_on"] else ""
    rows = [
        ("To whom it applies", each["who"]),
        ("When", "\n".join(filter(None, [when, goes_on])) or "Not said yet"),
        ("What happened", each["what_happened"] or "Not said yet"),
        ("How it was taken seriously", each["taken_seriously"] or "Nothing said"),
        ("What was done", each["steps_taken"] or "Nothing said"),
        ("What more is promised", each["commitments"] or "Nothing said"),
    ]
    return Entry(ground.words, f"{ground.effect.label}: {ground.source}", rows)


def _day(text: str | None) -> str:
    return day_in_words(date.fromisoformat(text)) if text else ""
