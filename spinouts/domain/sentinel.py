"""The sentinel: each change of the company compared with what was bid, what was published, and what the form allows.

It refuses nothing: the register must tell what happened, also where it should not have happened. It says so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accounts.domain.counts import counted
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason, in_words
from spinouts.domain.parties import Party, Side
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.registers import EVERYBODY, Register, standing
from spinouts.domain.terms import Matter

CIC_MOST_PERCENT = Decimal(35)


class Level(StrEnum):
    """How serious a warning is."""

    BREACH = "breach"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return {"breach": "Breach", "notice": "To note"}[self.value]


@dataclass(frozen=True, slots=True)
class Caution:
    """What a change means. `entry` is the number of the event that caused it, None where it was the day as a whole."""

    level: Level
    on: date
    entry: int | None
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class _Day:
    """What happened on a day, between two registers."""

    company: Company
    on: date
    before: Register
    after: Register
    events: tuple[HoldingEvent, ...]

    def name(self, reference: str) -> str:
        return self.company.party(reference).name


def warnings(company: Company) -> tuple[Caution, ...]:
    """Every warning since the company was formed, in order of their days; what was so from the start warns not."""
    happened = [event for event in standing(company.events) if event.reason is not Reason.FORMATION]
    found: list[Caution] = []
    for on in sorted({event.on for event in happened}):
        events = tuple(event for event in happened if event.on == on)
        day = _Day(company, on, _before(company, on), company.register(on), events)
        found += [warning for watch in _WATCHES for warning in watch(day)]
    return tuple(found)


def _before(company: Company, on: date) -> Register:
    """The register before the day's changes: on the first day, what the formation itself made."""
    if on > company.formed_on:
        return company.register(on - timedelta(days=1))
    first = tuple(event for event in company.events if event.reason is Reason.FORMATION)
    return Company(company.reference, company.name, company.form, company.formed_on, events=first).register(on)


def breaches(company: Company) -> tuple[Caution, ...]:
    """The warnings of which the public and the staff are told."""
    return tuple(warning for warning in warnings(company) if warning.level is Level.BREACH)


def new_warnings(before: Company, after: Company) -> tuple[Caution, ...]:
    """The warnings that the later history has and the earlier had not."""
    known = set(warnings(before))
    return tuple(warning for warning in warnings(after) if warning not in known)


def consent_needed(company: Company, kind: EventKind) -> tuple[Party, ...]:
    """Whose consent the articles ask for to such an event: of reserved matters, and of the golden share's holders."""
    matters = _MATTERS.get(kind, frozenset())
    wanted = [
        party
        for reserved in company.agreed.articles.reserved
        if reserved.matter in matters
        for party in reserved.consent_of
    ]
    if matters:
        golden = {known.reference for known in company.classes if known.golden}
        wanted += [party for party, known in company.register(date.max).holdings if known in golden]
    return tuple(party for party in company.parties if party.reference in wanted)


_MATTERS: dict[EventKind, frozenset[Matter]] = {
    EventKind.ISSUE: frozenset({Matter.SHARES}),
    EventKind.CANCEL: frozenset({Matter.SHARES}),
    EventKind.CONVERT: frozenset({Matter.SHARES, Matter.ARTICLES}),
    EventKind.SPLIT: frozenset({Matter.SHARES}),
    EventKind.GRANT: frozenset({Matter.SHARES}),
    EventKind.DIVIDEND: frozenset({Matter.DIVIDENDS}),
    EventKind.SEATS: frozenset({Matter.DIRECTORS}),
    EventKind.DRAW: frozenset({Matter.BORROWING}),
}


def _lock_ins(day: _Day) -> Iterator[Caution]:
    """Shares given up, or a lock-in ended, before the day until which it was agreed."""
    agreed = {right.reference for right in day.company.agreed.rights}
    for event in day.events:
        gives = event.kind in {EventKind.TRANSFER, EventKind.CANCEL} and event.under not in agreed
        if gives and event.reason is not Reason.LEAVER and event.from_party is not None:
            until = max(_until(day.before, event.from_party.reference), _until(day.before, EVERYBODY))
            if until >= day.on:
                yield _of_event(
                    event,
                    f"{event.from_party.name} gave up {counted(event.shares, 'share')} on {in_words(day.on)}, although "
                    f"it was locked in until {in_words(until)}.",
                    "The lock-in that was agreed",
                )
        if event.kind is EventKind.UNLOCK:
            whose = event.from_party.reference if event.from_party else EVERYBODY
            until = _until(day.before, whose)
            if until > day.on:
                yield _of_event(
                    event,
                    f"The lock-in of {event.from_party.name if event.from_party else 'every party'} was ended on "
                    f"{in_words(day.on)}; it was agreed until {in_words(until)}.",
                    "The lock-in that was agreed",
                )


def _until(register: Register, whose: str) -> date:
    return register.locks.get(whose, date.min)


def _consents(day: _Day) -> Iterator[Caution]:
    for event in day.events:
        agreed = {right.reference for right in day.company.agreed.rights}
        missing = [
            party
            for party in consent_needed(day.company, event.kind)
            if party.reference not in event.consents and event.under not in agreed
        ]
        if missing:
            yield _of_event(
                event,
                f"{event.what} needs the consent of {_listed(party.name for party in missing)}, which is not recorded.",
                "The reserved matters that were agreed",
            )


