"""The register of a company on a day, made again from its events: who holds, is owed, may get, may not sell what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from accounts.domain.counts import agreeing, counted
from accounts.domain.refusals import Refusal
from spinouts.domain.events import EventKind, HoldingEvent, check_event, in_words
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import Party
from spinouts.domain.shares import ShareClass

Named = TypeVar("Named", Party, ShareClass)
EVERYBODY = ""
"""Under this reference stands a lock-in of every party."""


@dataclass(frozen=True, slots=True)
class RightHeld:
    """What is left of a right to shares: an option, a warrant, or an earn-in. `until` is its last day."""

    party: Party
    share_class: ShareClass
    shares: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What the company owes to a lender under a loan, in pounds."""

    party: Party
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Register:
    """What stands at the end of a day. `holdings` maps (party reference, class reference) to shares above zero.

    Stakes come as three vectors, which need not agree: capital, votes, and seats on the board. `rights` and `owed`
    are by the reference of the right or loan, as far as something is left of it. `locks` has the last day of each
    lock-in in force by party reference, `EVERYBODY` for all.
    """

    on: date
    parties: tuple[Party, ...]
    classes: tuple[ShareClass, ...]
    holdings: Mapping[tuple[str, str], int]
    board: Mapping[str, int]
    form: LegalForm | None = None
    rights: Mapping[str, RightHeld] = field(default_factory=dict)
    owed: Mapping[str, Owed] = field(default_factory=dict)
    locks: Mapping[str, date] = field(default_factory=dict)

    @property
    def capital(self) -> dict[str, int]:
        """Shares of all classes by party reference, holders only; each share is an equal part of the capital."""
        return self._added_up({known.reference: 1 for known in self.classes})

    @property
    def votes(self) -> dict[str, int]:
        """Votes at a general meeting by party reference, holders only.

        Where the form gives each member one vote, a party has one for each membership that it stands for, else one.
        """
        if self.form is not None and self.form.one_member_one_vote:
            members = self._added_up({known.reference: int(known.memberships) for known in self.classes})
            return {party: count or 1 for party, count in members.items()}
        return self._added_up({known.reference: known.votes_per_share for known in self.classes})

    @property
    def sharing_profits(self) -> dict[str, int]:
        """Shares of the classes that take part in profits, by party reference, holders only."""
        return self._added_up({known.reference: int(known.dividends) for known in self.classes})

    def _added_up(self, weight: Mapping[str, int]) -> dict[str, int]:
        """What each holder has, where a share of a class weighs so much."""
        totals: dict[str, int] = {}
        for (party, share_class), shares in self.holdings.items():
            totals[party] = totals.get(party, 0) + shares * weight[share_class]
        return totals


def register(events: Iterable[HoldingEvent], on: date, *, form: LegalForm | None = None) -> Register:
    """The register at the end of the day `on`: all events up to and on that day, in order.

    To check a back-dated event, ask for the register at `date.max`, so that what came later is counted too. An entry
    that was struck out counts on no day, also before it was found to be wrong.

    Raises Refusal for an event that is wrong in itself (`check_event`), of more shares, rights or debt than there
    are, or that splits shares into parts of shares; and for two events with one number on one day. Raises ValueError
    if one reference stands for two different parties or classes.
    """
    past = sorted((event for event in standing(events) if event.on <= on), key=lambda event: (event.on, event.sequence))
    for earlier, later in pairwise(past):
        if (earlier.on, earlier.sequence) == (later.on, later.sequence):
            raise Refusal(f"Two events of {in_words(later.on)} have the number {later.sequence}: number them apart.")
    books = _Books()
    for event in past:
        books.enter(event)
    holders = {party for party, _ in books.holdings} | set(books.board)
    issued = {share_class for _, share_class in books.holdings}
    return Register(
        on=on,
        parties=tuple(party for party in books.parties.values() if party.reference in holders),
        classes=tuple(known for known in books.classes.values() if known.reference in issued),
        holdings=books.holdings,
        board=books.board,
        form=form,
        rights=books.rights,
        owed=books.owed,
        locks={party: until for party, until in books.locks.items() if until >= on},
    )


