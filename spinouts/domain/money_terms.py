"""The money that comes into a company by its terms, and what it must pay for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.domain.counts import counted
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.money import NOTHING, in_pounds, pence
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.registers import standing
from spinouts.domain.scenario import year_end
from spinouts.domain.serving import due
from spinouts.domain.terms import Loan, LoanKind


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """An amount in pounds under a heading; None where no amount follows from the terms. `words` explain it."""

    label: str
    amount: Decimal | None
    words: str = ""


def money_in(company: Company, on: date) -> tuple[MoneyRow, ...]:
    """What came in for shares up to the day, and what lenders have agreed, by kind; kinds without money left out."""
    shares = sum(
        (
            event.amount or NOTHING
            for event in standing(company.events)
            if event.kind is EventKind.ISSUE and event.on <= on and not event.under
        ),
        NOTHING,
    )
    rows = [MoneyRow("Paid for shares", shares)] if shares else []
    for kind in LoanKind:
        amount = sum((loan.amount for loan in company.agreed.loans if loan.kind is kind), NOTHING)
        if amount:
            rows.append(MoneyRow(kind.label, amount))
    return tuple(rows)


def money_out(company: Company, on: date) -> tuple[MoneyRow, ...]:
    """What the company must pay for that money by the terms, if each loan is drawn on the day: one row for each."""
    return tuple(row for loan in company.agreed.loans for row in _costs(loan, company, on))


def _costs(loan: Loan, company: Company, on: date) -> Iterator[MoneyRow]:
    if loan.yearly_percent:
        interest = interest_in_all(loan, company, on)
        words = f"{percent_in_words(loan.yearly_percent)} a year over {counted(loan.years, 'year')}"
        yield MoneyRow(f"Interest on {loan.name}", interest, words)
    if loan.kind is LoanKind.QUASI_EQUITY:
        most = None if loan.most_times is None else pence(Fraction(loan.amount) * Fraction(loan.most_times))
        share = percent_in_words(loan.income_percent or NOTHING)
        cap = "without a cap" if most is None else f"at most {in_pounds(most)}"
        yield MoneyRow(
            f"Share of income for {loan.name}", most, f"{share} of income for {counted(loan.years, 'year')}, {cap}"
        )
    elif loan.kind is LoanKind.CONVERTIBLE:
        yield MoneyRow(f"{loan.name} at its end", loan.amount, "unless it becomes shares before")
    else:
        parts = max(1, loan.years - loan.holiday_years)
        words = f"{parts} yearly part{'' if parts == 1 else 's'} after {counted(loan.holiday_years, 'year')} without"
        yield MoneyRow(f"Repayment of {loan.name}", loan.amount, words)


def interest_in_all(loan: Loan, company: Company, on: date) -> Decimal:
    """All interest on a loan that is drawn on the day and repaid by its terms; quasi-equity is not repaid early."""
    lender = company.party(loan.lender)
    events = [HoldingEvent(EventKind.DRAW, on, 1, to_party=lender, amount=loan.amount, under=loan.reference)]
    total = NOTHING
    for year in range(1, loan.years + 1):
        each = due(loan, events, year_end(on, year - 1), year_end(on, year), NOTHING)
        total += each.interest
        if each.repayment:
            repaid = HoldingEvent(EventKind.REPAY, year_end(on, year), 1, amount=each.repayment, under=loan.reference)
            events.append(repaid)
    return total
