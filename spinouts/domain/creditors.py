"""Who is owed what when the company ends, and in which order the law and the ranks agreed have them paid.

The order is that of a winding up (Insolvency Act 1986): costs; secured loans out of what their fixed charge covers;
the preferential debts to employees, then to HM Revenue and Customs (ss.175 and 386, Sch.6); out of what only a
floating charge covers, a part kept for the unsecured (s.176A); the floating charge; the unsecured by rank. What is
owed to employees beyond their preference, and to HMRC before it had one, is unsecured.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.money import NOTHING, pence_down
from spinouts.domain.regimes import HMRC_PREFERENCE
from spinouts.domain.registers import Register
from spinouts.domain.terms import Loan, LoanKind

COSTS = "(costs)"
OTHERS = "(others)"
EMPLOYEES = "(employees)"
TAX = "(tax)"

WAGES_EACH = Decimal(800)
"""The most of an employee's unpaid pay that is preferential (SI 1986/1996, art 4)."""
LEAST_PRESCRIBED = Decimal(10_000)
LATER_PRESCRIBED = date(2020, 4, 6)

Claimant = tuple[str, str]
"""Who claims, and the reference of the class of shares or of the loan by which it does."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed that no register of the company shows, in pounds and pence; nothing where nothing is known.

    `wages` is the unpaid pay of the last four months of `employees` people, `holiday` their holiday pay, `tax` what is
    owed to HMRC of VAT, PAYE and employees' contributions, and `debts` all else, to suppliers and others. `floating`
    is how much of what there is only a floating charge covers; a secured loan is taken to have a fixed charge over
    all the rest.
    """

    costs: Decimal = NOTHING
    debts: Decimal = NOTHING
    wages: Decimal = NOTHING
    employees: int = 0
    holiday: Decimal = NOTHING
    tax: Decimal = NOTHING
    floating: Decimal = NOTHING

    def check(self, value: Decimal) -> None:
        """Raise Refusal for an amount that is none, or for amounts that do not fit to each other."""
        amounts = (value, self.costs, self.debts, self.wages, self.holiday, self.tax, self.floating)
        if any(not amount.is_finite() or amount < 0 or (amount * 100) % 1 for amount in amounts):
            raise Refusal("The value, the costs and the debts are pounds and pence, 0 or more: correct the amount.")
        if self.wages and self.employees < 1:
            raise Refusal("Wages are owed to nobody: enter how many employees they are owed to.")
        if self.floating > value:
            raise Refusal("A floating charge covers more than there is: enter no more than there is to pay out.")

    @property
    def preferential_wages(self) -> Decimal:
        """The part of the wages that is preferential: at most £800 for each employee, taken over all of them."""
        return min(self.wages, WAGES_EACH * self.employees)


@dataclass(frozen=True, slots=True)
class Tier:
    """Claims that are met together, before those of later tiers: in full, or an equal part of each. Pounds, pence.

    `is_debt` says that the company owes it; to owners it owes nothing.
    """

    label: str
    sentence: str
    source: str
    claims: Mapping[Claimant, Decimal]
    is_debt: bool = True

    @property
    def due(self) -> Decimal:
        """What would pay it in full."""
        return sum(self.claims.values(), NOTHING)


def costs_of(owing: Owing) -> Iterator[Tier]:
    """The costs of the ending, if there are any."""
    if owing.costs:
        sentence = "The costs of selling or winding up are paid before all else."
        source = "Insolvency Act 1986, s.115"
        if owing.floating:
            sentence += " They come out of what the floating charge covers first."
            source += "; s.176ZA"
        yield Tier("Costs", sentence, source, {(COSTS, ""): owing.costs})


def secured_by(company: Company, of: Register) -> Iterator[Tier]:
    """Secured loans by rank."""
    sentence = (
        "Secured lenders are paid first out of what their fixed charge covers: all that there is, less what you say is "
        "under a floating charge only."
    )
    yield from _ranked(_loans(company, of, _SECURED), "Secured loans", sentence, "The security")


