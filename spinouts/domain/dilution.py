"""The capital as it would be if every right to shares were used: the fully diluted company."""

from decimal import Decimal
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.registers import Register, standing
from spinouts.domain.terms import Loan, LoanKind, Right


def rights_left(company: Company, of: Register) -> tuple[tuple[Right, int], ...]:
    """Each agreed right with the shares left of it: granted by an event and not used up, or not granted yet."""
    granted = {event.under for event in standing(company.events) if event.under and event.on <= of.on}
    return tuple(
        (right, of.rights[right.reference].shares if right.reference in of.rights else right.shares)
        for right in company.agreed.rights
        if right.reference in of.rights or right.reference not in granted
    )


def convertible_shares(loan: Loan, amount: Decimal) -> int:
    """The whole shares that an amount of a convertible loan would become; none for another loan or without a price."""
    if loan.kind is not LoanKind.CONVERTIBLE or not loan.price_per_share or loan.converts_to is None:
        return 0
    return int(Fraction(amount) / Fraction(loan.price_per_share))


def diluted_capital(company: Company, of: Register) -> dict[str, int]:
    """Shares by party reference if all options, warrants and earn-ins were used and all convertibles converted.

    A giver hands over no more than it has.
    """
    capital = dict(of.capital)
    for right, shares in rights_left(company, of):
        given = shares if right.giver is None else min(shares, capital.get(right.giver, 0))
        if right.giver is not None:
            capital[right.giver] = capital.get(right.giver, 0) - given
        capital[right.holder] = capital.get(right.holder, 0) + given
    for loan in company.agreed.loans:
        owed = of.owed.get(loan.reference)
        if owed is not None:
            shares = convertible_shares(loan, owed.amount)
            capital[loan.lender] = capital.get(loan.lender, 0) + shares
    return {party: shares for party, shares in capital.items() if shares}
