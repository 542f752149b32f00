"""Events told in a sentence, as a history shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.domain.counts import agreeing, counted
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason, in_words
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import in_pounds
from spinouts.domain.registers import standing
from spinouts.domain.shares import ShareClass


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the history: its number, day, sentence and note, and the number of the entry that struck it out."""

    sequence: int
    on: date
    sentence: str
    note: str
    struck_by: int | None


def history(company: Company) -> tuple[Told, ...]:
    """Everything that was entered, struck out or not, in the order in which it happened."""
    strikes = {event.corrects: event.sequence for event in company.events if event.corrects is not None}
    in_order = sorted(company.events, key=lambda event: (event.on, event.sequence))
    return tuple(
        Told(event.sequence, event.on, told(event, company.form), event.note, strikes.get(event.sequence))
        for event in in_order
    )


def days(companies: Sequence[Company]) -> tuple[date, ...]:
    """Each day on which something happened in any of the companies, in order; at least the first one's first day."""
    found = {event.on for company in companies for event in standing(company.events)}
    return tuple(sorted(found)) or (companies[0].formed_on,)


def told(event: HoldingEvent, form: LegalForm = LegalForm.COMPANY_BY_SHARES) -> str:
    """What happened, without its day: "The council transferred 11 Ordinary shares to Paymaster for £8,000: sale"."""
    one, many = ("share", "shares") if form.has_shares else ("unit of membership", "units of membership")
    to = event.to_party.name if event.to_party else ""
    giver = event.from_party.name if event.from_party else ""
    held = _counted(event.shares, event.share_class, one, many)
    became = _counted(event.to_shares, event.to_class, one, many)
    profits = in_pounds(event.profits or 0)
    sentences = {
        EventKind.ISSUE: f"{held} {agreeing(event.shares, 'was', 'were')} issued to {to}",
        EventKind.TRANSFER: f"{giver} transferred {held} to {to}",
        EventKind.CANCEL: f"{held} of {giver} ceased to exist",
        EventKind.CONVERT: f"{held} of {giver} became {became}",
        EventKind.SPLIT: f"Every {held} became {event.to_shares:,}",
        EventKind.SEATS: f"{to} fills {counted(event.seats or 0, 'seat')} on the board",
        EventKind.GRANT: f"{to} got a right to {held}",
        EventKind.LAPSE: "What was left of a right lapsed",
        EventKind.DRAW: f"{_pounds(event)} was drawn from {to}",
        EventKind.REPAY: f"{_pounds(event)} was paid back",
        EventKind.LOCK: f"{giver or 'Every party'} is locked in until {in_words(event.until) if event.until else ''}",
        EventKind.UNLOCK: f"The lock-in of {giver or 'every party'} ended",
        EventKind.DIVIDEND: f"A dividend of {_pounds(event)} was paid out of profits of {profits}",
        EventKind.STRIKE: f"Entry {event.corrects} was struck out",
    }
    return f"{sentences[event.kind]}{_for(event)}{_under(event)}{_why(event)}."


def _for(event: HoldingEvent) -> str:
    moves_shares = event.kind in {EventKind.ISSUE, EventKind.TRANSFER, EventKind.CANCEL, EventKind.GRANT}
    return f" for {_pounds(event)}" if moves_shares and event.amount else ""


def _under(event: HoldingEvent) -> str:
    return f", under “{event.under}”" if event.under else ""


def _why(event: HoldingEvent) -> str:
    if event.reason in {Reason.OTHER, Reason.CORRECTION}:
        return ""
    return f" ({event.reason.label[0].lower()}{event.reason.label[1:]})"


def _pounds(event: HoldingEvent) -> str:
    return in_pounds(event.amount or 0)


def _counted(shares: int, share_class: ShareClass | None, one: str, many: str) -> str:
    return counted(shares, f"{share_class.name} {one}", f"{share_class.name} {many}") if share_class else ""
