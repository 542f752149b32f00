"""Where a projected company stands at a moment, and what an assumption made of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from spinouts.domain import consents
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason, in_words
from spinouts.domain.registers import EVERYBODY, Register
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Matter


@dataclass(frozen=True, slots=True)
class Outcome:
    """The events that an assumption adds, in their order, not yet numbered; and sentences for people."""

    events: tuple[HoldingEvent, ...] = ()
    sentences: tuple[str, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome((*self.events, *other.events), (*self.sentences, *other.sentences))


@dataclass(frozen=True, slots=True)
class Position:
    """Where the company stands when something is assumed.

    `company` has all that happened or was assumed before, `of` is its register at that moment. `reserves` are profits
    that may be distributed, `cash` is what there is; pounds, either may be below zero.
    """

    company: Company
    of: Register
    reserves: Decimal
    cash: Decimal

    @property
    def on(self) -> date:
        """The day."""
        return self.of.on

    @property
    def funds(self) -> Decimal:
        """What may be spent on the company's own shares: the less of reserves and cash."""
        return max(Decimal(0), min(self.reserves, self.cash))

    def share_class(self, reference: str) -> ShareClass:
        """The company's class of that reference. Raises KeyError where it has none."""
        return {known.reference: known for known in self.company.classes}[reference]

    def held(self, party: str, share_class: str) -> int:
        """The shares of a class that a party has."""
        return self.of.holdings.get((party, share_class), 0)

    def event(
        self,
        kind: EventKind,
        share_class: str,
        shares: int,
        *,
        to: str | None = None,
        giver: str | None = None,
        amount: Decimal | None = None,
        under: str = "",
        reason: Reason = Reason.OTHER,
    ) -> HoldingEvent:
        """An event of shares on the day, not yet numbered; parties and class by reference."""
        return HoldingEvent(
            kind,
            self.on,
            0,
            self.share_class(share_class),
            shares,
            to_party=None if to is None else self.company.party(to),
            from_party=None if giver is None else self.company.party(giver),
            amount=amount,
            under=under,
            reason=reason,
        )

    def consents(self, matter: Matter) -> tuple[str, ...]:
        """A sentence that says whose consent a reserved matter needs; none if it is not reserved."""
        return consents.in_words(self.company, self.of, matter)

    def locked(self, party: str) -> tuple[str, ...]:
        """A sentence that says that the party is locked in on the day; none if it is not."""
        agreed = [lock.until for lock in self.company.agreed.articles.locks if lock.party in {None, party}]
        noted = [until for whose, until in self.of.locks.items() if whose in {EVERYBODY, party}]
        until = max((*agreed, *noted), default=None)
        if until is None or until < self.on:
            return ()
        name = self.company.party(party).name
        return (f"{name} is locked in until {in_words(until)}: all other owners must agree to it.",)
