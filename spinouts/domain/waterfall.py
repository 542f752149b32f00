"""Who gets what when the company is sold, fails or ends: the money runs down the steps until nothing is left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.exit_claims import (
    BODY,
    NAMES,
    UNSETTLED,
    Tier,
    creditor_tiers,
    most_more,
    names_of,
    preference_tiers,
)
from spinouts.domain.exit_words import exit_notes
from spinouts.domain.form_limits import End, at_the_end
from spinouts.domain.levels import filled
from spinouts.domain.money import NOTHING, paid_as_far_as_it_goes, pence_down, shared_out
from spinouts.domain.registers import Register, listed_holdings
from spinouts.domain.situations import Situation


@dataclass(frozen=True, slots=True)
class Payment:
    """What somebody gets in a step. `payee` is a party's reference, or one of `exit_claims.NAMES`.

    `by` is the class of shares or the loan by which it is paid, as people read it; `due` is what would pay it in
    full, None where there is no such amount. Pounds and pence.
    """

    payee: str
    name: str
    amount: Decimal
    by: str = ""
    due: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step down; `left` is what is left after it."""

    label: str
    payments: tuple[Payment, ...]
    left: Decimal
    sentence: str
    source: str

    @property
    def paid(self) -> Decimal:
        """What the step pays in all."""
        return sum((payment.amount for payment in self.payments), NOTHING)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All steps; they pay exactly the `value`. `notes` say who decides, and how votes shift."""

    situation: Situation
    on: date
    value: Decimal
    steps: tuple[Step, ...]
    notes: tuple[str, ...]

    @property
    def by_payee(self) -> dict[str, Decimal]:
        """What each gets in all, by reference, in the order of the steps."""
        total: dict[str, Decimal] = {}
        for step in self.steps:
            for payment in step.payments:
                total[payment.payee] = total.get(payment.payee, NOTHING) + payment.amount
        return total

    @property
    def names(self) -> dict[str, str]:
        """The names of all who are paid, by reference."""
        return {payment.payee: payment.name for step in self.steps for payment in step.payments}

    @property
    def unpaid(self) -> Decimal:
        """What claims of a known amount lack."""
        payments = (payment for step in self.steps for payment in step.payments)
        return sum((payment.due - payment.amount for payment in payments if payment.due is not None), NOTHING)


def distribute(
    company: Company,
    on: date,
    situation: Situation,
    value: Decimal,
    *,
    costs: Decimal = NOTHING,
    debts: Decimal = NOTHING,
) -> Waterfall:
    """Pay out the value of all that the company has, by who owns it and what it owes at the end of the day.

    In order: costs, secured loans, other loans by rank with `debts` (to suppliers, staff, others), quasi-equity,
    preferences by rank, then an equal amount for each participating share up to its most; where the assets are
    locked, the rest to the locked body. Interest since the last payment is not counted. Amounts are pounds and
    pence. Raises Refusal for an amount that is not, and as `Company.register` does.
    """
    if any(not amount.is_finite() or amount < 0 or (amount * 100) % 1 for amount in (value, costs, debts)):
        raise Refusal("The value, the costs and the debts are pounds and pence, 0 or more: correct the amount.")
    of, end = company.register(on), at_the_end(company.form, company.agreed.articles)
    names = names_of(company, end)
    loans = {loan.reference: loan.name for loan in company.agreed.loans}
    classes = {known.reference: known.name for known in company.classes}
    tiers = [(tier, loans) for tier in creditor_tiers(company, of, costs, debts)]
    tiers += [(tier, classes) for tier in preference_tiers(of, end)]
    steps: list[Step] = []
    left = value
    for tier, by in tiers:
        steps.append(_met(tier, left, names, by))
        left = steps[-1].left
    for step in _rest(of, end, left):
        steps.append(step)
        left = step.left
    return Waterfall(situation, on, value, tuple(steps), exit_notes(company, of, situation))


def _met(tier: Tier, left: Decimal, names: Mapping[str, str], by: Mapping[str, str]) -> Step:
    paid = paid_as_far_as_it_goes(left, tier.claims)
    payments = tuple(
        Payment(payee, names[payee], paid[payee, what], by.get(what, what), due)
        for (payee, what), due in tier.claims.items()
    )
    return Step(tier.label, payments, left - sum(paid.values(), NOTHING), tier.sentence, tier.source)


def _rest(of: Register, end: End, left: Decimal) -> Iterator[Step]:
    """What is left for the shares that take part in it, and then for the locked body."""
    if end.members and any(known.participates for known in of.classes):
        step = _participating(of, end, left)
        left = step.left
        yield step
    if end.body:
        yield Step(f"Asset lock: {end.body}", (Payment(BODY, end.body, left),), NOTHING, end.sentence, end.source)
    elif left:
        sentence = "No share may get any more of it, and the articles do not say who does: settle it."
        yield Step("What is left", (Payment(UNSETTLED, NAMES[UNSETTLED], left),), NOTHING, sentence, "The articles")


def _participating(of: Register, end: End, left: Decimal) -> Step:
    lots = [(party, known, shares) for party, known, shares in listed_holdings(of) if known.participates]
    exact = filled(Fraction(left), [shares for _, _, shares in lots], [most_more(known, end) for _, known, _ in lots])
    total = min(left, pence_down(sum(exact, Fraction(0))))
    paid = shared_out(total, dict(enumerate(exact)))
    payments = tuple(
        Payment(party.reference, party.name, paid[number], known.name) for number, (party, known, _) in enumerate(lots)
    )
    sentence = end.sentence if end.at_most_paid else "Each of these shares gets the same, up to the most it may get."
    return Step("Shares that take part in the rest", payments, left - total, sentence, end.source)
