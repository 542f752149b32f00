"""What happens to a company's shares, rights, loans, locks and board: one event each, on a day, never changed.

The `kind` says what the register counts; the `reason` says what it was in the words of the field. A mistake is put
right by another event, which strikes out the wrong one; what really happened is then entered anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accounts.domain.refusals import Refusal
from spinouts.domain.parties import Party
from spinouts.domain.shares import ShareClass


class EventKind(StrEnum):
    """What the register counts."""

    ISSUE = "issue"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    CONVERT = "convert"
    SPLIT = "split"
    SEATS = "seats"
    GRANT = "grant"
    LAPSE = "lapse"
    DRAW = "draw"
    REPAY = "repay"
    LOCK = "lock"
    UNLOCK = "unlock"
    DIVIDEND = "dividend"
    STRIKE = "strike"

    @property
    def label(self) -> str:
        """The kind's name, as a person reads it."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What it does, in a sentence."""
        return _MEANINGS[self]


_LABELS = {
    EventKind.ISSUE: "Issue",
    EventKind.TRANSFER: "Transfer",
    EventKind.CANCEL: "Cancellation",
    EventKind.CONVERT: "Conversion",
    EventKind.SPLIT: "Split",
    EventKind.SEATS: "Board seats",
    EventKind.GRANT: "Grant of a right",
    EventKind.LAPSE: "Lapse of a right",
    EventKind.DRAW: "Loan drawn",
    EventKind.REPAY: "Loan repaid",
    EventKind.LOCK: "Lock-in",
    EventKind.UNLOCK: "End of a lock-in",
    EventKind.DIVIDEND: "Dividend",
    EventKind.STRIKE: "Correction",
}

_MEANINGS = {
    EventKind.ISSUE: "New shares come into being and go to a party.",
    EventKind.TRANSFER: "Shares go from one party to another.",
    EventKind.CANCEL: "Shares cease to exist, as when the company buys them back.",
    EventKind.CONVERT: "A party's shares of one class become shares of another.",
    EventKind.SPLIT: "All shares of a class become more shares, or fewer.",
    EventKind.SEATS: "From this day a party fills so many seats on the board.",
    EventKind.GRANT: "A party gets a right to shares: an option, a warrant, or an earn-in.",
    EventKind.LAPSE: "What is left of a right ends without shares.",
    EventKind.DRAW: "The company receives money that it must pay back or pay for.",
    EventKind.REPAY: "The company pays such money back.",
    EventKind.LOCK: "A party, or every party, may not give up shares until a day.",
    EventKind.UNLOCK: "A lock-in ends before its day.",
    EventKind.DIVIDEND: "The company pays out part of its profits.",
    EventKind.STRIKE: "An earlier entry was wrong: it counts as if it had never happened, and stays on the record.",
}


class Reason(StrEnum):
    """Why it happened, in the words of the field."""

    FORMATION = "formation"
    SUBSCRIPTION = "subscription"
    SALE = "sale"
    GIFT = "gift"
    BUY_BACK = "buy_back"
    CONVERSION = "conversion"
    OPTION = "option"
    EARN_IN = "earn_in"
    ANTI_DILUTION = "anti_dilution"
    LEAVER = "leaver"
    EXIT = "exit"
    CORRECTION = "correction"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as a person reads it."""
        return _REASONS[self]


_REASONS = {
    Reason.FORMATION: "Formation of the company",
    Reason.SUBSCRIPTION: "New investment",
    Reason.SALE: "Sale",
    Reason.GIFT: "Gift, or joining without payment",
    Reason.BUY_BACK: "Buy-back by the company",
    Reason.CONVERSION: "Conversion of a loan or of shares",
    Reason.OPTION: "Option or warrant used",
    Reason.EARN_IN: "Earn-in: a milestone was met, or missed",
    Reason.ANTI_DILUTION: "Protection against dilution",
    Reason.LEAVER: "Somebody left the company's service",
    Reason.EXIT: "Exit: the owners sold, or the company ended",
    Reason.CORRECTION: "Correction of an earlier entry",
    Reason.OTHER: "Another reason",
}


@dataclass(frozen=True, slots=True)
class HoldingEvent:
    """One event. Events happen in the order of their day, then of their sequence number, unique within a day.

    Which fields a kind uses is in `NEEDS` and `MAY_HAVE`. `shares` are whole shares of `share_class`; a CONVERT makes
    `to_shares` of `to_class` of them, a SPLIT makes every `shares` of a class into `to_shares`. `amount` is pounds:
    paid for shares, drawn, or repaid. `under` is the reference of the loan or right in question. `seats` are the
    party's seats from that day. `until` is the last day of a lock-in or of a right. A LOCK or UNLOCK without
    `from_party` is for every party. A DIVIDEND pays `amount` out of distributable profits of `profits` pounds. A
    STRIKE `corrects` the event of that sequence number in the whole history; its day is that on which it was found.
    `consents` are the references of parties who consented to it, where the articles ask for that.
    """

    kind: EventKind
    on: date
    sequence: int
    share_class: ShareClass | None = None
    shares: int = 0
    to_party: Party | None = None
    from_party: Party | None = None
    to_class: ShareClass | None = None
    to_shares: int = 0
    seats: int | None = None
    amount: Decimal | None = None
    profits: Decimal | None = None
    under: str = ""
    until: date | None = None
    reason: Reason = Reason.OTHER
    corrects: int | None = None
    note: str = ""
    consents: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The event in a few words, to begin a sentence: "The transfer of 1 May 2027"."""
        return f"The {self.kind.label[0].lower()}{self.kind.label[1:]} of {in_words(self.on)}"


