"""The company as one plain value: who may own it, by what classes of shares, what was agreed, and all that happened.

The same value is made from a bid's offer, frozen with the award, kept as the register of the joint venture, read from
a file and written to one: so nothing is lost or changed on the way.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from accounts.domain.refusals import Refusal
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party
from spinouts.domain.registers import Register, register
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed


@dataclass(frozen=True, slots=True)
class Company:
    """A company. `reference` tells it apart in a group: a party with that reference elsewhere is this company."""

    reference: str
    name: str
    form: LegalForm
    formed_on: date
    parties: tuple[Party, ...] = ()
    classes: tuple[ShareClass, ...] = ()
    events: tuple[HoldingEvent, ...] = ()
    agreed: Agreed = field(default_factory=Agreed)
    identifier: str = ""

    def register(self, on: date) -> Register:
        """The register at the end of the day. Raises Refusal as `registers.register` does."""
        return register(self.events, on, form=self.form)

    def party(self, reference: str) -> Party:
        """The party of that reference. Raises KeyError for one that the company does not have."""
        for party in self.parties:
            if party.reference == reference:
                return party
        raise KeyError(reference)

    def check(self) -> None:
        """Raise Refusal, with a sentence that says what to mend, unless the company is sound as a whole."""
        if not self.name.strip():
            raise Refusal("The company has no name: give it one.")
        if not any(event.kind is EventKind.ISSUE for event in self.events):
            raise Refusal("Nobody holds anything in the company: issue shares to at least one party.")
        self._check_names()
        if any(event.on < self.formed_on for event in self.events):
            raise Refusal("Shares can't be issued, and nothing else happen, before the day the company is formed.")
        self.register(date.max)

    def _check_names(self) -> None:
        named = {party for event in self.events for party in (event.from_party, event.to_party) if party}
        classes = {known for event in self.events for known in (event.share_class, event.to_class) if known}
        if not named <= set(self.parties) or not classes <= set(self.classes):
            raise Refusal("An event of holding names a party or a class of shares that the company does not have.")
        for kind, things in (("party", self.parties), ("class of shares", self.classes)):
            references = [thing.reference for thing in things]
            for reference in references:
                if references.count(reference) > 1:
                    raise Refusal(f"Two of the company have the reference {reference}: give each {kind} its own.")
        parties, shares = {each.reference for each in self.parties}, {each.reference for each in self.classes}
        for reference in self._agreed_parties():
            if reference not in parties:
                raise Refusal(f"What is agreed names the party {reference}, which the company does not have.")
        for reference in self._agreed_classes():
            if reference not in shares:
                raise Refusal(f"What is agreed names the class of shares {reference}, which the company does not have.")

    def _agreed_parties(self) -> set[str]:
        articles = self.agreed.articles
        named: set[str | None] = {loan.lender for loan in self.agreed.loans}
        named |= {party for right in self.agreed.rights for party in (right.holder, right.giver)}
        named |= {party for vesting in self.agreed.vestings for party in (vesting.holder, vesting.returns_to)}
        named |= {party for matter in articles.reserved for party in matter.consent_of}
        named |= {lock.party for lock in articles.locks} | set(articles.anti_dilution)
        return {party for party in named if party is not None}

    def _agreed_classes(self) -> set[str]:
        named: set[str | None] = {loan.converts_to for loan in self.agreed.loans}
        named |= {right.share_class for right in self.agreed.rights}
        named |= {vesting.share_class for vesting in self.agreed.vestings}
        return {share_class for share_class in named if share_class is not None}


def without_notes(company: Company) -> Company:
    """The company without the notes on its events: a council's own are for its record, and not published."""
    return replace(company, events=tuple(replace(event, note="") for event in company.events))
