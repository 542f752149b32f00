"""What is impossible in the terms of an offer's loans, in sentences that say what to do."""

from collections.abc import Iterator
from decimal import Decimal

from partners.domain.instruments import Instrument
from partners.domain.offers import Offer
from partners.domain.places import Placed, number_of
from spinouts.domain.money import in_pounds
from spinouts.domain.terms import Loan, LoanKind


def loan_problems(offer: Offer) -> Iterator[Placed]:
    """Each with its place."""
    for number, loan in enumerate(offer.agreed.loans, start=1):
        for part, sentence in (*_amount(loan), *_kind(loan)):
            yield ("loan", number, part), sentence
    yield from _totals(offer)


def _amount(loan: Loan) -> Iterator[tuple[str, str]]:
    if loan.amount <= 0:
        yield "amount", f"Nothing is lent under {loan.name}: enter how many pounds."
    if loan.years < 1:
        yield "years", f"{loan.name} runs for {number_of(loan.years, 'year')}: enter 1 or more."
    elif loan.holiday_years >= loan.years:
        yield (
            "holiday",
            (
                f"{loan.name} runs for {number_of(loan.years, 'year')}, with no repayment for {loan.holiday_years} of "
                "them, so that it would never be repaid: enter fewer years without repayment."
            ),
        )


def _kind(loan: Loan) -> Iterator[tuple[str, str]]:
    if loan.kind is LoanKind.QUASI_EQUITY:
        if not loan.income_percent:
            yield "income", f"{loan.name} is paid back as a share of income: enter how many per cent of it."
        if loan.most_times is not None and loan.most_times < 1:
            yield "times", f"{loan.name} would pay back less than was lent: enter 1 or more times the amount."
    elif loan.income_percent is not None or loan.most_times is not None:
        part = "income" if loan.income_percent is not None else "times"
        yield part, f"Only quasi-equity is paid back as a share of income: take that out of {loan.name}."
    if loan.kind is LoanKind.CONVERTIBLE:
        if not loan.converts_to:
            yield "into", f"{loan.name} may become shares: enter of which class."
        if not loan.price_per_share:
            yield "price", f"{loan.name} may become shares: enter at how many pounds each."
    elif loan.converts_to or loan.price_per_share is not None:
        part = "into" if loan.converts_to else "price"
        yield part, f"Only a convertible loan becomes shares: take the class and price out of {loan.name}."


def _totals(offer: Offer) -> Iterator[Placed]:
    """Loans whose terms are given must be the money that is entered by year."""
    for instrument in Instrument:
        kind = instrument.loan_kind
        loans = [loan for loan in offer.agreed.loans if loan.kind is kind]
        entered = [one.amount for one in offer.investments if one.instrument is instrument]
        if not loans or not all(amount.is_finite() for amount in entered) or not all(loan.amount for loan in loans):
            continue
        lent, invested = sum((loan.amount for loan in loans), Decimal(0)), sum(entered, Decimal(0))
        if lent != invested:
            first = offer.agreed.loans.index(loans[0]) + 1
            yield (
                ("loan", first, "amount"),
                (
                    f"The terms given for “{instrument.label}” are for {in_pounds(lent)} in all, but by year "
                    f"{in_pounds(invested)} is entered: make them the same."
                ),
            )