NEEDS: Mapping[EventKind, frozenset[str]] = {
    EventKind.ISSUE: frozenset({"share_class", "shares", "to_party"}),
    EventKind.TRANSFER: frozenset({"share_class", "shares", "to_party", "from_party"}),
    EventKind.CANCEL: frozenset({"share_class", "shares", "from_party"}),
    EventKind.CONVERT: frozenset({"share_class", "shares", "from_party", "to_class", "to_shares"}),
    EventKind.SPLIT: frozenset({"share_class", "shares", "to_shares"}),
    EventKind.SEATS: frozenset({"to_party", "seats"}),
    EventKind.GRANT: frozenset({"share_class", "shares", "to_party", "under"}),
    EventKind.LAPSE: frozenset({"under"}),
    EventKind.DRAW: frozenset({"to_party", "amount", "under"}),
    EventKind.REPAY: frozenset({"amount", "under"}),
    EventKind.LOCK: frozenset({"until"}),
    EventKind.UNLOCK: frozenset(),
    EventKind.DIVIDEND: frozenset({"amount", "profits"}),
    EventKind.STRIKE: frozenset({"corrects"}),
}
"""The fields that an event of each kind must have. In a DRAW `to_party` is the lender, to whom it is then owed."""

MAY_HAVE: Mapping[EventKind, frozenset[str]] = {
    EventKind.ISSUE: frozenset({"amount", "under"}),
    EventKind.TRANSFER: frozenset({"amount", "under"}),
    EventKind.CANCEL: frozenset({"amount"}),
    EventKind.CONVERT: frozenset(),
    EventKind.SPLIT: frozenset(),
    EventKind.SEATS: frozenset(),
    EventKind.GRANT: frozenset({"amount", "until"}),
    EventKind.LAPSE: frozenset(),
    EventKind.DRAW: frozenset(),
    EventKind.REPAY: frozenset(),
    EventKind.LOCK: frozenset({"from_party"}),
    EventKind.UNLOCK: frozenset({"from_party"}),
    EventKind.DIVIDEND: frozenset({"share_class"}),
    EventKind.STRIKE: frozenset(),
}
"""The fields that it may have besides."""

_MUST_SAY = {
    "share_class": "say which class of shares",
    "shares": "say how many shares",
    "to_party": "say who holds the shares after it",
    "from_party": "say who held the shares before it",
    "to_class": "say what class the shares become",
    "to_shares": "say how many shares they become: 1 or more",
    "seats": "say how many seats: 0 or more",
    "amount": "say how many pounds: more than 0",
    "under": "say under which loan or right",
    "until": "say until which day",
    "profits": "say what profits there were to pay it from",
    "corrects": "say which entry it corrects",
}
_OF_SOMEBODY = {EventKind.SEATS: "whose seats they are", EventKind.DRAW: "who lends", EventKind.GRANT: "who gets it"}


def check_event(event: HoldingEvent) -> None:
    """Raise Refusal, with a sentence that says what to enter, for an event that is wrong in itself."""
    needs = NEEDS[event.kind]
    for name, says in _MUST_SAY.items():
        there = _is_there(event, name)
        if name in needs and not there:
            if name == "shares":
                raise Refusal(f"{event.what} is of {event.shares} shares: enter 1 or more.")
            words = f"say {_OF_SOMEBODY[event.kind]}" if name == "to_party" and event.kind in _OF_SOMEBODY else says
            raise Refusal(f"{event.what} must {words}.")
        if there and name not in needs | MAY_HAVE[event.kind]:
            raise Refusal(f"{event.what} must not {says.partition(':')[0]}.")
    if event.from_party and event.to_party and event.from_party.reference == event.to_party.reference:
        raise Refusal(f"{event.what} is from {event.from_party.name} to itself: choose two different parties.")
    if event.to_class and event.share_class and event.to_class.reference == event.share_class.reference:
        raise Refusal(f"{event.what} is from {event.share_class.name} shares to the same: choose another class.")
    if event.until is not None and event.until < event.on:
        raise Refusal(f"{event.what} ends on {in_words(event.until)}, before it begins: enter a later day.")
    _check_figures(event)


def _check_figures(event: HoldingEvent) -> None:
    if event.shares < 0 or event.to_shares < 0 or (event.seats is not None and event.seats < 0):
        raise Refusal(f"{event.what} has a number below zero: enter 0 or more.")
    for pounds in (event.amount, event.profits):
        if pounds is not None and (not pounds.is_finite() or pounds < 0 or (pounds * 100) % 1):
            raise Refusal(f"{event.what} has an amount of {pounds} pounds: enter pounds and pence, 0 or more.")


def _is_there(event: HoldingEvent, name: str) -> bool:
    value = getattr(event, name)
    if name in {"shares", "to_shares"}:
        return bool(value > 0)
    if name == "amount":
        # Shares may be given for nothing; money that is lent or paid back is more than that.
        return value is not None and (value > 0 or name not in NEEDS[event.kind])
    return value not in (None, "")


def in_words(on: date) -> str:
    """A day as people write it: "1 May 2027"."""
    return f"{on.day} {on:%B %Y}"
