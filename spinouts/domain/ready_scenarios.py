"""Scenarios that are ready for every company: nothing changes, all goes as agreed, and things go wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.dilution import rights_left
from spinouts.domain.events import EventKind
from spinouts.domain.money import pence
from spinouts.domain.registers import standing
from spinouts.domain.scenario import Assumption, Draw, EarnIn, Scenario
from spinouts.domain.terms import RightKind

UNDATED_EARN_IN = 3
"""The year in which an earn-in without a last day is assumed to be met."""


class Ready(StrEnum):
    """A scenario to start from."""

    AS_AGREED = "agreed"
    EARN_INS_MISSED = "missed"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The scenario's name, as a person reads it."""
        return {"agreed": "As agreed", "missed": "Milestones missed", "nothing": "Nothing changes"}[self.value]

    @property
    def meaning(self) -> str:
        """What it assumes, in a sentence."""
        return {
            "agreed": "Loans are drawn and repaid, milestones are met on their last day, and shares vest.",
            "missed": "As agreed, but every milestone is missed, and the rights that depend on it end.",
            "nothing": "Nobody uses a right, and no loan is served. Only what you enter below happens.",
        }[self.value]


def ready_scenario(which: Ready, company: Company, figures: Scenario, on: date) -> Scenario:
    """The scenario to start from, with figures and further assumptions; `on` is its first day.

    Raises Refusal as `Company.register` does.
    """
    if which is Ready.NOTHING:
        return replace(figures, name=which.label, keeps_terms=False)
    return (as_agreed if which is Ready.AS_AGREED else earn_ins_missed)(company, figures, on)


def nothing_changes() -> Scenario:
    """No income, no costs, nothing assumed: who owns what stays as the register has it."""
    return Scenario("Nothing changes", keeps_terms=False)


def as_agreed(company: Company, figures: Scenario | None = None, on: date | None = None) -> Scenario:
    """Loans are drawn on the first day and served, earn-ins are met on their last day, and shares vest.

    An earn-in without a last day is met in year 3. Options are not used. `figures` gives income, costs and the rest;
    `on` is the first day, if not the one on which the company is formed. Raises Refusal as `Company.register` does.
    """
    return _agreed("As agreed", company, figures, on, met=True)


def earn_ins_missed(company: Company, figures: Scenario | None = None, on: date | None = None) -> Scenario:
    """As agreed, but every earn-in is missed and lapses. Raises Refusal as `Company.register` does."""
    return _agreed("Milestones missed", company, figures, on, met=False)


def _agreed(name: str, company: Company, figures: Scenario | None, on: date | None, *, met: bool) -> Scenario:
    base = figures or Scenario(name)
    earn_ins = _earn_ins(company, on or company.formed_on, met=met)
    return replace(base, name=name, assumed=(*_draws(company), *earn_ins, *base.assumed))


def income_falls(scenario: Scenario, percent: Decimal, from_year: int, years: int = 10) -> Scenario:
    """The scenario with income so many percent lower from a year on; costs stay. Income is told for every year."""
    left = 1 - Fraction(percent) / 100
    income = tuple(
        pence(Fraction(scenario.income_in(year)) * (left if year >= from_year else 1)) for year in range(1, years + 1)
    )
    return replace(scenario, name=f"{scenario.name}; income {percent}% lower from year {from_year}", income=income)


def loans_missed(scenario: Scenario, company: Company, year: int) -> Scenario:
    """The scenario in which nothing is repaid of any loan in a year."""
    misses = tuple((loan.reference, year) for loan in company.agreed.loans)
    return replace(scenario, name=f"{scenario.name}; loans missed in year {year}", misses=(*scenario.misses, *misses))


def _draws(company: Company) -> Iterator[Assumption]:
    drawn = {event.under for event in standing(company.events) if event.kind is EventKind.DRAW}
    for loan in company.agreed.loans:
        if loan.reference not in drawn and loan.amount > 0:
            yield Draw(0, loan.reference)


def _earn_ins(company: Company, on: date, *, met: bool) -> Iterator[Assumption]:
    for right, _ in rights_left(company, company.register(on)):
        if right.kind is RightKind.EARN_IN and (right.until is None or right.until >= on):
            yield EarnIn(right.until or UNDATED_EARN_IN, right.reference, met)
