"""What owners may claim when the company ends, once those are paid to whom it owes, and the names of all who claim."""

from collections.abc import Iterator
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.creditors import COSTS, EMPLOYEES, OTHERS, TAX, Tier
from spinouts.domain.form_limits import End
from spinouts.domain.money import Money, pence
from spinouts.domain.registers import Register
from spinouts.domain.shares import ShareClass

BODY = "(body)"
UNSETTLED = "(unsettled)"
NAMES = {
    COSTS: "Costs of the ending",
    EMPLOYEES: "Employees",
    TAX: "HM Revenue and Customs",
    OTHERS: "Suppliers and others who are owed",
    UNSETTLED: "Not settled by the articles",
}
"""Payees that are no party of the company, by their references. `BODY` has its name from the articles."""


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
        yield Tier(f"Preference, rank {rank}: {names}", sentence, "The articles", claims, is_debt=False)


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
