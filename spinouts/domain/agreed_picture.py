"""What binds a company's owners on a day: notices on its form, what was agreed, and what of it still stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.domain.counts import counted
from spinouts.domain.company import Company
from spinouts.domain.company_terms import NONE, Term, terms_in_words
from spinouts.domain.consents import who_consents
from spinouts.domain.dilution import rights_left
from spinouts.domain.events import in_words
from spinouts.domain.form_rules import notices
from spinouts.domain.money import in_pounds
from spinouts.domain.notices import Notice
from spinouts.domain.registers import EVERYBODY, Register
from spinouts.domain.terms import Loan, Right


@dataclass(frozen=True, slots=True)
class ReservedRow:
    """A reserved matter, whose consent it needs on the day, and what was noted about it."""

    matter: str
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A right, a loan or a lock-in that stands on the day: what it is, whose, how much, and on what terms."""

    name: str
    who: str
    amount: str
    terms: str


@dataclass(frozen=True, slots=True)
class AgreedPicture:
    """All of it. Rows of what stands are as the register has it; terms are as they were agreed."""

    company: str
    on: date
    notices: tuple[Notice, ...]
    terms: tuple[Term, ...]
    reserved: tuple[ReservedRow, ...]
    rights: tuple[StandingRow, ...]
    loans: tuple[StandingRow, ...]
    locks: tuple[StandingRow, ...]

    @property
    def settled(self) -> tuple[Term, ...]:
        """The terms under which something was agreed."""
        return tuple(term for term in self.terms if term.words != NONE)

    @property
    def unsettled(self) -> str:
        """The headings of the others, as one list."""
        labels = [term.label for term in self.terms if term.words == NONE]
        return ", ".join(label if number == 0 else label[0].lower() + label[1:] for number, label in enumerate(labels))


def agreed_picture(company: Company, on: date) -> AgreedPicture:
    """What binds the owners at the end of a day. Raises Refusal as `Company.register` does."""
    of = company.register(on)
    return AgreedPicture(
        company=company.name,
        on=on,
        notices=notices(company, on) if of.parties else (),
        terms=terms_in_words(company),
        reserved=tuple(_reserved(company, of)),
        rights=tuple(_rights(company, of)),
        loans=tuple(_loans(company, of)),
        locks=tuple(_locks(company, of)),
    )


def _reserved(company: Company, of: Register) -> Iterator[ReservedRow]:
    for each in company.agreed.articles.reserved:
        names = " and ".join(party.name for party in who_consents(company, of, each.matter))
        yield ReservedRow(each.matter.label, names or "Nobody on this day", each.note.strip())


def _rights(company: Company, of: Register) -> Iterator[StandingRow]:
    classes = {known.reference: known.name for known in company.classes}
    agreed = rights_left(company, of)
    for right, shares in agreed:
        if shares and (right.until is None or right.until >= of.on):
            who = company.party(right.holder).name
            yield StandingRow(right.name, who, f"{shares:,} {classes[right.share_class]}", _right(company, right, of))
    named = {right.reference for right, _ in agreed}
    for reference, held in of.rights.items():
        if reference not in named:
            until = f"Until {in_words(held.until)}" if held.until else "Without a last day"
            yield StandingRow(reference, held.party.name, f"{held.shares:,} {held.share_class.name}", until)


def _right(company: Company, right: Right, of: Register) -> str:
    held = of.rights.get(right.reference)
    until = held.until if held is not None and held.until else right.until
    said = [
        right.kind.label,
        f"at {in_pounds(right.price_per_share)} a share" if right.price_per_share else "for nothing",
        f"from {company.party(right.giver).name}" if right.giver else "",
        f"if {right.milestone}" if right.milestone else "",
        f"until {in_words(until)}" if until else "",
    ]
    return ", ".join(part for part in said if part)


def _loans(company: Company, of: Register) -> Iterator[StandingRow]:
    for loan in company.agreed.loans:
        owed = of.owed.get(loan.reference)
        amount = f"{in_pounds(owed.amount)} owed" if owed else f"Nothing owed of {in_pounds(loan.amount)}"
        yield StandingRow(loan.name, company.party(loan.lender).name, amount, _loan(loan))
    named = {loan.reference for loan in company.agreed.loans}
    for reference, owed in of.owed.items():
        if reference not in named:
            yield StandingRow(reference, owed.party.name, f"{in_pounds(owed.amount)} owed", "Terms not recorded")


def _loan(loan: Loan) -> str:
    said = [
        loan.kind.label,
        f"{loan.yearly_percent.normalize():f}% interest a year" if loan.yearly_percent else "no interest",
        f"over {counted(loan.years, 'year')}",
        f"the first {loan.holiday_years} without repayment" if loan.holiday_years else "",
        f"{loan.income_percent.normalize():f}% of income" if loan.income_percent else "",
        f"at most {loan.most_times.normalize():f} times the amount" if loan.most_times else "",
        f"{in_pounds(loan.price_per_share)} a share" if loan.price_per_share else "",
        "secured" if loan.secured else "",
    ]
    return ", ".join(part for part in said if part)


def _locks(company: Company, of: Register) -> Iterator[StandingRow]:
    for lock in company.agreed.articles.locks:
        if lock.until >= of.on:
            who = company.party(lock.party).name if lock.party else "Everybody"
            yield StandingRow("Agreed", who, f"Until {in_words(lock.until)}", lock.note.strip())
    for whose, until in of.locks.items():
        who = "Everybody" if whose == EVERYBODY else company.party(whose).name
        yield StandingRow("Entered in the register", who, f"Until {in_words(until)}", "")
