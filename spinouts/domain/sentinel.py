"""The sentinel: each change of the company compared with what was bid, what was published, and what the form allows.

It refuses nothing: the register must tell what happened, also where it should not have happened. It says so.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from accounts.domain.counts import counted
from spinouts.domain.agreed_board import left_board
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.cautions import OFFERED, Caution, Day, Level, of_event
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, Reason, in_words
from spinouts.domain.first_refusal import first_refusals
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import Party
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.promised_parts import left_promises
from spinouts.domain.registers import EVERYBODY, Register, standing
from spinouts.domain.terms import Matter

__all__ = ["Caution", "Level", "breaches", "consent_needed", "new_warnings", "warnings"]

CIC_MOST_PERCENT = Decimal(35)


def warnings(company: Company, until: date = date.max) -> tuple[Caution, ...]:
    """Every warning since the company was formed, in order of their days; what was so from the start warns not.

    `until` is the last day that counts: of what came later, nothing is said.
    """
    happened = [
        event for event in standing(company.events) if event.reason is not Reason.FORMATION and event.on <= until
    ]
    found: list[Caution] = []
    for on in sorted({event.on for event in happened}):
        events = tuple(event for event in happened if event.on == on)
        day = Day(company, on, _before(company, on), company.register(on), events)
        found += [warning for watch in _WATCHES for warning in watch(day)]
    return tuple(found)


def _before(company: Company, on: date) -> Register:
    """The register before the day's changes: on the first day, what the formation itself made."""
    if on > company.formed_on:
        return company.register(on - timedelta(days=1))
    first = tuple(event for event in company.events if event.reason is Reason.FORMATION)
    return Company(company.reference, company.name, company.form, company.formed_on, events=first).register(on)


def breaches(company: Company, until: date = date.max) -> tuple[Caution, ...]:
    """The warnings, up to the day, of which the public and the staff are told."""
    return tuple(warning for warning in warnings(company, until) if warning.level is Level.BREACH)


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


def _lock_ins(day: Day) -> Iterator[Caution]:
    """Shares given up, or a lock-in ended, before the day until which it was agreed."""
    agreed = {right.reference for right in day.company.agreed.rights}
    for event in day.events:
        gives = event.kind in {EventKind.TRANSFER, EventKind.CANCEL} and event.under not in agreed
        if gives and event.reason is not Reason.LEAVER and event.from_party is not None:
            until = max(_until(day.before, event.from_party.reference), _until(day.before, EVERYBODY))
            if until >= day.on:
                yield of_event(
                    event,
                    f"{event.from_party.name} gave up {counted(event.shares, 'share')} on {in_words(day.on)}, although "
                    f"it was locked in until {in_words(until)}.",
                    "The lock-in that was agreed",
                )
        if event.kind is EventKind.UNLOCK:
            whose = event.from_party.reference if event.from_party else EVERYBODY
            until = _until(day.before, whose)
            if until > day.on:
                yield of_event(
                    event,
                    f"The lock-in of {event.from_party.name if event.from_party else 'every party'} was ended on "
                    f"{in_words(day.on)}; it was agreed until {in_words(until)}.",
                    "The lock-in that was agreed",
                )


def _until(register: Register, whose: str) -> date:
    return register.locks.get(whose, date.min)


def _consents(day: Day) -> Iterator[Caution]:
    for event in day.events:
        agreed = {right.reference for right in day.company.agreed.rights}
        missing = [
            party
            for party in consent_needed(day.company, event.kind)
            if party.reference not in event.consents and event.under not in agreed
        ]
        if missing:
            yield of_event(
                event,
                f"{event.what} needs the consent of {_listed(party.name for party in missing)}, which is not recorded.",
                "The reserved matters that were agreed",
            )


def _control(day: Day) -> Iterator[Caution]:
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


def _dividends(day: Day) -> Iterator[Caution]:
    """More paid out than there was, or than the form or the articles allow."""
    form, articles = day.company.form, day.company.agreed.articles
    most = [(articles.most_dividend_percent, OFFERED)] if articles.most_dividend_percent is not None else []
    if form.is_cic:
        most.append((CIC_MOST_PERCENT, "Community Interest Company Regulations 2005, SI 2005/1788"))
    if form.is_charity or not form.has_shares:
        most.append((Decimal(0), f"{form.label}: its members get no profits"))
    for event in day.events:
        if event.kind is not EventKind.DIVIDEND or event.amount is None or event.profits is None:
            continue
        paid, profits = in_pounds(event.amount), in_pounds(event.profits)
        if event.amount > event.profits:
            sentence = f"{event.what} paid {paid} out of distributable profits of {profits}."
            yield of_event(event, sentence, "Companies Act 2006, s.830")
        for percent, source in most:
            if Fraction(event.amount) > Fraction(event.profits) * Fraction(percent) / 100:
                yield of_event(
                    event,
                    f"{event.what} paid {paid}, more than {percent_in_words(percent)} of distributable profits of "
                    f"{profits}.",
                    source,
                )


_WATCHES: tuple[Callable[[Day], Iterator[Caution]], ...] = (
    _lock_ins,
    _consents,
    left_promises,
    left_board,
    _dividends,
    _control,
    first_refusals,
)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
