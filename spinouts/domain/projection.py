"""The company from day 0 to year 10 under a scenario: who owns what, the money, and each year's events.

What is projected is arithmetic on assumptions, not a forecast; it is exact, and the same each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.assuming import happens
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.checked_scenario import check_scenario, newcomers
from spinouts.domain.company import Company
from spinouts.domain.crossings import crossings
from spinouts.domain.events import HoldingEvent
from spinouts.domain.parties import Party
from spinouts.domain.positions import Outcome, Position
from spinouts.domain.registers import Register, standing
from spinouts.domain.scenario import Assumption, Scenario, day_of, year_end
from spinouts.domain.using_rights import lapse
from spinouts.domain.year_money import Purse, YearMoney, at_a_moment, cash_of, paid_to_owners, settle


@dataclass(frozen=True, slots=True)
class Year:
    """The end of a year; year 0 is the first day. `capital` and `votes` are exact parts by party reference.

    `events` are all of the year, in order: those of the company's own register and those `assumed`. `vested` are
    whole shares by vesting reference. `sentences` say what was assumed and what could not be, `money_sentences` are
    those of them that tell of loans, dividends and bills; `control` says who crossed 25, 50 or 75 per cent of votes.
    """

    number: int
    on: date
    register: Register
    capital: Mapping[str, Fraction]
    votes: Mapping[str, Fraction]
    events: tuple[HoldingEvent, ...]
    assumed: tuple[HoldingEvent, ...]
    money: YearMoney
    vested: Mapping[str, int]
    sentences: tuple[str, ...]
    control: tuple[str, ...]
    money_sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Projection:
    """All years, from 0. `company` has every assumed event among its own, and none that was struck out."""

    company: Company
    scenario: Scenario
    years: tuple[Year, ...]

    @property
    def parties(self) -> tuple[Party, ...]:
        """Every party that holds something at the end of a year, in the company's order."""
        holders = {party.reference for year in self.years for party in year.register.parties}
        return tuple(party for party in self.company.parties if party.reference in holders)

    def capital_of(self, party: str) -> tuple[Fraction, ...]:
        """The party's part of the capital at the end of each year: a band of a chart."""
        return tuple(year.capital.get(party, Fraction(0)) for year in self.years)

    def votes_of(self, party: str) -> tuple[Fraction, ...]:
        """The party's part of the votes at the end of each year."""
        return tuple(year.votes.get(party, Fraction(0)) for year in self.years)


def project(company: Company, scenario: Scenario, years: int = 10, starts_on: date | None = None) -> Projection:
    """Play the scenario from the first day (the company's own if not told) to the end of so many years.

    Within a year the register's own events come first on each day, then what is assumed, in its order; loans, tax and
    dividends follow at the year's end. Raises Refusal for a scenario that cannot be played, and as
    `Company.register` does.
    """
    start = starts_on or company.formed_on
    parties = (*company.parties, *newcomers(company, scenario))
    company = replace(company, parties=parties, events=tuple(standing(company.events)))
    check_scenario(company, scenario, start)
    state = _State(company, Purse(scenario.reserves, scenario.cash))
    played: list[Year] = []
    for number in range(years + 1):
        before = year_end(start, number - 1) if number else start - timedelta(days=1)
        state, year = _play(state, scenario, number, before, year_end(start, number), start)
        control = crossings(played[-1].register, year.register) if played else ()
        played.append(replace(year, control=control))
    return Projection(state.company, scenario, tuple(played))


@dataclass(frozen=True, slots=True)
class _State:
    """`assumed` and `said` are of the year that is being played."""

    company: Company
    purse: Purse
    assumed: tuple[HoldingEvent, ...] = ()
    said: tuple[str, ...] = ()

    def adding(self, outcome: Outcome) -> "_State":
        """The state with the events of an outcome, numbered after all others; or with why they cannot be."""
        events: list[HoldingEvent] = []
        for event in outcome.events:
            last = max((each.sequence for each in (*self.company.events, *events)), default=0)
            events.append(replace(event, sequence=last + 1))
        company = replace(self.company, events=(*self.company.events, *events))
        try:
            company.register(date.max)
        except Refusal as refusal:
            return replace(self, said=(*self.said, f"This cannot happen as assumed. {refusal}"))
        return _State(company, self.purse, (*self.assumed, *events), (*self.said, *outcome.sentences))


def _play(state: _State, scenario: Scenario, number: int, before: date, on: date, start: date) -> tuple[_State, Year]:
    state = _State(state.company, state.purse)
    for assumption in _of_year(scenario, before, on, start):
        state = state.adding(happens(assumption, _position(state, before, day_of(assumption.when, start), number)))
    if scenario.keeps_terms:
        state = _lapsed(state, before, on, number)
    events = _between(state, before, on, number)
    loans = {loan.reference for loan in state.company.agreed.loans}
    spent, came = paid_to_owners(events), cash_of(events, loans)
    purse = replace(state.purse, kept=state.purse.kept - spent, cash=state.purse.cash + came)
    if not number:
        owed = {loan: each.amount for loan, each in state.company.register(on).owed.items()}
        state = replace(state, purse=purse)
        return state, _year(state, number, before, on, at_a_moment(purse, owed))
    settled = settle(state.company, scenario, number, before, on, purse)
    state = replace(state.adding(Outcome(settled.events, settled.sentences)), purse=settled.purse)
    return state, replace(_year(state, number, before, on, settled.money), money_sentences=settled.sentences)


def _of_year(scenario: Scenario, before: date, on: date, start: date) -> list[Assumption]:
    days = ((day_of(assumption.when, start), assumption) for assumption in scenario.assumed)
    return [assumption for day, assumption in sorted(days, key=lambda pair: pair[0]) if before < day <= on]


def _between(state: _State, before: date, on: date, number: int) -> list[HoldingEvent]:
    """The events whose money counts in the year. What the register knows of day 0 is in the opening figures."""
    if not number:
        return list(state.assumed)
    return [event for event in state.company.events if before < event.on <= on]


def _position(state: _State, before: date, on: date, number: int) -> Position:
    loans = {loan.reference for loan in state.company.agreed.loans}
    events = _between(state, before, on, number)
    return Position(
        company=state.company,
        of=state.company.register(on),
        reserves=state.purse.kept - paid_to_owners(events),
        cash=state.purse.cash + cash_of(events, loans),
    )


def _lapsed(state: _State, before: date, on: date, number: int) -> _State:
    """Rights whose last day is over end at the end of the year."""
    for right in state.company.agreed.rights:
        at = _position(state, before, on, number)
        held = at.of.rights.get(right.reference)
        if held is not None and held.until is not None and held.until < on:
            state = state.adding(lapse(right, held.shares, at))
    return state


def _year(state: _State, number: int, before: date, on: date, money: YearMoney) -> Year:
    register = state.company.register(on)
    events = sorted(
        (event for event in state.company.events if before < event.on <= on), key=lambda each: (each.on, each.sequence)
    )
    return Year(
        number=number,
        on=on,
        register=register,
        capital=fractions_of(register.capital),
        votes=fractions_of(register.votes),
        events=tuple(events),
        assumed=state.assumed,
        money=money,
        vested={vesting.reference: vesting.vested(on) for vesting in state.company.agreed.vestings},
        sentences=state.said,
        control=(),
    )
