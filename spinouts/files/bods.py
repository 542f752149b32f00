"""The company on a day as statements of the Beneficial Ownership Data Standard, BODS 0.4.

What is stated: who holds what part of the shares, of the votes, and of the seats on the board; what else gives control
(consents, classes that must consent, rights to shares); and for a trust, its trustees and those for whom they hold.
"""

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.registers import Register
from spinouts.files import bods_checks

VERSION = "0.4"
STANDARD = "https://standard.openownership.org/en/0.4.0/"
IDENTIFIER = re.compile(r"([A-Z]{2,3}-[A-Z0-9]+)-(.+)")
PLACES = 10_000
"""Parts that no short decimal says exactly stand between two figures of four places."""

Statement = dict[str, Any]
_INSTITUTION = re.compile(r"\b(limited|ltd|llp|plc|cic|cio|council|trust|trustees|company|society)\b", re.IGNORECASE)
_TYPES: Mapping[PartyKind, Mapping[str, str]] = {
    PartyKind.COUNCIL: {"type": "stateBody"},
    PartyKind.EMPLOYEES: {"type": "arrangement", "subtype": "other"},
    PartyKind.COMMUNITY: {"type": "arrangement", "subtype": "other"},
    PartyKind.EMPLOYEE_TRUST: {"type": "arrangement", "subtype": "trust"},
    PartyKind.EMPLOYEE_OWNERSHIP_TRUST: {"type": "arrangement", "subtype": "trust"},
}


def statements(companies: Sequence[Company], on: date, *, published_on: date, publisher: str) -> list[Statement]:
    """What is so at the end of the day, the company in question first; the same again makes the same statements.

    A party whose reference is another company's is that company. Raises Refusal for what `bods_checks.check` refuses.
    """
    made = _Making(companies, on, published_on, publisher)
    for company in companies:
        made.company(company)
    bods_checks.check(made.found)
    return made.found


def as_json(found: Sequence[Statement]) -> str:
    """The statements as a file holds them."""
    return json.dumps(found, indent=2, ensure_ascii=False)


@dataclass
class _Making:
    companies: Sequence[Company]
    on: date
    published_on: date
    publisher: str
    found: list[Statement] = field(default_factory=list)
    records: dict[str, Party] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)

    def company(self, company: Company) -> None:
        subject = f"company-{company.reference}"
        self._state(subject, subject, "entity", _entity_of(company))
        register = company.register(self.on)
        starts = _starts(company, self.on)
        for party in _parties(company, register):
            holder = self._party(party, subject)
            interests = list(_interests(company, register, party, starts.get(party.reference)))
            if interests:
                self._relation(subject, subject, holder, interests)
        body = company.agreed.articles.asset_lock_body
        if body:
            holder = f"asset-lock-{company.reference}"
            details = {"isComponent": False, "entityType": {"type": "legalEntity"}, "name": body}
            self._state(holder, subject, "entity", details)
            words = "What is left when the company ends"
            self._relation(subject, subject, holder, [_interest("rightsToSurplusAssetsOnDissolution", words)])

    def _party(self, party: Party, subject: str) -> str:
        """The party's record; parties of several companies that are alike in everything are one."""
        if party.reference in {company.reference for company in self.companies}:
            record = f"company-{party.reference}"
            other = next(each for each in self.companies if each.reference == party.reference)
            self._state(record, record, "entity", _entity_of(other))
            return record
        record, number = f"party-{party.reference}", 1
        while self.records.setdefault(record, party) != party:
            number += 1
            record = f"party-{party.reference}-{number}"
        if self._state(record, subject, "entity", _entity_of_party(party)) and party.kind.is_trust:
            self._trust(party, record, subject)
        return record

    def _trust(self, trust: Party, record: str, subject: str) -> None:
        for number, name in enumerate(trust.trustees, start=1):
            trustee = f"{record}-trustee-{number}"
            if _INSTITUTION.search(name):
                entity = {"isComponent": False, "entityType": {"type": "legalEntity"}, "name": name}
                self._state(trustee, subject, "entity", entity)
            else:
                person = {
                    "isComponent": False,
                    "personType": "knownPerson",
                    "names": [{"type": "legal", "fullName": name}],
                }
                self._state(trustee, subject, "person", person)
            self._relation(subject, record, trustee, [_interest("trustee")])
        if not trust.trustees:
            unknown = {"reason": "informationUnknownToPublisher", "description": "The trustees are not recorded."}
            self._relation(subject, record, unknown, [_interest("trustee")])
        staff = {
            "reason": "informationUnknownToPublisher",
            "description": "The employees of the company from time to time, as a class.",
        }
        self._relation(subject, record, staff, [_interest("beneficiaryOfLegalArrangement")])

    def _relation(
        self, about: str, subject: str, party: str | Mapping[str, str], interests: Sequence[Statement]
    ) -> None:
        kind = interests[0]["type"]
        record = f"{subject}--{party if isinstance(party, str) else f'unnamed-{kind}'}"
        details = {"isComponent": False, "subject": subject, "interestedParty": party, "interests": list(interests)}
        self._state(record, about, "relationship", details)

    def _state(self, record: str, about: str, kind: str, details: Mapping[str, Any]) -> bool:
        """State it, if the record is not stated yet."""
        if record in self.stated:
            return False
        self.stated.add(record)
        statement: Statement = {
            "declarationSubject": about,
            "statementDate": self.on.isoformat(),
            "recordId": record,
            "recordType": kind,
            "recordStatus": "new",
            "recordDetails": dict(details),
            "source": {"type": ["selfDeclaration"], "description": "The company's register, made from its events."},
            "publicationDetails": {
                "publicationDate": self.published_on.isoformat(),
                "bodsVersion": VERSION,
                "publisher": {"name": self.publisher},
            },
        }
        name = json.dumps(statement, sort_keys=True, ensure_ascii=False)
        self.found.append({"statementId": str(uuid.uuid5(uuid.NAMESPACE_URL, STANDARD + name)), **statement})
        return True


