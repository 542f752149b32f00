"""Whether a company keeps within the limits that the council published for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Side
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.registers import Register
from spinouts.domain.terms import Limits


@dataclass(frozen=True, slots=True)
class Check:
    """A limit, what the company has, and whether it keeps the limit, as a sentence too. `figure` is 0 to 1."""

    limit: str
    passed: bool
    words: str
    sentence: str
    figure: Fraction | None = None


def checks(company: Company, of: Register, limits: Limits) -> tuple[Check, ...]:
    """Each limit that is set, by the exact parts of the capital: at the limit is within it."""
    return (*_shares(of, limits), *_form(company, limits))


def part_of(of: Register, side: Side) -> Fraction:
    """The part of the capital that all parties of a side have together."""
    capital = fractions_of(of.capital)
    return sum(
        (capital.get(party.reference, Fraction(0)) for party in of.parties if party.kind.side is side), Fraction(0)
    )


def _shares(of: Register, limits: Limits) -> Iterator[Check]:
    for side, percent, least in (
        (Side.EMPLOYEES, limits.least_employees_percent, True),
        (Side.PARTNER, limits.most_partner_percent, False),
        (Side.COUNCIL, limits.least_council_percent, True),
    ):
        if percent is None:
            continue
        part, line = part_of(of, side), Fraction(percent) / 100
        passed = part >= line if least else part <= line
        words = stake_in_words(part, beside=(percent,))
        limit = f"{side.label}: {'at least' if least else 'at most'} {percent_in_words(percent)}"
        sentence = f"{limit}. It is {words}: {'within' if passed else 'outside'} the limit."
        yield Check(limit, passed, words, sentence, part)


def _form(company: Company, limits: Limits) -> Iterator[Check]:
    if limits.permitted_forms:
        passed, words = company.form in limits.permitted_forms, company.form.label
        permitted = ", ".join(form.label for form in LegalForm if form in limits.permitted_forms)
        sentence = f"{words} is {'one' if passed else 'none'} of the permitted forms: {permitted}."
        yield Check("Legal form", passed, words, sentence)
