"""Reads companies from statements of the Beneficial Ownership Data Standard, BODS 0.4, as far as these go.

Statements tell of one day: the company that comes of them has on that day the parts that they state. What has no place
in it is said in sentences.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.files import bods_checks, bods_shape
from spinouts.files.bods_checks import OF_TRUSTS, Statement, direct, latest
from spinouts.files.bods_holdings import Stakes, events_of
from spinouts.files.bods_shape import day_of
from spinouts.files.placing import MOST_SAID

_MEASURES = {
    "shareholding": "shares",
    "rightsToSurplusAssetsOnDissolution": "shares",
    "votingRights": "votes",
    "appointmentOfBoard": "seats",
}
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_REFERENCE = 40
Found = tuple[tuple[Company, ...], tuple[str, ...]]


def read(text: str, name: str) -> Found:
    """The companies, the one in question first, and in sentences what did not come with them.

    Raises Refusal with a sentence for each fault: "name, statement 3: what".
    """
    try:
        content = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except RecursionError as error:
        raise Refusal(f"{name}: it is nested too deeply.") from error
    except ValueError as error:
        place = f", from line {error.lineno} on" if isinstance(error, json.JSONDecodeError) else ""
        raise Refusal(
            f"{name}: this is no whole file of its kind (JSON): it can’t be read{place}. Take it again from where it "
            "came, and don’t change it."
        ) from error
    if faults := list(bods_shape.faults(content)):
        raise Refusal(*(f"{name}, {fault}" for fault in faults[:MOST_SAID]))
    bods_checks.check(content)
    reading = _Reading(content)
    companies = tuple(reading.company(subject) for subject in reading.subjects())
    if not companies:
        raise Refusal(f"{name}: nobody is stated to have a part of a company.")
    for company in companies:
        company.check()
    return companies, tuple(reading.losses)


@dataclass
class _Reading:
    statements: Sequence[Statement]
    losses: list[str] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entities = latest(self.statements, "entity")
        self.persons = latest(self.statements, "person")
        self.relations = latest(self.statements, "relationship")
        records = [statement["recordId"] for statement in self.statements]
        if len(set(records)) < len(records):
            self.losses.append("Of what was stated several times, only the last statement counts.")

    def subjects(self) -> list[str]:
        """The companies: what parts are held of, the one first that the file declares first."""
        held = {
            each["subject"]
            for each in self.relations.values()
            if isinstance(each.get("subject"), str) and any(map(_measure, _interests(each)))
        }
        declared = [statement.get("declarationSubject") for statement in self.statements]
        order = [*declared, *self.entities]
        return [record for record in dict.fromkeys(order) if isinstance(record, str) and record in held]

    def company(self, subject: str) -> Company:
        entity = self.entities.get(subject, {})
        form = self._form(entity, subject)
        holders: dict[str, Party] = {}
        stakes = Stakes(form)
        for record, relation in self.relations.items():
            if relation.get("subject") != subject or relation.get("isComponent") is True:
                continue
            party = self._party(relation.get("interestedParty"), record)
            for interest in _interests(relation):
                if not (measure := _measure(interest)):
                    self._lose(party, interest)
                    continue
                holders.setdefault(party.reference, party)
                self.losses += stakes.add(party, measure, interest)
        stated_on = max(day for each in self.statements if (day := day_of(each["statementDate"])))
        formed_on = day_of(entity.get("foundingDate")) or stakes.first or stated_on
        others, classes, events = events_of(stakes, tuple(holders.values()), formed_on)
        self.losses += stakes.losses
        return Company(
            reference=self._reference(subject),
            name=str(entity.get("name", subject)).strip(),
            form=form,
            formed_on=min([formed_on, *(event.on for event in events)]),
            parties=(*holders.values(), *others),
            classes=classes,
            events=events,
            identifier=_identifier(entity),
        )

    def _reference(self, record: str) -> str:
        """A short name for the record, which no other record has."""
        if record not in self.references:
            fit = _UNFIT.sub("-", record.removeprefix("party-").removeprefix("company-")).strip("-")
            short = fit[-_LONGEST_REFERENCE:].strip("-") or "party"
            taken, number, reference = set(self.references.values()), 1, short
            while reference in taken:
                number += 1
                reference = f"{short[-_LONGEST_REFERENCE + 4 :]}-{number}"
            self.references[record] = reference
        return self.references[record]

    def _form(self, entity: Statement, subject: str) -> LegalForm:
        said = str(entity.get("entityType", {}).get("details", ""))
        for form in LegalForm:
            if form.label == said:
                return form
        name = entity.get("name", subject)
        self.losses.append(f"The legal form of {name} is not stated in our words: it is taken as a company by shares.")
        return LegalForm.COMPANY_BY_SHARES

    def _party(self, holder: object, record: str) -> Party:
        if not isinstance(holder, str):
            description = holder.get("description", "") if isinstance(holder, Mapping) else ""
            self.losses.append(f"One who has a part is not named: {description or 'no reason is given'}.")
            return Party(self._reference(f"{record}-not-named"), "Not named", PartyKind.PARTNER)
        if holder in self.persons:
            names = self.persons[holder].get("names") or [{}]
            name = str(names[0].get("fullName", "Not named")).strip()
            self.losses.append(f"{name} is a person, and taken as a partner.")
            return Party(self._reference(holder), name, PartyKind.PARTNER)
        entity = self.entities.get(holder, {})
        kind = self._kind(entity, holder)
        return Party(
            self._reference(holder),
            str(entity.get("name", holder)).strip(),
            kind,
            _identifier(entity),
            tuple(self._trustees(holder)) if kind.is_trust else (),
        )

    def _kind(self, entity: Statement, record: str) -> PartyKind:
        stated = entity.get("entityType", {})
        for kind in PartyKind:
            if kind.label == stated.get("details"):
                return kind
        if record in self.subjects():
            return PartyKind.GROUP_COMPANY
        kind = PartyKind.PARTNER
        if stated.get("type") in {"state", "stateBody"}:
            kind = PartyKind.COUNCIL
        elif stated.get("subtype") == "trust":
            kind = PartyKind.EMPLOYEE_TRUST
        self.losses.append(f"What {entity.get('name', record)} is, is not stated in our words: {kind.label.lower()}.")
        return kind

    def _trustees(self, trust: str) -> Iterator[str]:
        for relation in self.relations.values():
            is_trustee = any(interest.get("type") == "trustee" for interest in _interests(relation))
            holder = relation.get("interestedParty")
            if relation.get("subject") == trust and is_trustee and isinstance(holder, str):
                names = self.persons.get(holder, {}).get("names") or [{}]
                name = self.entities.get(holder, {}).get("name") or names[0].get("fullName")
                if name:
                    yield str(name).strip()

    def _lose(self, party: Party, interest: Statement) -> None:
        if interest.get("type") in OF_TRUSTS:
            return
        details = str(interest.get("details", "")).removesuffix(".")
        how = "" if direct(interest) else ", through others"
        self.losses.append(
            f"{party.name} also has the interest {interest.get('type', 'unknown')}{how}"
            f"{f' ({details})' if details else ''}: this is left out."
        )


def _interests(relation: Statement) -> list[Statement]:
    return list(relation.get("interests", []))


def _measure(interest: Statement) -> str:
    """What the interest is a part of, if it is one of those from which a register is made."""
    if not direct(interest) or interest.get("endDate") or not interest.get("share"):
        return ""
    return _MEASURES.get(interest.get("type", ""), "")


def _identifier(entity: Statement) -> str:
    for each in entity.get("identifiers", []):
        if each.get("id"):
            return f"{each['scheme']}-{each['id']}" if each.get("scheme") else str(each["id"])
    return ""
