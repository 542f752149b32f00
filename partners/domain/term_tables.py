"""All terms of an offer as tables in words, for pages and reports; only those that are there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from partners.domain.instruments import Instrument, InvestmentTerms
from partners.domain.offers import Offer
from spinouts.domain.events import in_words
from spinouts.domain.money import in_pounds
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Articles, Loan, LoanKind, Right, Vesting


@dataclass(frozen=True, slots=True)
class TermTable:
    """A table whose first column heads its rows; without heads it is a list of what each thing is."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


CONSENT = "Must consent"
MOST_COLUMNS = 5


def term_tables(offer: Offer) -> tuple[TermTable, ...]:
    """In the order of the offer's form. The stakes, the money by year and the prices have tables of their own."""
    agreed, articles = offer.agreed, offer.agreed.articles
    tables = (
        TermTable("Rights of the classes of shares", _CLASS, tuple(map(_class, offer.classes))),
        TermTable("Terms of the investment", _TERMS, tuple(_terms(offer))),
        TermTable("Loans and quasi-equity", ("Name", "Lender", "Amount", "Terms"), tuple(map(_loan, agreed.loans))),
        _reserved(articles),
        TermTable("Lock-ins", ("Who may not give up shares", "Until", "Note"), tuple(_locks(articles))),
        TermTable("Earn-ins, options and warrants", _RIGHT, tuple(map(_right, agreed.rights))),
        TermTable("Shares earned by staying", _VESTING, tuple(map(_vesting, agreed.vestings))),
        TermTable("What else is agreed", (), tuple(_articles(articles))),
        TermTable("Support, step-in and exit", (), tuple(_support(offer))),
        TermTable("Passages that the bidder asks to keep confidential", _PASSAGE, tuple(_passages(offer))),
    )
    return tuple(table for table in tables if table.rows)


_CLASS = ("Class", "Votes per share", "Profits", "When the company ends or is sold", "Board and consent")
_TERMS = ("As", "Who brings it", "What must happen first", "Basis of its value")
_RIGHT = ("Name", "Who gets shares", "Shares", "From", "Milestone and last day")
_VESTING = ("Whose", "Shares", "From", "All after", "A leaver’s go to")
_PASSAGE = ("Part of the bid", "Passage", "Reason", "Until")


def _class(each: ShareClass) -> tuple[str, ...]:
    fixed = each.fixed_dividend_percent
    profits = [
        f"{percent_in_words(fixed)} a year of {in_pounds(each.nominal_amount)} first" if fixed is not None else "",
        "an equal part" if each.dividends else "no part" if fixed is None else "no more",
    ]
    ends = [
        f"{in_pounds(each.preference_amount)} each, in rank {each.preference_rank}" if each.preference_rank else "",
        "an equal part of what is left" if each.participates else "no part of what is left",
        f"at most {in_pounds(each.most_amount)} each" if each.most_amount is not None else "",
    ]
    says = [
        f"choose {each.appoints} of the directors" if each.appoints else "",
        "must consent to reserved matters" if each.golden else "",
        "each stands for one member" if each.memberships else "",
    ]
    return (each.name, f"{each.votes_per_share:,}", _joined(profits), _joined(ends), _joined(says))


def _terms(offer: Offer) -> Iterator[tuple[str, ...]]:
    """Of each instrument for which something is said, or of whose value a basis is missed."""
    given = {each.instrument: each for each in offer.terms}
    used = {one.instrument for one in offer.investments if one.instrument.is_in_kind}
    for instrument in Instrument:
        if instrument in given or instrument in used:
            each = given.get(instrument, InvestmentTerms(instrument))
            basis = each.valuation or ("not given" if instrument.is_in_kind else "–")
            yield (instrument.label, each.provider or "–", each.conditions or "–", basis)


def _loan(loan: Loan) -> tuple[str, ...]:
    terms = [loan.kind.label]
    if loan.yearly_percent:
        terms.append(f"{percent_in_words(loan.yearly_percent)} interest a year")
    terms.append(f"over {_years(loan.years)}")
    if loan.holiday_years:
        terms.append(f"the first {_years(loan.holiday_years)} without repayment")
    if loan.kind is LoanKind.QUASI_EQUITY and loan.income_percent is not None:
        terms.append(f"{percent_in_words(loan.income_percent)} of each year’s income")
        if loan.most_times is not None:
            terms.append(f"until {_plain(loan.most_times)} times the amount is paid")
    if loan.converts_to:
        price = "" if loan.price_per_share is None else f" at {in_pounds(loan.price_per_share)} each"
        terms.append(f"may become {loan.converts_to} shares{price}")
    terms.append("secured" if loan.secured else f"not secured, rank {loan.rank}")
    return (loan.name, loan.lender, in_pounds(loan.amount), _joined(terms))


