"""Who gets what at the end, as one plain value that a page can show: the picture, each step, and each party."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.exit_claims import UNSETTLED
from spinouts.domain.money import in_pounds
from spinouts.domain.percentages import parts_in_words
from spinouts.domain.pictures.waterfall import Step as PictureStep
from spinouts.domain.pictures.waterfall import Waterfall as Diagram
from spinouts.domain.pictures.waterfall import waterfall
from spinouts.domain.situations import Situation
from spinouts.domain.waterfall import Waterfall


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Who gets how much by what; `due` is what would pay it in full, "" where there is no such amount."""

    name: str
    by: str
    due: str
    paid: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step down, in words."""

    label: str
    payments: tuple[PaymentRow, ...]
    paid: str
    left: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """What somebody gets in all, and which part of the value that is."""

    name: str
    amount: str
    part: str


@dataclass(frozen=True, slots=True)
class ExitPicture:
    """`warning` is for an ending that does not pay the debts, "" where it does. `open_questions` are what the articles
    do not settle and what is not paid; `notes` say who decides what."""

    company: str
    situation: Situation
    on: date
    value: str
    diagram: Diagram
    steps: tuple[StepRow, ...]
    payees: tuple[PayeeRow, ...]
    warning: str
    open_questions: tuple[str, ...]
    notes: tuple[str, ...]


def exit_picture(company: Company, found: Waterfall) -> ExitPicture:
    """All that is shown of a waterfall."""
    return ExitPicture(
        company=company.name,
        situation=found.situation,
        on=found.on,
        value=in_pounds(found.value),
        diagram=waterfall(f"{found.situation.label}: who gets what", tuple(_picture_steps(company, found))),
        steps=tuple(_steps(found)),
        payees=tuple(_payees(found)),
        warning=_warning(found),
        open_questions=tuple(_open_questions(found)),
        notes=found.notes,
    )


def _picture_steps(company: Company, found: Waterfall) -> Iterator[PictureStep]:
    """Each payment by itself, with the look of the party that gets it."""
    kinds = {party.reference: party.kind for party in company.parties}
    yield PictureStep("What there is", found.value)
    for step in found.steps:
        for payment in step.payments:
            if payment.amount:
                by = f": {payment.by}" if payment.by else ""
                yield PictureStep(f"{payment.name}{by}", -payment.amount, kinds.get(payment.payee, ""))
    yield PictureStep("What is left", None)


def _steps(found: Waterfall) -> Iterator[StepRow]:
    for step in found.steps:
        payments = tuple(
            PaymentRow(each.name, each.by, "" if each.due is None else in_pounds(each.due), in_pounds(each.amount))
            for each in step.payments
        )
        yield StepRow(step.label, payments, in_pounds(step.paid), in_pounds(step.left), step.sentence, step.source)


def _payees(found: Waterfall) -> Iterator[PayeeRow]:
    names, amounts = found.names, [Fraction(amount) for amount in found.by_payee.values()]
    rest = Fraction(found.value) - sum(amounts)
    parts = parts_in_words([*amounts, rest])
    for (payee, amount), part in zip(found.by_payee.items(), parts, strict=False):
        yield PayeeRow(names[payee], in_pounds(amount), part if found.value else "–")


_TOO_LITTLE = {
    Situation.SALE: (
        "A sale at this price does not pay what the company owes: {lacking} is missing. Owners get nothing, the "
        "creditors who go without must agree, and directors must put the creditors first (Companies Act 2006, "
        "s.172(3); Insolvency Act 1986, s.214)."
    ),
    Situation.STEP_IN: (
        "What the council pays does not pay what the company owes: {lacking} is missing. What is left of the company "
        "is insolvent, and its directors must put the creditors first (Companies Act 2006, s.172(3); Insolvency Act "
        "1986, s.214)."
    ),
    Situation.WINDING_UP: (
        "This is not a winding up while solvent: {lacking} of what the company owes is missing, and its directors "
        "could not declare that it pays in full (Insolvency Act 1986, s.89). Choose “Insolvency” instead."
    ),
}
"""Said of endings that are taken to pay all debts; in an insolvency or a default it is known that they do not."""


def _warning(found: Waterfall) -> str:
    lacking = found.debts_unpaid
    return _TOO_LITTLE.get(found.situation, "").format(lacking=in_pounds(lacking)) if lacking else ""


def _open_questions(found: Waterfall) -> Iterator[str]:
    unsettled = found.by_payee.get(UNSETTLED, Decimal(0))
    if unsettled:
        yield f"The articles do not say who gets {in_pounds(unsettled)}: settle it."
    for step in (step for step in found.steps if not step.goes_on):
        for payment in step.payments:
            if payment.due is not None and payment.due > payment.amount:
                lacking = in_pounds(payment.due - payment.amount)
                by = f" ({payment.by})" if payment.by else ""
                yield f"{payment.name}{by} goes without {lacking} of {in_pounds(payment.due)}: there is no more."
