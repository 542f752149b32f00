"""The company as it would be formed from an offer, whole: nothing that the offer says of it is lost on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from accounts.domain.refusals import Refusal
from partners.domain.offers import Offer, ProposedHolding, holdings_in_shares
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.parties import Party
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed

COMPANY = "company"
"""The reference of a company that does not exist yet."""


def company_of(offer: Offer, formed_on: date) -> Company:
    """The company as it would be formed: parties, classes, what is agreed, and the events of the first day.

    These are the issues of shares, the board, the lock-ins, and the rights that are granted; what would have ended
    before that day makes none, nor does a holding to which no share is allotted. References are "party-1", "class-1"
    and so on: parties in order of the offer's holdings, classes first those of which the offer gives the rights. Where
    one plain class comes with different votes per share, each name says its votes.

    Raises Refusal as `allot` does, for a negative number of votes, and where what is agreed names a party or class
    that the offer does not have.
    """
    known = _known(offer)
    happened = [
        *_issues(offer, known, formed_on),
        *_board(offer, known, formed_on),
        *_locks(offer, known, formed_on),
        *_grants(offer, known, formed_on),
    ]
    return Company(
        reference=COMPANY,
        name=offer.company_name,
        form=offer.legal_form,
        formed_on=formed_on,
        parties=tuple(known.parties.values()),
        classes=tuple(known.classes.values()),
        events=tuple(
            replace(event, sequence=number, reason=Reason.FORMATION) for number, event in enumerate(happened, start=1)
        ),
        agreed=_agreed(offer.agreed, known),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Parties by kind and name, classes by name and votes."""

    parties: dict[tuple[str, str], Party]
    classes: dict[tuple[str, int], ShareClass]

    def party(self, name: str) -> Party:
        for party in self.parties.values():
            if party.name == name:
                return party
        raise Refusal(f"What is agreed names {name}, who is not among the holders: enter who that is.")

    def share_class(self, name: str) -> ShareClass:
        for (known, _), share_class in self.classes.items():
            if known == name:
                return share_class
        raise Refusal(f"What is agreed names {name} shares, which nobody holds: enter the class, or choose another.")

    def party_or_none(self, name: str | None) -> str | None:
        return None if name is None else self.party(name).reference

    def class_or_none(self, name: str | None) -> str | None:
        return None if name is None else self.share_class(name).reference


def _known(offer: Offer) -> _Known:
    known = _Known({}, {})
    for each in offer.classes:
        known.classes[each.name, each.votes_per_share] = replace(each, reference=f"class-{len(known.classes) + 1}")
    for holding in offer.holdings:
        known.parties.setdefault(
            (holding.kind, holding.name), Party(f"party-{len(known.parties) + 1}", holding.name, holding.kind)
        )
        votes = offer.votes_of(holding)
        plain = ShareClass(f"class-{len(known.classes) + 1}", _class_name(offer, holding), votes)
        known.classes.setdefault((holding.share_class, votes), plain)
    return known


def _class_name(offer: Offer, holding: ProposedHolding) -> str:
    votes = {offer.votes_of(other) for other in offer.holdings if other.share_class == holding.share_class}
    if len(votes) == 1:
        return holding.share_class
    return f"{holding.share_class} ({holding.votes_per_share} vote{'' if holding.votes_per_share == 1 else 's'})"


def _issues(offer: Offer, known: _Known, on: date) -> Iterator[HoldingEvent]:
    for holding, shares in holdings_in_shares(offer):
        if shares:
            share_class = known.classes[holding.share_class, offer.votes_of(holding)]
            party = known.parties[holding.kind, holding.name]
            yield HoldingEvent(EventKind.ISSUE, on, 0, share_class, shares, to_party=party)


def _board(offer: Offer, known: _Known, on: date) -> Iterator[HoldingEvent]:
    seats: dict[Party, int] = {}
    for holding in offer.holdings:
        party = known.parties[holding.kind, holding.name]
        seats[party] = seats.get(party, 0) + holding.board_seats
    for party, count in seats.items():
        if count:
            yield HoldingEvent(EventKind.SEATS, on, 0, to_party=party, seats=count)


def _locks(offer: Offer, known: _Known, on: date) -> Iterator[HoldingEvent]:
    """One for each party, or for all: the register keeps the last day of the longest."""
    last: dict[str | None, date] = {}
    for lock in offer.agreed.articles.locks:
        if lock.until >= on:
            last[lock.party] = max(lock.until, last.get(lock.party, lock.until))
    for name, until in last.items():
        party = None if name is None else known.party(name)
        yield HoldingEvent(EventKind.LOCK, on, 0, from_party=party, until=until)


def _grants(offer: Offer, known: _Known, on: date) -> Iterator[HoldingEvent]:
    for right in offer.agreed.rights:
        if right.until is None or right.until >= on:
            yield HoldingEvent(
                EventKind.GRANT,
                on,
                0,
                known.share_class(right.share_class),
                right.shares,
                to_party=known.party(right.holder),
                under=right.reference,
                until=right.until,
            )


def _agreed(agreed: Agreed, known: _Known) -> Agreed:
    """The same, with the company's references in place of names."""
    articles = agreed.articles
    return replace(
        agreed,
        articles=replace(
            articles,
            reserved=tuple(
                replace(matter, consent_of=tuple(known.party(name).reference for name in matter.consent_of))
                for matter in articles.reserved
            ),
            locks=tuple(replace(lock, party=known.party_or_none(lock.party)) for lock in articles.locks),
            anti_dilution=tuple(known.party(name).reference for name in articles.anti_dilution),
        ),
        loans=tuple(
            replace(loan, lender=known.party(loan.lender).reference, converts_to=known.class_or_none(loan.converts_to))
            for loan in agreed.loans
        ),
        rights=tuple(
            replace(
                right,
                holder=known.party(right.holder).reference,
                share_class=known.share_class(right.share_class).reference,
                giver=known.party_or_none(right.giver),
            )
            for right in agreed.rights
        ),
        vestings=tuple(
            replace(
                vesting,
                holder=known.party(vesting.holder).reference,
                share_class=known.share_class(vesting.share_class).reference,
                returns_to=known.party_or_none(vesting.returns_to),
            )
            for vesting in agreed.vestings
        ),
    )