def _reserved(articles: Articles) -> TermTable:
    """Matter by party: who must consent. Where there are many parties, they are listed instead."""
    names = tuple(dict.fromkeys(name for each in articles.reserved for name in each.consent_of))
    has_notes = any(each.note for each in articles.reserved)
    if len(names) > MOST_COLUMNS:
        listed = ((each.matter.label, ", ".join(each.consent_of), each.note) for each in articles.reserved)
        return TermTable("Reserved matters", ("Decision", "Who must consent", "Note"), tuple(listed))
    rows = tuple(
        (
            each.matter.label,
            *(CONSENT if name in each.consent_of else "–" for name in names),
            *([each.note] if has_notes else []),
        )
        for each in articles.reserved
    )
    return TermTable("Reserved matters", ("Decision", *names, *(["Note"] if has_notes else [])), rows)


def _locks(articles: Articles) -> Iterator[tuple[str, ...]]:
    for each in articles.locks:
        yield (each.party or "Every party", in_words(each.until), each.note)


def _right(right: Right) -> tuple[str, ...]:
    price = f" at {in_pounds(right.price_per_share)} each" if right.price_per_share else " for nothing"
    ends = f"Until {in_words(right.until)}." if right.until else "Without a last day."
    return (
        f"{right.name} ({right.kind.label.lower()})",
        right.holder,
        f"{right.shares:,} {right.share_class}{price}",
        right.giver or "New shares",
        "\n".join(filter(None, [right.milestone, ends])),
    )


def _vesting(each: Vesting) -> tuple[str, ...]:
    cliff = f", none before {each.cliff_months}" if each.cliff_months else ""
    return (
        each.holder,
        f"{each.shares:,} {each.share_class}",
        in_words(each.starts_on),
        f"{each.months} months{cliff}",
        each.returns_to or "nobody",
    )


def _articles(articles: Articles) -> Iterator[tuple[str, ...]]:
    if not articles.pre_emption:
        yield "New shares, and shares for sale", "Need not be offered to the other owners first."
    if articles.asset_lock or articles.asset_lock_body:
        to = f" What is left goes to {articles.asset_lock_body}." if articles.asset_lock_body else ""
        yield "Asset lock", f"Assets serve the company’s purpose for good.{to}"
    yield from _percentages(articles)
    if articles.leaver_rule:
        yield "Staff who leave", f"{articles.leaver_rule.label}."
    if articles.tag_along:
        yield "If most owners sell", "The others may sell with them, at the same price."
    if articles.anti_dilution:
        yield "Protected against dilution", ", ".join(articles.anti_dilution)
    yield from _texts(("Mission", articles.mission), ("If the owners can’t agree", articles.deadlock))


def _percentages(articles: Articles) -> Iterator[tuple[str, str]]:
    most, least, drag = (
        articles.most_dividend_percent,
        articles.least_employees_percent,
        articles.drag_along_percent,
    )
    if most is not None:
        yield "Most that is paid as dividends", f"{percent_in_words(most)} of a year’s distributable profits"
    if least is not None:
        yield "Employees keep at least", f"{percent_in_words(least)} of the company"
    if drag is not None:
        yield "Who can make the others sell with them", f"Owners of {percent_in_words(drag)} or more"


def _support(offer: Offer) -> Iterator[tuple[str, ...]]:
    articles = offer.agreed.articles
    yield from _texts(
        ("Support to fall back on", offer.support), ("Step-in", articles.step_in), ("Exit", articles.exit)
    )


def _passages(offer: Offer) -> Iterator[tuple[str, ...]]:
    for each in offer.confidential:
        yield (each.part.label, each.passage, each.reason, in_words(each.until) if each.until else "for good")


def _texts(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((title, text) for title, text in pairs if text)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part) or "–"


def _years(count: int) -> str:
    return f"{count} year{'' if count == 1 else 's'}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
