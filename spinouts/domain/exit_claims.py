"""Who may claim what when the company ends, in the order in which the claims are met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.form_limits import End
from spinouts.domain.money import Money, pence
from spinouts.domain.registers import Register
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Loan, LoanKind

COSTS = "(costs)"
OTHERS = "(others)"
BODY = "(body)"
UNSETTLED = "(unsettled)"
NAMES = {
    COSTS: "Costs of the ending",
    OTHERS: "Suppliers, staff and others who are owed",
    UNSETTLED: "Not settled by the articles",
}
"""Payees that are no party of the company, by their references. `BODY` has its name from the articles."""

Claimant = tuple[str, str]
"""Who claims, and the reference of the class of shares or of the loan by which it does."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Claims that are met together, before those of later tiers: in full, or an equal part of each. Pounds, pence."""

    label: str
    sentence: str
    source: str
    claims: Mapping[Claimant, Decimal]


def creditor_tiers(company: Company, of: Register, costs: Decimal, debts: Decimal) -> Iterator[Tier]:
    """Costs, then secured loans by rank, other loans by rank, and what is left to repay of quasi-equity.

    `debts` are owed to suppliers, staff and others; they stand beside the first of the unsecured loans.
    """
    if costs:
        sentence = "The costs of selling or winding up are paid before all else."
        yield Tier("Costs", sentence, "Insolvency Act 1986, s.115", {(COSTS, ""): costs})
    terms = {loan.reference: loan for loan in company.agreed.loans}
    tiers: dict[tuple[int, int], dict[Claimant, Decimal]] = {}
    for reference, owed in of.owed.items():
        place = _place(terms.get(reference))
        tiers.setdefault(place, {})[owed.party.reference, reference] = owed.amount
    if debts:
        first = min((place for place in tiers if place[0] == _UNSECURED), default=(_UNSECURED, 1))
        tiers.setdefault(first, {})[OTHERS, ""] = debts
    for place in sorted(tiers):
        label, sentence, source = _CREDITORS[place[0]]
        yield Tier(f"{label}, rank {place[1]}", sentence, source, tiers[place])


_SECURED, _UNSECURED, _BY_INCOME = range(3)
_CREDITORS = {
    _SECURED: (
        "Secured loans",
        "Secured lenders are paid before others; their security is taken to cover all that there is.",
        "The security; Insolvency Act 1986, ss.175 and 176A for what goes before a floating charge",
    ),
    _UNSECURED: (
        "Other loans and debts",
        "Unsecured creditors of one rank are paid in equal parts of what they are owed.",
        "Insolvency Act 1986, s.107; the ranks agreed",
    ),
    _BY_INCOME: (
        "Quasi-equity",
        "What has not been repaid of money that is paid back by income comes after the loans, before the owners.",
        "The terms of the investment",
    ),
}


def _place(loan: Loan | None) -> tuple[int, int]:
    if loan is None:
        return _UNSECURED, 1
    if loan.secured:
        return _SECURED, loan.rank
    return (_BY_INCOME if loan.kind is LoanKind.QUASI_EQUITY else _UNSECURED), loan.rank


def preference_tiers(of: Register, end: End) -> Iterator[Tier]:
    """What classes with a preference get before others, in order of rank; no more than was paid where that is all."""
    if not end.members:
        return
    for rank in sorted({known.preference_rank for known in of.classes if known.preference_rank}):
        ranked = {known.reference: known for known in of.classes if known.preference_rank == rank}
        claims = {
            (party, known): pence(shares * Fraction(first_amount(ranked[known], end)))
            for (party, known), shares in of.holdings.items()
            if known in ranked
        }
        names = " and ".join(known.name for known in ranked.values())
        sentence = f"Each of these shares is paid its preference before any of a later rank ({names})."
        yield Tier(f"Preference, rank {rank}: {names}", sentence, "The articles", claims)


def first_amount(known: ShareClass, end: End) -> Money:
    """Pounds that a share of the class gets by its preference."""
    return min(known.preference_amount, known.nominal_amount) if end.at_most_paid else known.preference_amount


def most_more(known: ShareClass, end: End) -> Fraction | None:
    """Pounds that a share of the class may get beside its preference; None for no limit."""
    if not known.participates:
        return Fraction(0)
    limits = [known.most_amount] if known.most_amount is not None else []
    if end.at_most_paid:
        limits.append(known.nominal_amount)
    if not limits:
        return None
    return max(Fraction(0), Fraction(min(limits)) - Fraction(first_amount(known, end)))


def names_of(company: Company, end: End) -> dict[str, str]:
    """The names of all who may be paid, by reference."""
    return {**NAMES, BODY: end.body, **{party.reference: party.name for party in company.parties}}