def preferential(owing: Owing, on: date) -> Iterator[Tier]:
    """Ordinary preferential debts, to employees, before the secondary ones, to HMRC since it has that preference."""
    first = {(EMPLOYEES, "Wages"): owing.preferential_wages, (EMPLOYEES, "Holiday pay"): owing.holiday}
    if any(first.values()):
        sentence = (
            "Pay of the last four months, at most £800 for each employee, and holiday pay go before a floating charge "
            "and before all unsecured debts."
        )
        source = "Insolvency Act 1986, ss.175 and 386, Sch.6 paras 9 and 10; SI 1986/1996"
        yield Tier("Preferential debts to employees", sentence, source, _above_nothing(first))
    if owing.tax and HMRC_PREFERENCE.is_known(on):
        sentence = "VAT, PAYE and employees’ contributions come after the debts to employees, before a floating charge."
        source = "Insolvency Act 1986, ss.175 and 386, Sch.6 para 15D"
        yield Tier("Secondary preferential debts to HMRC", sentence, source, {(TAX, ""): owing.tax})


def floating_tier(short: Tier, kept: Decimal, words: str) -> Tier:
    """What a rank of secured loans still lacks, out of what the floating charge covers; `kept` is for others."""
    sentence = "What secured lenders still lack is paid out of what their floating charge covers."
    if kept:
        sentence += f" {words} of it is kept for unsecured creditors (the prescribed part)."
    source = "The security; Insolvency Act 1986, ss.175 and 176A"
    return Tier(short.label.replace("Secured loans", "Floating charge"), sentence, source, short.claims)


def prescribed_part(net: Decimal, on: date) -> Decimal:
    """What is kept for unsecured creditors out of net property under a floating charge (s.176A, SI 2003/2097).

    Half of the first £10,000 and a fifth of the rest, at most £800,000 (£600,000 before 6 April 2020); nothing where
    there is less than £10,000. The day stands for that of the charge.
    """
    if net < LEAST_PRESCRIBED:
        return NOTHING
    most = Decimal(800_000 if on >= LATER_PRESCRIBED else 600_000)
    return pence_down(min(LEAST_PRESCRIBED / 2 + (net - LEAST_PRESCRIBED) / 5, most))


def unsecured(company: Company, of: Register, owing: Owing, on: date) -> Iterator[Tier]:
    """Other loans by rank, what is owed besides in the first of them, then what is left to repay of quasi-equity."""
    ranks = _loans(company, of, _UNSECURED)
    besides = {
        (OTHERS, ""): owing.debts,
        (EMPLOYEES, "Wages beyond their preference"): owing.wages - owing.preferential_wages,
        (TAX, ""): NOTHING if HMRC_PREFERENCE.is_known(on) else owing.tax,
    }
    if any(besides.values()):
        ranks.setdefault(min(ranks, default=1), {}).update(_above_nothing(besides))
    sentence = "Unsecured creditors of one rank are paid in equal parts of what they are owed."
    yield from _ranked(ranks, "Other loans and debts", sentence, "Insolvency Act 1986, s.107; the ranks agreed")
    sentence = "What has not been repaid of money that is paid back by income comes after the loans, before the owners."
    yield from _ranked(_loans(company, of, _BY_INCOME), "Quasi-equity", sentence, "The terms of the investment")


Ranks = dict[int, dict[Claimant, Decimal]]
_SECURED, _UNSECURED, _BY_INCOME = range(3)


def _loans(company: Company, of: Register, kind: int) -> Ranks:
    terms = {loan.reference: loan for loan in company.agreed.loans}
    ranks: Ranks = {}
    for reference, owed in of.owed.items():
        known, rank = _place(terms.get(reference))
        if known == kind:
            ranks.setdefault(rank, {})[owed.party.reference, reference] = owed.amount
    return ranks


def _place(loan: Loan | None) -> tuple[int, int]:
    if loan is None:
        return _UNSECURED, 1
    if loan.secured:
        return _SECURED, loan.rank
    return (_BY_INCOME if loan.kind is LoanKind.QUASI_EQUITY else _UNSECURED), loan.rank


def _ranked(ranks: Ranks, label: str, sentence: str, source: str) -> Iterator[Tier]:
    for rank in sorted(ranks):
        yield Tier(f"{label}, rank {rank}", sentence, source, ranks[rank])


def _above_nothing(claims: Mapping[Claimant, Decimal]) -> dict[Claimant, Decimal]:
    return {claimant: amount for claimant, amount in claims.items() if amount}