def _entity_of(company: Company) -> Statement:
    return {
        "isComponent": False,
        "entityType": {"type": "registeredEntity", "details": company.form.label},
        "name": company.name,
        "jurisdiction": {"name": "United Kingdom", "code": "GB"},
        "foundingDate": company.formed_on.isoformat(),
        **_identifiers(company.identifier),
    }


def _entity_of_party(party: Party) -> Statement:
    kind = dict(_TYPES.get(party.kind, {"type": "registeredEntity" if party.identifier else "legalEntity"}))
    return {
        "isComponent": False,
        "entityType": {**kind, "details": party.kind.label},
        "name": party.name,
        **_identifiers(party.identifier),
    }


def _identifiers(identifier: str) -> Statement:
    if not identifier:
        return {}
    if known := IDENTIFIER.fullmatch(identifier):
        return {"identifiers": [{"scheme": known.group(1), "id": known.group(2)}]}
    return {"identifiers": [{"schemeName": "As the company gives it", "id": identifier}]}


def _parties(company: Company, register: Register) -> Iterable[Party]:
    """Holders and those who fill seats, then whoever has only rights or must consent."""
    others = {right.party.reference for right in register.rights.values()}
    others |= {party for matter in company.agreed.articles.reserved for party in matter.consent_of}
    there = {party.reference for party in register.parties}
    return [*register.parties, *(each for each in company.parties if each.reference in others - there)]


def _interests(company: Company, register: Register, party: Party, start: date | None) -> Iterator[Statement]:
    """All that the party has in the company; what it has a part of, with that part and the counts behind it."""
    yield from _parts(company, register, party, start)
    for known in register.classes:
        if known.golden and register.holdings.get((party.reference, known.reference)):
            words = f"The {known.name} shares must consent to the reserved matters"
            yield _interest("controlViaCompanyRulesOrArticles", words, start=start)
    for matter in company.agreed.articles.reserved:
        if party.reference in matter.consent_of:
            words = f"Must consent to: {matter.matter.label}"
            yield _interest("controlViaCompanyRulesOrArticles", words)
    for reference, right in register.rights.items():
        if right.party.reference == party.reference:
            words = f"A right to {right.shares:,} more of {right.share_class.name} ({reference})"
            yield _interest("conditionalRightsGrantedByContract", words)


def _parts(company: Company, register: Register, party: Party, start: date | None) -> Iterator[Statement]:
    measures: list[tuple[str, Mapping[str, int], str]] = [
        ("votingRights", register.votes, "votes"),
        ("appointmentOfBoard", register.board, "board seats"),
    ]
    if company.form.has_shares:
        measures.insert(0, ("shareholding", register.capital, "shares"))
    elif company.form is LegalForm.LLP:
        measures.insert(0, ("rightsToSurplusAssetsOnDissolution", register.capital, "units of membership"))
    for kind, weights, noun in measures:
        part = fractions_of(weights).get(party.reference, Fraction(0))
        if part:
            words = f"{weights[party.reference]:,} of {sum(weights.values()):,} {noun}"
            yield _interest(kind, words, part, start)


def _interest(kind: str, details: str = "", part: Fraction | None = None, start: date | None = None) -> Statement:
    interest: Statement = {"type": kind, "directOrIndirect": "direct", "beneficialOwnershipOrControl": False}
    if details:
        interest["details"] = details
    if part is not None:
        interest["share"] = share_of(part)
    if start is not None:
        interest["startDate"] = start.isoformat()
    return interest


def share_of(part: Fraction) -> dict[str, float]:
    """A part of the whole in percent: exact if four places say it, else between the two figures on its sides.

    The lines that the law draws are such figures themselves, so that none is reached or crossed.
    """
    units = part * 100 * PLACES
    if units.denominator == 1:
        return {"exact": _figure(int(units))}
    return {"exclusiveMinimum": _figure(int(units)), "exclusiveMaximum": _figure(int(units) + 1)}


def _figure(units: int) -> float:
    return units // PLACES if units % PLACES == 0 else units / PLACES


def _starts(company: Company, on: date) -> dict[str, date]:
    """Since when each party has held something, or filled a seat, without a gap."""
    starts: dict[str, date] = {}
    for day in sorted({event.on for event in company.events if event.on <= on}):
        register = company.register(day)
        there = set(register.capital) | set(register.board)
        starts = {party: starts.get(party, day) for party in there}
    return starts
