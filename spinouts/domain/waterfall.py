"""Who gets what when the company is sold, fails or ends: the money runs down the steps until nothing is left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.creditors import (
    Owing,
    Tier,
    costs_of,
    floating_tier,
    preferential,
    prescribed_part,
    secured_by,
    unsecured,
)
from spinouts.domain.exit_claims import BODY, NAMES, UNSETTLED, most_more, names_of, preference_tiers
from spinouts.domain.exit_words import exit_notes
from spinouts.domain.form_limits import End, at_the_end
from spinouts.domain.levels import filled
from spinouts.domain.money import NOTHING, in_pounds, paid_as_far_as_it_goes, pence_down, shared_out
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
    """One step down; `left` is what is left after it. `is_debt` says that the company owes what the step pays, and
    `goes_on` that what it lacks is claimed again in a later step."""

    label: str
    payments: tuple[Payment, ...]
    left: Decimal
    sentence: str
    source: str
    is_debt: bool = False
    goes_on: bool = False

    @property
    def lacking(self) -> Decimal:
        """What its claims of a known amount lack for good."""
        due = (payment.due - payment.amount for payment in self.payments if payment.due is not None)
        return NOTHING if self.goes_on else sum(due, NOTHING)

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
        """What claims of a known amount lack, those of owners too."""
        return sum((step.lacking for step in self.steps), NOTHING)

    @property
    def debts_unpaid(self) -> Decimal:
        """What the costs and debts lack."""
        return sum((step.lacking for step in self.steps if step.is_debt), NOTHING)


def distribute(
    company: Company, on: date, situation: Situation, value: Decimal, owing: Owing | None = None
) -> Waterfall:
    """Pay out the value of all that the company has, by who owns it and what it owes at the end of the day.

    In the order of `creditors`, then preferences by rank, then an equal amount for each participating share up to its
    most; where the assets are locked, the rest to the locked body. Interest since the last payment is not counted.
    Raises Refusal as `Owing.check` and `Company.register` do.
    """
    owing = owing or Owing()
    owing.check(value)
    of, end = company.register(on), at_the_end(company.form, company.agreed.articles)
    debts = _Debts(company, of, owing, value)
    steps = debts.steps()
    left = debts.left
    classes = {known.reference: known.name for known in company.classes}
    for tier in preference_tiers(of, end):
        steps.append(_met(tier, left, left, debts.names, classes))
        left = steps[-1].left
    for step in _rest(of, end, left):
        steps.append(step)
        left = step.left
    return Waterfall(situation, on, value, tuple(steps), exit_notes(company, of, situation))


class _Debts:
    """The debts being paid out of two pots: what a fixed charge covers, and what is free of one."""

    def __init__(self, company: Company, of: Register, owing: Owing, value: Decimal) -> None:
        self.company, self.of, self.owing = company, of, owing
        self.names = names_of(company, at_the_end(company.form, company.agreed.articles))
        self.loans = {loan.reference: loan.name for loan in company.agreed.loans}
        self.secured = list(secured_by(company, of))
        self.free = owing.floating if self.secured else value
        self.fixed = value - self.free

    @property
    def left(self) -> Decimal:
        return self.free + self.fixed

    def steps(self) -> list[Step]:
        """Each rank of debts, paid in its turn as far as it goes."""
        found = [self._from_both(tier) for tier in costs_of(self.owing)]
        short: list[Tier] = []
        for tier in self.secured:
            step = self._from_fixed(tier)
            again = list(_short(tier, step)) if self.owing.floating else []
            found.append(replace(step, goes_on=bool(again)))
            short += again
        self.free, self.fixed = self.left, NOTHING
        found += [self._from_free(tier) for tier in preferential(self.owing, self.of.on)]
        others = list(unsecured(self.company, self.of, self.owing, self.of.on))
        kept = NOTHING
        if short:
            kept = min(prescribed_part(self.free, self.of.on), sum((tier.due for tier in others), NOTHING))
        for tier in short:
            found.append(self._from_free(floating_tier(tier, kept, in_pounds(kept)), kept))
        return [*found, *(self._from_free(tier) for tier in others)]

    def _from_both(self, tier: Tier) -> Step:
        step = _met(tier, self.left, self.left, self.names, self.loans)
        self.fixed -= max(step.paid - self.free, NOTHING)
        self.free = step.left - self.fixed
        return step

    def _from_fixed(self, tier: Tier) -> Step:
        step = _met(tier, self.fixed, self.left, self.names, self.loans)
        self.fixed -= step.paid
        return step

    def _from_free(self, tier: Tier, kept: Decimal = NOTHING) -> Step:
        step = _met(tier, self.free - kept, self.left, self.names, self.loans)
        self.free -= step.paid
        return step


def _short(tier: Tier, step: Step) -> Iterator[Tier]:
    """What a tier still lacks after its step, as a tier; none where nothing is lacking."""
    lacking = {
        claimant: due - payment.amount
        for (claimant, due), payment in zip(tier.claims.items(), step.payments, strict=True)
        if due > payment.amount
    }
    if lacking:
        yield replace(tier, claims=lacking)


def _met(tier: Tier, there: Decimal, left: Decimal, names: Mapping[str, str], by: Mapping[str, str]) -> Step:
    """The tier's claims paid out of what is there for them; `left` is all that is left before."""
    paid = paid_as_far_as_it_goes(there, tier.claims)
    payments = tuple(
        Payment(payee, names[payee], paid[payee, what], by.get(what, what), due)
        for (payee, what), due in tier.claims.items()
    )
    left -= sum(paid.values(), NOTHING)
    return Step(tier.label, payments, left, tier.sentence, tier.source, tier.is_debt)


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
