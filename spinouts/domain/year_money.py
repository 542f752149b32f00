"""A projected year's money: what came in, what loans cost, profit, tax, dividends, and what is kept or missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.dividends import dividends
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.money import NOTHING, in_pounds, pence
from spinouts.domain.scenario import Scenario
from spinouts.domain.serving import Due, due


@dataclass(frozen=True, slots=True)
class YearMoney:
    """Pounds and pence. `profit` is before tax, a loss below zero; all else is zero or more.

    `interest`, `repaid` and `income_shares` are by loan reference, `dividends` by party reference, `owed` by loan
    reference at the end. `reserves` are profits kept, `losses` what past losses lack; `cash` is what there is,
    `missing` bills that could not be paid yet.
    """

    income: Decimal = NOTHING
    costs: Decimal = NOTHING
    interest: Mapping[str, Decimal] = field(default_factory=dict)
    income_shares: Mapping[str, Decimal] = field(default_factory=dict)
    profit: Decimal = NOTHING
    tax: Decimal = NOTHING
    dividends: Mapping[str, Decimal] = field(default_factory=dict)
    repaid: Mapping[str, Decimal] = field(default_factory=dict)
    owed: Mapping[str, Decimal] = field(default_factory=dict)
    reserves: Decimal = NOTHING
    losses: Decimal = NOTHING
    cash: Decimal = NOTHING
    missing: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Purse:
    """What goes on from year to year: `kept` profits and `cash`, either below zero where they lack; and what
    quasi-equity, by loan reference, has been paid beyond its amount."""

    kept: Decimal = NOTHING
    cash: Decimal = NOTHING
    beyond: Mapping[str, Decimal] = field(default_factory=dict)


def cash_of(events: Sequence[HoldingEvent], loans: set[str]) -> Decimal:
    """What events bring into the company's purse or take out of it. Shares issued under a loan bring no cash."""
    total = NOTHING
    for event in events:
        amount = event.amount or NOTHING
        issued = event.kind is EventKind.ISSUE and event.under not in loans
        if issued or event.kind in {EventKind.DRAW, EventKind.GRANT}:
            total += amount
        elif event.kind in {EventKind.REPAY, EventKind.CANCEL, EventKind.DIVIDEND}:
            total -= amount
    return total


def paid_to_owners(events: Sequence[HoldingEvent]) -> Decimal:
    """What the company paid for its own shares and as dividends, which lessens what may be distributed."""
    kinds = {EventKind.CANCEL, EventKind.DIVIDEND}
    return sum((event.amount or NOTHING for event in events if event.kind in kinds), NOTHING)


@dataclass(frozen=True, slots=True)
class Settled:
    """A year that is settled: its money, the purse at its end; repayments and the dividend as events, not yet
    numbered; and sentences."""

    money: YearMoney
    purse: Purse
    events: tuple[HoldingEvent, ...]
    sentences: tuple[str, ...]


def settle(company: Company, scenario: Scenario, year: int, before: date, on: date, purse: Purse) -> Settled:
    """The money of a year from 1: income, costs and interest, then loans, tax and, last, dividends.

    The year is after the day `before`, up to and on the day `on`; `purse` is what there is after its other events.
    """
    income, costs = scenario.income_in(year), scenario.costs_in(year)
    dues = {
        loan.reference: due(loan, company.events, before, on, income, purse.beyond.get(loan.reference, NOTHING))
        for loan in (company.agreed.loans if scenario.keeps_terms else ())
    }
    interest = {loan: each.interest for loan, each in dues.items() if each.interest}
    result = income - costs - sum(interest.values(), NOTHING)
    served = _serve(
        company, dues, on, purse.cash + result, {loan for loan, missed in scenario.misses if missed == year}
    )
    profit = result - sum(served.beyond.values(), NOTHING)
    tax = pence(Fraction(max(profit, NOTHING)) * Fraction(scenario.tax_percent) / 100)
    kept, cash = purse.kept + profit - tax, purse.cash + result - served.paid - tax
    paid = dividends(
        company.register(on),
        company.agreed.articles,
        distributable=max(kept, NOTHING),
        percent=scenario.dividend_percent,
        cash=max(cash, NOTHING),
    )
    beyond = {loan: purse.beyond.get(loan, NOTHING) + served.beyond.get(loan, NOTHING) for loan in dues}
    after = Purse(kept - paid.total, cash - paid.total, beyond)
    money = replace(
        at_a_moment(after, _owed(company, on, served.repaid)),
        income=income,
        costs=costs,
        interest=interest,
        income_shares=served.income_shares,
        profit=profit,
        tax=tax,
        dividends=paid.by_party,
        repaid=served.repaid,
    )
    events = (*served.events, *_dividend(paid.total, on, profits=kept))
    return Settled(money, after, events, (*served.sentences, *paid.sentences, *_short(money)))


