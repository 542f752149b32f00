"""Classes of shares, and what is agreed beside them, read from what is typed in the offer's form.

Rows speak of holders by the number of the holder's row, so that a holder may be renamed; of classes by name.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from partners.domain.offers import ProposedHolding
from partners.domain.typed_fields import rows_used
from partners.domain.typed_values import Typed
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import (
    Agreed,
    Articles,
    LeaverRule,
    Loan,
    LoanKind,
    LockIn,
    Matter,
    ReservedMatter,
    Right,
    RightKind,
    Vesting,
)

NEVER = date(2200, 12, 31)
"""Stands in for a day that can't be read, until it is put right."""
MOST_POUNDS = 10**10
SAYING = {
    "class": ("name", "votes", "appoints", "fixed", "rank", "preference"),
    "loan": ("name", "lender", "amount"),
    "right": ("holder", "shares", "milestone"),
    "vesting": ("holder", "shares"),
    "lock": ("who", "until"),
}
"""The parts of a row of which at least one is filled if the row counts."""


def read_classes(typed: Typed) -> tuple[ShareClass, ...]:
    """The classes of shares whose rights are given. Where none has a right of its own, there is nothing to give."""
    classes = tuple(_class(typed, row) for row in rows_used(typed.fields, "class", SAYING["class"]))
    return () if all(each == ShareClass(each.name, each.name) for each in classes) else classes


def read_agreed(typed: Typed, holdings: Mapping[int, ProposedHolding]) -> Agreed:
    """What is agreed. `holdings` are those of the offer by the number of their rows."""
    rows = {kind: rows_used(typed.fields, kind, saying) for kind, saying in SAYING.items()}
    who = _Holders(typed, holdings)
    return Agreed(
        articles=_articles(typed, who, rows["lock"]),
        loans=tuple(_loan(typed, who, row, f"loan-{place}") for place, row in enumerate(rows["loan"], 1)),
        rights=tuple(_right(typed, who, row, f"right-{place}") for place, row in enumerate(rows["right"], 1)),
        vestings=tuple(_vesting(typed, who, row, f"vesting-{place}") for place, row in enumerate(rows["vesting"], 1)),
    )


class _Holders:
    """Who is meant by a row's number, and which class where none is chosen and there is but one."""

    def __init__(self, typed: Typed, holdings: Mapping[int, ProposedHolding]) -> None:
        self._typed = typed
        self.names = {row: holding.name for row, holding in holdings.items() if holding.name}
        self._classes = {holding.share_class for holding in holdings.values()}

    def named(self, field: str) -> str | None:
        row = self._typed.line(field)
        return self.names.get(int(row)) if row.isdecimal() else None

    def needed(self, field: str, what: str) -> str:
        found = self.named(field)
        if found is None:
            self._typed.errors[field] = f"Choose {what}. If it is not in the list, enter it among the holders first."
        return found or ""

    def share_class(self, field: str, what: str) -> str:
        chosen = self._typed.line(field)
        if not chosen and len(self._classes) == 1:
            return next(iter(self._classes))
        if not chosen:
            self._typed.errors[field] = f"Choose the class of {what}."
        return chosen

    def ticked(self, start: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for row, name in self.names.items() if self._typed.line(f"{start}{row}")))


def _class(typed: Typed, row: int) -> ShareClass:
    at = f"class-{row}-"
    name = typed.line(f"{at}name")
    if not name:
        typed.errors[f"{at}name"] = f"Enter the name of class {row}, as it stands beside its holders."
        name = f"class {row}"
    what = f"of the {name} shares"
    rank = typed.whole(f"{at}rank", 0, f"the rank {what}", most=99, least=0)
    preference = typed.decimal(f"{at}preference", f"what is paid first for each {what}", most=MOST_POUNDS, places=4)
    if bool(rank) != bool(preference):
        typed.errors.setdefault(
            f"{at}rank",
            f"The {name} shares need both a rank and an amount to be paid before others, or neither of them.",
        )
        rank, preference = 0, None
    nominal = typed.decimal(f"{at}nominal", f"the nominal amount {what}", most=10**6, places=4)
    return ShareClass(
        reference=name,
        name=name,
        votes_per_share=typed.whole(f"{at}votes", 1, f"the votes {what}", most=1_000_000, least=0),
        nominal_amount=Decimal(1) if nominal is None else nominal,
        dividends=typed.says(f"{at}dividends", usually=True),
        fixed_dividend_percent=typed.decimal(f"{at}fixed", f"the fixed dividend {what}", most=1_000, places=4),
        preference_rank=rank,
        preference_amount=preference or Decimal(0),
        participates=typed.says(f"{at}participates", usually=True),
        most_amount=typed.decimal(f"{at}most", f"the most that one {what} gets", most=MOST_POUNDS, places=4),
        appoints=typed.whole(f"{at}appoints", 0, f"the directors {what}", most=1_000, least=0),
        golden=typed.says(f"{at}golden", usually=False),
        memberships=typed.says(f"{at}memberships", usually=False),
    )


