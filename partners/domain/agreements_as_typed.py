"""Classes of shares, and what is agreed beside them, as somebody would type them in the offer's form."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from partners.domain.typed_values import NO, YES, day_as_typed, plain
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed, Articles, Loan, LockIn, Right, Vesting


def typed_classes(classes: Iterable[ShareClass]) -> dict[str, str]:
    """The fields as somebody would type them to give these classes."""
    typed: dict[str, str] = {}
    for row, each in enumerate(classes, start=1):
        values = {
            "name": each.name,
            "votes": str(each.votes_per_share),
            "nominal": plain(each.nominal_amount),
            "dividends": _yes(each.dividends),
            "fixed": _maybe(each.fixed_dividend_percent),
            "rank": str(each.preference_rank),
            "preference": plain(each.preference_amount),
            "participates": _yes(each.participates),
            "most": _maybe(each.most_amount),
            "appoints": str(each.appoints),
            "golden": _yes(each.golden),
            "memberships": _yes(each.memberships),
        }
        typed |= {f"class-{row}-{part}": value for part, value in values.items()}
    return typed


def typed_agreed(agreed: Agreed, rows: Mapping[str, int]) -> dict[str, str]:
    """The fields as somebody would type them to agree this. `rows` has the first row of each holder by name."""
    who = {name: str(row) for name, row in rows.items()}
    typed = _typed_articles(agreed.articles, who)
    for kind, all_values in (
        ("lock", [_typed_lock(each, who) for each in agreed.articles.locks]),
        ("loan", [_typed_loan(each, who) for each in agreed.loans]),
        ("right", [_typed_right(each, who) for each in agreed.rights]),
        ("vesting", [_typed_vesting(each, who) for each in agreed.vestings]),
    ):
        for row, values in enumerate(all_values, start=1):
            typed |= {f"{kind}-{row}-{part}": value for part, value in values.items()}
    return typed


def _typed_articles(articles: Articles, who: Mapping[str, str]) -> dict[str, str]:
    """Only what is not as usual, so that a simple offer is typed in few fields."""
    typed = {
        "pre_emption": "" if articles.pre_emption else NO,
        "asset_lock": YES if articles.asset_lock else "",
        "asset_lock_body": articles.asset_lock_body,
        "most_dividend": _maybe(articles.most_dividend_percent),
        "least_employees": _maybe(articles.least_employees_percent),
        "leaver_rule": articles.leaver_rule or "",
        "drag_along": _maybe(articles.drag_along_percent),
        "tag_along": YES if articles.tag_along else "",
        "mission": articles.mission,
        "deadlock": articles.deadlock,
        "step_in": articles.step_in,
        "exit": articles.exit,
    }
    for each in articles.reserved:
        typed |= {f"reserved-{each.matter}-{who[name]}": YES for name in each.consent_of if name in who}
        typed[f"reserved-{each.matter}-note"] = each.note
    typed |= {f"dilution-{who[name]}": YES for name in articles.anti_dilution if name in who}
    return {name: text for name, text in typed.items() if text}


def _typed_lock(lock: LockIn, who: Mapping[str, str]) -> dict[str, str]:
    return {"who": _row(lock.party, who, "all"), "until": day_as_typed(lock.until), "note": lock.note}


def _typed_loan(loan: Loan, who: Mapping[str, str]) -> dict[str, str]:
    return {
        "kind": loan.kind.value,
        "name": loan.name,
        "lender": _row(loan.lender, who, ""),
        "amount": plain(loan.amount),
        "interest": plain(loan.yearly_percent),
        "years": str(loan.years),
        "holiday": str(loan.holiday_years),
        "income": _maybe(loan.income_percent),
        "times": _maybe(loan.most_times),
        "into": loan.converts_to or "",
        "price": _maybe(loan.price_per_share),
        "secured": _yes(loan.secured),
        "rank": str(loan.rank),
    }


def _typed_right(right: Right, who: Mapping[str, str]) -> dict[str, str]:
    return {
        "kind": right.kind.value,
        "name": right.name,
        "holder": _row(right.holder, who, ""),
        "class": right.share_class,
        "shares": str(right.shares),
        "price": plain(right.price_per_share),
        "until": _day(right.until),
        "milestone": right.milestone,
        "giver": _row(right.giver, who, ""),
    }


def _typed_vesting(vesting: Vesting, who: Mapping[str, str]) -> dict[str, str]:
    return {
        "holder": _row(vesting.holder, who, ""),
        "class": vesting.share_class,
        "shares": str(vesting.shares),
        "starts": day_as_typed(vesting.starts_on),
        "months": str(vesting.months),
        "cliff": str(vesting.cliff_months),
        "returns": _row(vesting.returns_to, who, ""),
    }


def _row(name: str | None, who: Mapping[str, str], nobody: str) -> str:
    """The holder's row. A name that is no holder's is kept as it is, so that the form says that it is unknown."""
    return nobody if name is None else who.get(name, name)


def _yes(value: bool) -> str:
    return YES if value else NO


def _maybe(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _day(on: date | None) -> str:
    return "" if on is None else day_as_typed(on)
