"""The employees' part of a company kept at a level as others invest: what to issue, and what it does to each holder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.events import in_words
from spinouts.domain.kept_level import KeptLevel, LevelRule, keep_level, value_given
from spinouts.domain.limit_checks import part_of
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import Party, Side
from spinouts.domain.percentages import parts_in_words, stake_in_words
from spinouts.domain.promised_parts import least_for_employees

NEW_INVESTORS = "(new)"
"""The reference under which all new investors stand together; no party of a company has it."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A holder before others invest, once they have, and once the employees have their new shares. `given` is what
    the holder gives away by those in pounds, "" where the company's worth was not told."""

    name: str
    shares_before: int
    shares_after: int
    before: str
    invested: str
    after: str
    given: str


@dataclass(frozen=True, slots=True)
class LevelPicture:
    """What to issue in sentences, and a row for each holder."""

    company: str
    on: date
    unit: str
    shares: int
    sentences: tuple[str, ...]
    rows: tuple[LevelRow, ...]
    has_worth: bool


def employees_of(company: Company) -> tuple[Party, ...]:
    """Everybody who holds, or may hold, for the employees."""
    return tuple(party for party in company.parties if party.kind.side is Side.EMPLOYEES)


@dataclass(frozen=True, slots=True)
class LevelNow:
    """Which level to begin with, in per cent, and in words what the employees hold and what was promised to them."""

    percent: Decimal | None
    words: str


def level_now(company: Company, on: date) -> LevelNow:
    """What the employees hold at the end of the day, or the highest part that was promised to them if that is more.

    The part held is cut to four decimal places, never rounded up, so that keeping it takes no share too many.
    """
    held = part_of(company.register(on), Side.EMPLOYEES)
    promised = least_for_employees(company.agreed)
    words = f"They hold {stake_in_words(held)} on {in_words(on)}."
    if promised:
        words += f" It was promised that they keep at least {' and at least '.join(each.words for each in promised)}."
    most = max([Decimal(int(held * 1_000_000)).scaleb(-4), *(each.percent for each in promised)])
    return LevelNow(Decimal(f"{most.normalize():f}") if most else None, words)


def level_picture(
    company: Company,
    on: date,
    *,
    to: str,
    target_percent: Decimal,
    bought: int = 0,
    rule: LevelRule = LevelRule.AT_LEAST,
    worth: Decimal | None = None,
) -> LevelPicture:
    """How many new shares `to`, a party of the employees, needs when new investors buy so many. Shares of all classes
    count alike. `worth` is pounds, of the whole company once they have invested.

    Raises Refusal, with the reason, where no number of shares keeps the level, and as `Company.register` does.
    """
    employees = [party.reference for party in employees_of(company)]
    if to not in employees:
        raise Refusal("The company has no party of the employees of that name: choose one that it has.")
    kept = keep_level(
        company.register(on).capital,
        employees,
        to=to,
        target=Fraction(target_percent) / 100,
        bought={NEW_INVESTORS: bought} if bought else None,
        rule=rule,
    )
    given = value_given(kept, worth) if worth is not None else {}
    return LevelPicture(
        company=company.name,
        on=on,
        unit="shares" if company.form.has_shares else "units of membership",
        shares=kept.shares,
        sentences=kept.sentences,
        rows=tuple(_rows(company, kept, given)),
        has_worth=worth is not None,
    )


def _rows(company: Company, kept: KeptLevel, given: Mapping[str, Fraction]) -> Iterator[LevelRow]:
    """Each column of parts adds up to what it is of, and none is shown on the wrong side of the level."""
    columns = [
        parts_in_words(parts, beside=(kept.target * 100,))
        for parts in zip(*((row.before, row.invested, row.after) for row in kept.dilution), strict=True)
    ]
    for row, before, invested, after in zip(kept.dilution, *columns, strict=True):
        yield LevelRow(
            name="New investors" if row.holder == NEW_INVESTORS else company.party(row.holder).name,
            shares_before=row.shares_before,
            shares_after=row.shares_after,
            before=before,
            invested=invested,
            after=after,
            given=in_pounds(given[row.holder]) if row.holder in given else "",
        )