def _articles(typed: Typed, who: _Holders, locks: Iterable[int]) -> Articles:
    return Articles(
        reserved=tuple(
            ReservedMatter(matter, consent, typed.text(f"reserved-{matter}-note"))
            for matter in Matter
            if (consent := who.ticked(f"reserved-{matter}-"))
        ),
        locks=tuple(_lock(typed, who, f"lock-{row}-") for row in locks),
        pre_emption=typed.says("pre_emption", usually=True),
        asset_lock=typed.says("asset_lock", usually=False),
        asset_lock_body=typed.line("asset_lock_body"),
        most_dividend_percent=typed.decimal("most_dividend", "the most that is paid as dividends", most=100, places=4),
        least_employees_percent=typed.decimal("least_employees", "the employees’ least part", most=100, places=4),
        leaver_rule=typed.chosen("leaver_rule", LeaverRule),
        drag_along_percent=typed.decimal("drag_along", "the part that can make the others sell", most=100, places=4),
        tag_along=typed.says("tag_along", usually=False),
        anti_dilution=who.ticked("dilution-"),
        **{name: typed.text(name) for name in ("mission", "deadlock", "step_in", "exit")},
    )


def _lock(typed: Typed, who: _Holders, at: str) -> LockIn:
    everybody = typed.line(f"{at}who") == "all"
    party = None if everybody else who.needed(f"{at}who", "who may not give up shares")
    until = typed.day(f"{at}until", "the last day of the lock-in", needed=True)
    return LockIn(until or NEVER, party, typed.text(f"{at}note"))


def _loan(typed: Typed, who: _Holders, row: int, reference: str) -> Loan:
    at = f"loan-{row}-"
    name = typed.line(f"{at}name") or f"loan {row}"
    what = f"of {name}"
    amount = typed.decimal(f"{at}amount", f"the amount {what}", most=MOST_POUNDS, places=2)
    return Loan(
        reference=reference,
        name=name,
        lender=who.needed(f"{at}lender", f"who lends under {name}"),
        kind=typed.chosen(f"{at}kind", LoanKind) or LoanKind.LOAN,
        amount=amount or Decimal(0),
        yearly_percent=typed.decimal(f"{at}interest", f"the interest {what}", most=100, places=4) or Decimal(0),
        years=typed.whole(f"{at}years", 10, f"the years {what}", most=100, least=1),
        holiday_years=typed.whole(f"{at}holiday", 0, f"the years without repayment {what}", most=100, least=0),
        income_percent=typed.decimal(f"{at}income", f"the share of income {what}", most=100, places=4),
        most_times=typed.decimal(f"{at}times", f"the most that is paid back {what}", most=100, places=4),
        converts_to=typed.line(f"{at}into") or None,
        price_per_share=typed.decimal(f"{at}price", f"the price of a share {what}", most=MOST_POUNDS, places=4),
        secured=typed.says(f"{at}secured", usually=False),
        rank=typed.whole(f"{at}rank", 1, f"the rank {what}", most=99, least=1),
    )


def _right(typed: Typed, who: _Holders, row: int, reference: str) -> Right:
    at = f"right-{row}-"
    kind = typed.chosen(f"{at}kind", RightKind) or RightKind.EARN_IN
    price = typed.decimal(f"{at}price", f"the price of a share under right {row}", most=MOST_POUNDS, places=4)
    return Right(
        reference=reference,
        name=typed.line(f"{at}name") or f"Right {row}",
        kind=kind,
        holder=who.needed(f"{at}holder", f"who gets the shares under right {row}"),
        share_class=who.share_class(f"{at}class", f"the shares under right {row}"),
        shares=typed.whole(f"{at}shares", 0, f"the shares under right {row}"),
        price_per_share=price or Decimal(0),
        until=typed.day(f"{at}until", f"the last day of right {row}"),
        milestone=typed.text(f"{at}milestone"),
        giver=who.named(f"{at}giver"),
    )


def _vesting(typed: Typed, who: _Holders, row: int, reference: str) -> Vesting:
    at = f"vesting-{row}-"
    return Vesting(
        reference=reference,
        holder=who.needed(f"{at}holder", f"whose shares are earned by staying in row {row}"),
        share_class=who.share_class(f"{at}class", f"the shares that are earned by staying in row {row}"),
        shares=typed.whole(f"{at}shares", 0, f"the shares that are earned by staying in row {row}"),
        starts_on=typed.day(f"{at}starts", f"the first day of row {row}", needed=True) or NEVER,
        months=typed.whole(f"{at}months", 0, f"the months of row {row}", most=600, least=1),
        cliff_months=typed.whole(
            f"{at}cliff", 0, f"the months before the first shares of row {row}", most=600, least=0
        ),
        returns_to=who.named(f"{at}returns"),
    )