def standing(events: Iterable[HoldingEvent]) -> list[HoldingEvent]:
    """The events that happened: without those struck out, and without the strikes. Refused for a strike of nothing."""
    entered = list(events)
    numbers = {event.sequence for event in entered if event.kind is not EventKind.STRIKE}
    struck: set[int] = set()
    for event in entered:
        if event.kind is EventKind.STRIKE:
            check_event(event)
            if event.corrects is None or event.corrects not in numbers - struck:
                raise Refusal(f"{event.what} strikes out entry {event.corrects}, which is not there to be struck out.")
            struck.add(event.corrects)
    return [event for event in entered if event.kind is not EventKind.STRIKE and event.sequence not in struck]


class _Books:
    """The register while it is being written. Empty entries are taken out, so that what is there is above zero."""

    def __init__(self) -> None:
        self.parties: dict[str, Party] = {}
        self.classes: dict[str, ShareClass] = {}
        self.holdings: dict[tuple[str, str], int] = {}
        self.board: dict[str, int] = {}
        self.rights: dict[str, RightHeld] = {}
        self.owed: dict[str, Owed] = {}
        self.locks: dict[str, date] = {}

    def enter(self, event: HoldingEvent) -> None:
        check_event(event)
        for party in (event.to_party, event.from_party):
            if party is not None:
                _same(self.parties, party)
        for share_class in (event.share_class, event.to_class):
            if share_class is not None:
                _same(self.classes, share_class)
        if event.kind is EventKind.DIVIDEND:
            return
        if event.share_class is not None:
            self._enter_shares(event, event.share_class)
        else:
            self._enter_others(event)

    def _enter_shares(self, event: HoldingEvent, share_class: ShareClass) -> None:
        if event.kind is EventKind.SPLIT:
            self._split(event, share_class)
        elif event.kind is EventKind.GRANT and event.to_party:
            self._grant(event, event.to_party, share_class)
        else:
            self._move(event, share_class)

    def _enter_others(self, event: HoldingEvent) -> None:
        match event:
            case HoldingEvent(kind=EventKind.SEATS, to_party=Party() as party):
                _put(self.board, party.reference, event.seats or 0)
            case HoldingEvent(kind=EventKind.DRAW, to_party=Party() as party, amount=Decimal() as amount):
                self._draw(event, party, amount)
            case HoldingEvent(kind=EventKind.REPAY, amount=Decimal() as amount):
                self._reduce_debt(event, amount)
            case HoldingEvent(kind=EventKind.LAPSE):
                self._right(event)
                del self.rights[event.under]
            case HoldingEvent(kind=EventKind.LOCK | EventKind.UNLOCK):
                self._lock(event)

    def _move(self, event: HoldingEvent, share_class: ShareClass) -> None:
        """Shares leave somebody, come to somebody, or both; a right or a loan under which they move is used up."""
        if event.under:
            self._use(event)
        if event.from_party is not None:
            self._add(event, event.from_party, share_class, -event.shares)
        if event.to_party is not None:
            self._add(event, event.to_party, share_class, event.shares)
        if event.from_party is not None and event.to_class is not None:
            self._add(event, event.from_party, event.to_class, event.to_shares)

    def _add(self, event: HoldingEvent, party: Party, share_class: ShareClass, shares: int) -> None:
        held = self.holdings.get((party.reference, share_class.reference), 0)
        if held + shares < 0:
            raise Refusal(
                f"On {in_words(event.on)} {party.name} had {counted(held, f'{share_class.name} share')}, "
                f"fewer than the {-shares:,} in the {event.kind.label.lower()}."
            )
        _put(self.holdings, (party.reference, share_class.reference), held + shares)

    def _split(self, event: HoldingEvent, share_class: ShareClass) -> None:
        def after(shares: int, whose: Party) -> int:
            if shares * event.to_shares % event.shares:
                raise Refusal(
                    f"{event.what} makes every {event.shares:,} {share_class.name} shares into {event.to_shares:,}, "
                    f"which leaves {whose.name} with part of a share: first change its {counted(shares, 'share')}."
                )
            return shares * event.to_shares // event.shares

        for (party, known), shares in self.holdings.items():
            if known == share_class.reference:
                self.holdings[party, known] = after(shares, self.parties[party])
        for reference, right in self.rights.items():
            if right.share_class.reference == share_class.reference:
                self.rights[reference] = replace(right, shares=after(right.shares, right.party))

    def _grant(self, event: HoldingEvent, party: Party, share_class: ShareClass) -> None:
        if event.under in self.rights or event.under in self.owed:
            raise Refusal(f"{event.what} is named {event.under}, as another right or loan is: choose another name.")
        self.rights[event.under] = RightHeld(party, share_class, event.shares, event.until)

    def _right(self, event: HoldingEvent) -> RightHeld:
        if event.under not in self.rights:
            raise Refusal(f"{event.what} is under {event.under}, of which nothing is left on that day.")
        return self.rights[event.under]

    def _use(self, event: HoldingEvent) -> None:
        """Shares that come under a right use it up; those that come under a loan pay it off by their `amount`."""
        if event.under in self.owed:
            self._reduce_debt(event, event.amount or Decimal(0))
            return
        right = self._right(event)
        if right.until is not None and event.on > right.until:
            raise Refusal(f"{event.what} is under {event.under}, which ended on {in_words(right.until)}.")
        if event.to_party != right.party or event.share_class != right.share_class:
            raise Refusal(
                f"{event.what} is under {event.under}, which gives {right.share_class.name} shares to "
                f"{right.party.name} only."
            )
        if event.shares > right.shares:
            raise Refusal(
                f"{event.what} is of {counted(event.shares, 'share')}; "
                f"{right.shares:,} {agreeing(right.shares, 'is', 'are')} left of {event.under}."
            )
        self.rights[event.under] = replace(right, shares=right.shares - event.shares)
        if event.shares == right.shares:
            del self.rights[event.under]

    def _draw(self, event: HoldingEvent, party: Party, amount: Decimal) -> None:
        owed = self.owed.get(event.under, Owed(party, Decimal(0)))
        if owed.party != party or event.under in self.rights:
            raise Refusal(f"{event.what} is named {event.under}, as another loan or right is: choose another name.")
        self.owed[event.under] = Owed(party, owed.amount + amount)

    def _reduce_debt(self, event: HoldingEvent, amount: Decimal) -> None:
        owed = self.owed.get(event.under)
        if owed is None:
            raise Refusal(f"{event.what} is under {event.under}, of which nothing is owed on that day.")
        if amount > owed.amount:
            raise Refusal(
                f"{event.what} is of {in_pounds(amount)}; {in_pounds(owed.amount)} is owed under {event.under}."
            )
        self.owed[event.under] = Owed(owed.party, owed.amount - amount)
        if amount == owed.amount:
            del self.owed[event.under]

    def _lock(self, event: HoldingEvent) -> None:
        whose = event.from_party.reference if event.from_party else EVERYBODY
        if event.kind is EventKind.LOCK and event.until is not None:
            self.locks[whose] = event.until
        elif self.locks.pop(whose, None) is None:
            raise Refusal(f"{event.what} ends a lock-in that there is not.")


Key = TypeVar("Key", str, tuple[str, str])


def _put(into: dict[Key, int], key: Key, count: int) -> None:
    if count:
        into[key] = count
    else:
        into.pop(key, None)


def _same(known: dict[str, Named], thing: Named) -> None:
    if known.setdefault(thing.reference, thing) != thing:
        raise ValueError(f"The reference {thing.reference} stands for both {known[thing.reference]} and {thing}.")


def listed_holdings(of: Register) -> Sequence[tuple[Party, ShareClass, int]]:
    """Each holding with its party and class, in the order of the register's parties and classes."""
    return [
        (party, share_class, shares)
        for party in of.parties
        for share_class in of.classes
        if (shares := of.holdings.get((party.reference, share_class.reference), 0))
    ]
