"""The register of holdings, made again from its events, and the cap table that people read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from accounts.domain.refusals import Refusal
from spinouts.domain.forms import LegalForm, PartyKind
from spinouts.domain.percentages import stake_in_words


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who owns, or may own, part of the company. The reference tells parties apart; the name is read."""

    reference: str
    name: str
    kind: PartyKind


@dataclass(frozen=True, slots=True)
class ShareClass:
    """A class of shares. `votes_per_share` is zero for shares without votes."""

    reference: str
    name: str
    votes_per_share: int = 1

    def __post_init__(self) -> None:
        if self.votes_per_share < 0:
            raise Refusal(f"A share cannot carry {self.votes_per_share} votes: enter 0 or more.")


Named = TypeVar("Named", Party, ShareClass)


class EventKind(StrEnum):
    """What can happen to shares."""

    ISSUE = "issue"
    TRANSFER = "transfer"
    CANCEL = "cancel"

    @property
    def label(self) -> str:
        """The kind's name, as a person reads it."""
        return {"issue": "Issue", "transfer": "Transfer", "cancel": "Cancellation"}[self.value]


@dataclass(frozen=True, slots=True)
class HoldingEvent:
    """Whole shares of one class issued to a party, transferred between two, or cancelled.

    Events happen in the order of their day, then of their sequence number, which is unique within a day.
    """

    kind: EventKind
    on: date
    sequence: int
    share_class: ShareClass
    shares: int
    to_party: Party | None = None
    from_party: Party | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Who holds what at the end of a day. `holdings` maps (party reference, class reference) to shares above zero.

    Stakes come as three vectors, which need not agree: capital, votes, and seats on the board.
    """

    on: date
    parties: tuple[Party, ...]
    classes: tuple[ShareClass, ...]
    holdings: Mapping[tuple[str, str], int]
    board: Mapping[str, int]
    form: LegalForm | None = None

    @property
    def capital(self) -> dict[str, int]:
        """Shares of all classes by party reference, holders only; each share is an equal part of the capital."""
        totals: dict[str, int] = {}
        for (party, _), shares in self.holdings.items():
            totals[party] = totals.get(party, 0) + shares
        return totals

    @property
    def votes(self) -> dict[str, int]:
        """Votes at a general meeting by party reference, holders only; one each where the form says so."""
        if self.form is not None and self.form.one_member_one_vote:
            return dict.fromkeys(self.capital, 1)
        per_share = {share_class.reference: share_class.votes_per_share for share_class in self.classes}
        totals = dict.fromkeys(self.capital, 0)
        for (party, share_class), shares in self.holdings.items():
            totals[party] += shares * per_share[share_class]
        return totals


def register(
    events: Iterable[HoldingEvent],
    on: date,
    *,
    form: LegalForm | None = None,
    board: Mapping[Party, int] | None = None,
) -> Register:
    """The register at the end of the day `on`: all events up to and on that day, in order.

    `board` gives the seats that each party fills; such a party need hold no shares. To check a back-dated event, ask
    for the register at `date.max`, so that what came later is counted too.

    Raises Refusal for an event of no shares, to oneself, without the parties that its kind needs, or of more shares
    than its holder then has; and for two events with one number on one day. Raises ValueError if one reference
    stands for two different parties or classes.
    """
    past = sorted((event for event in events if event.on <= on), key=lambda event: (event.on, event.sequence))
    parties, classes, holdings = _replay(past)
    for party in board or {}:
        _same(parties, party)
    seats = {party.reference: count for party, count in (board or {}).items() if count}
    holders = {party for party, _ in holdings} | set(seats)
    issued = {share_class for _, share_class in holdings}
    return Register(
        on=on,
        parties=tuple(party for party in parties.values() if party.reference in holders),
        classes=tuple(share_class for share_class in classes.values() if share_class.reference in issued),
        holdings=holdings,
        board=seats,
        form=form,
    )


def _replay(
    past: Sequence[HoldingEvent],
) -> tuple[dict[str, Party], dict[str, ShareClass], dict[tuple[str, str], int]]:
    parties: dict[str, Party] = {}
    classes: dict[str, ShareClass] = {}
    holdings: dict[tuple[str, str], int] = {}
    for earlier, later in pairwise(past):
        if (earlier.on, earlier.sequence) == (later.on, later.sequence):
            raise Refusal(f"Two events of {_day(later.on)} have the number {later.sequence}: number them apart.")
    for event in past:
        _check(event)
        _same(classes, event.share_class)
        if event.from_party is not None:
            _same(parties, event.from_party)
            _take(holdings, event, event.from_party)
        if event.to_party is not None:
            _same(parties, event.to_party)
            key = (event.to_party.reference, event.share_class.reference)
            holdings[key] = holdings.get(key, 0) + event.shares
    return parties, classes, {key: shares for key, shares in holdings.items() if shares}


def _check(event: HoldingEvent) -> None:
    what = f"The {event.kind.label.lower()} of {_day(event.on)}"
    if event.shares < 1:
        raise Refusal(f"{what} is of {event.shares} shares: enter 1 or more.")
    if (event.from_party is not None) != (event.kind is not EventKind.ISSUE):
        raise Refusal(
            f"{what} must {'not ' if event.kind is EventKind.ISSUE else ''}say who held the shares before it."
        )
    if (event.to_party is not None) != (event.kind is not EventKind.CANCEL):
        raise Refusal(
            f"{what} must {'not ' if event.kind is EventKind.CANCEL else ''}say who holds the shares after it."
        )
    if event.from_party and event.to_party and event.from_party.reference == event.to_party.reference:
        raise Refusal(f"{what} is from {event.from_party.name} to itself: choose two different parties.")


def _take(holdings: dict[tuple[str, str], int], event: HoldingEvent, holder: Party) -> None:
    key = (holder.reference, event.share_class.reference)
    held = holdings.get(key, 0)
    if event.shares > held:
        raise Refusal(
            f"On {_day(event.on)} {holder.name} had {held:,} {event.share_class.name} shares, "
            f"fewer than the {event.shares:,} in the {event.kind.label.lower()}."
        )
    holdings[key] = held - event.shares


def _same(known: dict[str, Named], thing: Named) -> None:
    if known.setdefault(thing.reference, thing) != thing:
        raise ValueError(f"The reference {thing.reference} stands for both {known[thing.reference]} and {thing}.")


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


@dataclass(frozen=True, slots=True)
class CapTableRow:
    """One party's stake. `by_class` has its shares of each of the table's classes, in their order."""

    party: Party
    by_class: tuple[int, ...]
    shares: int
    capital: Fraction
    votes: int
    votes_fraction: Fraction
    seats: int

    @property
    def capital_in_words(self) -> str:
        """Its part of all shares, such as "24.9%" or "just over 25%"."""
        return stake_in_words(self.capital)

    @property
    def votes_in_words(self) -> str:
        """Its part of all votes, such as "24.9%" or "just over 25%"."""
        return stake_in_words(self.votes_fraction)


@dataclass(frozen=True, slots=True)
class CapTable:
    """The register for reading: a row for each party with shares or seats, and the totals beneath."""

    on: date
    classes: tuple[ShareClass, ...]
    rows: tuple[CapTableRow, ...]
    by_class: tuple[int, ...]
    shares: int
    votes: int
    seats: int


def cap_table(of: Register) -> CapTable:
    """The cap table of a register. Fractions are exact parts of all shares and votes, zero where there are none."""
    capital, votes = of.capital, of.votes
    capital_parts, votes_parts = fractions_of(capital), fractions_of(votes)
    rows = tuple(
        CapTableRow(
            party=party,
            by_class=tuple(of.holdings.get((party.reference, known.reference), 0) for known in of.classes),
            shares=capital.get(party.reference, 0),
            capital=capital_parts.get(party.reference, Fraction(0)),
            votes=votes.get(party.reference, 0),
            votes_fraction=votes_parts.get(party.reference, Fraction(0)),
            seats=of.board.get(party.reference, 0),
        )
        for party in of.parties
    )
    return CapTable(
        on=of.on,
        classes=of.classes,
        rows=rows,
        by_class=tuple(sum(row.by_class[column] for row in rows) for column in range(len(of.classes))),
        shares=sum(capital.values()),
        votes=sum(votes.values()),
        seats=sum(of.board.values()),
    )


def fractions_of(weights: Mapping[str, int]) -> dict[str, Fraction]:
    """Each weight as an exact part of them all; all zero if they add up to nothing."""
    whole = sum(weights.values())
    return {reference: Fraction(weight, whole or 1) for reference, weight in weights.items()}