def _control(day: _Day) -> Iterator[Caution]:
    """Who has come over, or fallen to, a line of control in the votes."""
    before, after = fractions_of(day.before.votes), fractions_of(day.after.votes)
    for party in day.company.parties:
        was, now = before.get(party.reference, Fraction(0)), after.get(party.reference, Fraction(0))
        for power, line, reached in _LINES:
            if reached(was, line) != reached(now, line):
                gained = reached(now, line)
                yield Caution(
                    Level.NOTICE,
                    day.on,
                    None,
                    f"{party.name} can {'now' if gained else 'no longer'} {power}: it has {stake_in_words(now)} of the "
                    f"votes, and had {stake_in_words(was)}.",
                    _SOURCES[line],
                )


def _over(share: Fraction, line: Fraction) -> bool:
    return share > line


def _from(share: Fraction, line: Fraction) -> bool:
    return share >= line


_LINES: tuple[tuple[str, Fraction, Callable[[Fraction, Fraction], bool]], ...] = (
    ("block a special resolution alone", Fraction(1, 4), _over),
    ("pass an ordinary resolution alone", Fraction(1, 2), _over),
    ("pass a special resolution alone", Fraction(3, 4), _from),
)
_SOURCES = {
    Fraction(1, 4): "Companies Act 2006, s.283",
    Fraction(1, 2): "Companies Act 2006, s.282",
    Fraction(3, 4): "Companies Act 2006, s.283",
}


def _limits(day: _Day) -> Iterator[Caution]:
    """A side that leaves the limits that were published, or the part that the offer promised to the employees."""
    published, promised = day.company.agreed.published, day.company.agreed.articles.least_employees_percent
    for side, limit, end, source in (
        (Side.EMPLOYEES, published.least_employees_percent, "least", "The published terms of the competition"),
        (Side.EMPLOYEES, promised, "least", "The winning offer"),
        (Side.PARTNER, published.most_partner_percent, "most", "The published terms of the competition"),
        (Side.COUNCIL, published.least_council_percent, "least", "The published terms of the competition"),
    ):
        if limit is None:
            continue
        was, now = (_part(register, day.company, side) for register in (day.before, day.after))
        line = Fraction(limit) / 100
        if _outside(now, line, end) and not _outside(was, line, end):
            yield Caution(
                Level.BREACH,
                day.on,
                None,
                f"{side.label}: {stake_in_words(now, beside=[limit])} of the shares since {in_words(day.on)}; "
                f"it was to be at {end} {percent_in_words(limit)}.",
                source,
            )


def _outside(part: Fraction, line: Fraction, end: str) -> bool:
    return part < line if end == "least" else part > line


def _part(register: Register, company: Company, side: Side) -> Fraction:
    capital = fractions_of(register.capital)
    return sum(
        (capital.get(party.reference, Fraction(0)) for party in company.parties if party.kind.side is side), Fraction(0)
    )


def _dividends(day: _Day) -> Iterator[Caution]:
    """More paid out than there was, or than the form or the articles allow."""
    form, articles = day.company.form, day.company.agreed.articles
    most = [(articles.most_dividend_percent, "The winning offer")] if articles.most_dividend_percent is not None else []
    if form.is_cic:
        most.append((CIC_MOST_PERCENT, "Community Interest Company Regulations 2005, SI 2005/1788"))
    if form.is_charity or not form.has_shares:
        most.append((Decimal(0), f"{form.label}: its members get no profits"))
    for event in day.events:
        if event.kind is not EventKind.DIVIDEND or event.amount is None or event.profits is None:
            continue
        if event.amount > event.profits:
            sentence = f"{event.what} paid £{event.amount:,} out of distributable profits of £{event.profits:,}."
            yield _of_event(event, sentence, "Companies Act 2006, s.830")
        for percent, source in most:
            if Fraction(event.amount) > Fraction(event.profits) * Fraction(percent) / 100:
                yield _of_event(
                    event,
                    f"{event.what} paid £{event.amount:,}, more than {percent_in_words(percent)} of distributable "
                    f"profits of £{event.profits:,}.",
                    source,
                )


def _pre_emption(day: _Day) -> Iterator[Caution]:
    """New shares for money that were not taken up by everybody in proportion."""
    if not day.company.agreed.articles.pre_emption or not day.company.form.has_shares:
        return
    for event in day.events:
        if event.kind is EventKind.ISSUE and event.reason is Reason.SUBSCRIPTION and not event.under:
            yield Caution(
                Level.NOTICE,
                day.on,
                event.sequence,
                f"{event.what} was of new shares for money: the other owners must have been offered theirs first.",
                "Companies Act 2006, s.561",
            )


_WATCHES: tuple[Callable[[_Day], Iterator[Caution]], ...] = (
    _lock_ins,
    _consents,
    _limits,
    _dividends,
    _control,
    _pre_emption,
)


def _of_event(event: HoldingEvent, sentence: str, source: str) -> Caution:
    return Caution(Level.BREACH, event.on, event.sequence, sentence, source)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
