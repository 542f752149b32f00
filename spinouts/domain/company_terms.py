"""The protections that owners agreed, each in words, so that companies can be read side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.domain.counts import counted
from spinouts.domain.company import Company
from spinouts.domain.events import in_words
from spinouts.domain.form_limits import at_the_end
from spinouts.domain.money import in_pounds
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.promised_parts import least_for_employees
from spinouts.domain.terms import Right, Vesting

NONE = "None agreed"


@dataclass(frozen=True, slots=True)
class Term:
    """A heading and what is agreed under it, "None agreed" where nothing is."""

    label: str
    words: str


def terms_in_words(company: Company) -> tuple[Term, ...]:
    """Every kind of protection, the same headings in the same order for every company."""
    articles, agreed = company.agreed.articles, company.agreed
    end = at_the_end(company.form, articles)
    names = {party.reference: party.name for party in company.parties}
    drag = articles.drag_along_percent
    locks = [
        f"{names[lock.party] if lock.party else 'Everybody'} until {in_words(lock.until)}" for lock in articles.locks
    ]
    return (
        Term("Mission", articles.mission.strip() or NONE),
        Term("Asset lock", f"{end.sentence} To: {end.body}." if end.body else NONE),
        Term("Least part for employees", "; ".join(each.words for each in least_for_employees(agreed)) or NONE),
        Term("Most that may be paid out", _percent(articles.most_dividend_percent)),
        Term("Lock-in", "; ".join(locks) or NONE),
        Term("First refusal on shares", "Yes" if articles.pre_emption else "No"),
        Term("Protected against dilution", ", ".join(names[party] for party in articles.anti_dilution) or NONE),
        Term("Leavers", articles.leaver_rule.label if articles.leaver_rule else NONE),
        Term("Vesting", "; ".join(_vesting(each, names) for each in agreed.vestings) or NONE),
        Term("Rights to shares", "; ".join(_right(right, names) for right in agreed.rights) or NONE),
        Term("Drag along", NONE if drag is None else f"From {percent_in_words(drag)} of the shares"),
        Term("Tag along", "Yes" if articles.tag_along else "No"),
        Term("Deadlock", articles.deadlock.strip() or NONE),
        Term("Stepping in", articles.step_in.strip() or NONE),
        Term("Exit", articles.exit.strip() or NONE),
    )


def _percent(percent: Decimal | None) -> str:
    return NONE if percent is None else percent_in_words(percent)


def _vesting(vesting: Vesting, names: Mapping[str, str]) -> str:
    cliff = f", none before {vesting.cliff_months}" if vesting.cliff_months else ""
    return f"{names[vesting.holder]}: {counted(vesting.shares, 'share')} over {counted(vesting.months, 'month')}{cliff}"


def _right(right: Right, names: Mapping[str, str]) -> str:
    giver = f" from {names[right.giver]}" if right.giver else ""
    until = f" until {in_words(right.until)}" if right.until else ""
    milestone = f", if {right.milestone}" if right.milestone else ""
    price = f" at {in_pounds(right.price_per_share)} each" if right.price_per_share else " for nothing"
    return f"{right.name}: {names[right.holder]} {counted(right.shares, 'share')}{giver}{price}{until}{milestone}"