def at_a_moment(purse: Purse, owed: Mapping[str, Decimal]) -> YearMoney:
    """What stands at a moment, without what came in or went out."""
    return YearMoney(
        owed=owed,
        reserves=max(purse.kept, NOTHING),
        losses=max(-purse.kept, NOTHING),
        cash=max(purse.cash, NOTHING),
        missing=max(-purse.cash, NOTHING),
    )


def _dividend(amount: Decimal, on: date, *, profits: Decimal) -> tuple[HoldingEvent, ...]:
    return (HoldingEvent(EventKind.DIVIDEND, on, 0, amount=amount, profits=profits),) if amount else ()


def _owed(company: Company, on: date, repaid: Mapping[str, Decimal]) -> dict[str, Decimal]:
    owed = company.register(on).owed
    return _above_nothing({loan: each.amount - repaid.get(loan, NOTHING) for loan, each in owed.items()})


def _short(money: YearMoney) -> tuple[str, ...]:
    missing = in_pounds(money.missing)
    return (f"{missing} is missing at the end of the year: not all bills can be paid.",) if money.missing else ()


@dataclass(frozen=True, slots=True)
class _Served:
    """What was paid on loans. `repaid` is of what is owed, by any kind of loan; `beyond` is over and above it."""

    repaid: Mapping[str, Decimal]
    income_shares: Mapping[str, Decimal]
    beyond: Mapping[str, Decimal]
    events: tuple[HoldingEvent, ...]
    sentences: tuple[str, ...]

    @property
    def paid(self) -> Decimal:
        return sum((*self.repaid.values(), *self.beyond.values()), NOTHING)


def _serve(company: Company, dues: Mapping[str, Due], on: date, cash: Decimal, missed: set[str]) -> _Served:
    """Pay loans as far as the cash goes: secured ones first, then by rank, then in the order agreed."""
    repaid, shares, beyond, said = {}, {}, {}, []
    owed = company.register(on).owed
    left = max(cash, NOTHING)
    loans = [loan for loan in company.agreed.loans if loan.reference in dues]
    for loan in sorted(loans, key=lambda loan: (not loan.secured, loan.rank)):
        each = dues[loan.reference]
        wanted = each.repayment + each.income_share
        paid = NOTHING if loan.reference in missed else min(wanted, left)
        if paid < wanted:
            why = "is assumed to be missed" if loan.reference in missed else "is not paid, for lack of cash"
            said.append(f"{loan.name}: {in_pounds(wanted - paid)} of the {in_pounds(wanted)} due {why}.")
        left -= paid
        against = min(paid, owed[loan.reference].amount) if loan.reference in owed else NOTHING
        repaid[loan.reference], beyond[loan.reference] = against, paid - against
        shares[loan.reference] = paid if each.income_share else NOTHING
    events = tuple(
        HoldingEvent(EventKind.REPAY, on, 0, amount=amount, under=loan, reason=Reason.OTHER)
        for loan, amount in repaid.items()
        if amount
    )
    return _Served(_above_nothing(repaid), _above_nothing(shares), _above_nothing(beyond), events, tuple(said))


def _above_nothing(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {key: amount for key, amount in amounts.items() if amount}
