"""A scenario: what is assumed about the years to come. Named, plain, and told apart from what has happened.

Each assumption has a `when`: the number of a year (it then happens on that year's last day; 0 is the first day) or
a day. Parties, classes, rights and loans are told by reference, money in pounds and pence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from spinouts.domain.money import NOTHING, pence
from spinouts.domain.parties import Party

When = int | date


@dataclass(frozen=True, slots=True)
class EarnIn:
    """The milestone of an earn-in is met, and its holder gets all that is left of it; or is missed, and it lapses."""

    when: When
    right: str
    met: bool = True


@dataclass(frozen=True, slots=True)
class UseRight:
    """The holder of an option or warrant uses it, for `shares` or for all that is left."""

    when: When
    right: str
    shares: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """`investor` puts `amount` into new shares of a class, the whole company being worth `pre_money` before it.

    A share costs `pre_money` divided by all shares there are; the amount buys whole shares, rounded down, and what is
    left of it is not paid in. The parties in `taken_up_by` use their pre-emption and buy their part of the new
    shares at the same price. Parties that the articles protect against dilution then get shares for nothing, so many
    that their part of the capital does not fall.
    """

    when: When
    investor: Party
    share_class: str
    amount: Decimal
    pre_money: Decimal
    taken_up_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grow:
    """New shares or memberships for staff or community: more members, or a top-up of the trust, at a price a share."""

    when: When
    party: str
    share_class: str
    shares: int
    price_per_share: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Leave:
    """Staff for whom a party holds `shares` leave. What has not vested (by `vesting`) goes to whom it returns to.

    What has vested follows the leaver rule of the articles: it is kept, given back, or sold to `buyer`, the company
    itself where None, for what was paid or for `value_per_share`.
    """

    when: When
    party: str
    share_class: str
    shares: int
    vesting: str | None = None
    value_per_share: Decimal | None = None
    buyer: str | None = None


@dataclass(frozen=True, slots=True)
class BuyBack:
    """The company buys shares from a party and cancels them, as far as its distributable profits and cash go."""

    when: When
    party: str
    share_class: str
    shares: int
    price_per_share: Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Sale:
    """One owner sells shares to another, who may be new."""

    when: When
    seller: str
    buyer: Party
    share_class: str
    shares: int
    amount: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Draw:
    """The company draws an agreed loan, or a part of it."""

    when: When
    loan: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Convert:
    """A convertible loan becomes whole shares at its agreed price, `amount` of it or all that is owed."""

    when: When
    loan: str
    amount: Decimal | None = None


Assumption = EarnIn | UseRight | Round | Grow | Leave | BuyBack | Sale | Draw | Convert
Assumed = TypeVar("Assumed", EarnIn, UseRight, Round, Grow, Leave, BuyBack, Sale, Draw, Convert)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is assumed. `income` and `costs` are pounds by year, before interest; the last one grows by its percent.

    `cash` and `reserves` (profits kept, which may be distributed) are what there is on the first day. `tax_percent`
    is of each year's profit: losses of other years are not counted. `dividend_percent` is of distributable profits,
    as far as form, articles and cash allow it. `keeps_terms`: loans are served and rights end as agreed.
    `misses` are loans of which nothing is repaid in the years given with them; interest is still paid.
    """

    name: str
    income: tuple[Decimal, ...] = ()
    costs: tuple[Decimal, ...] = ()
    income_growth_percent: Decimal = NOTHING
    cost_growth_percent: Decimal = NOTHING
    cash: Decimal = NOTHING
    reserves: Decimal = NOTHING
    tax_percent: Decimal = NOTHING
    dividend_percent: Decimal = NOTHING
    assumed: tuple[Assumption, ...] = ()
    keeps_terms: bool = True
    misses: tuple[tuple[str, int], ...] = ()

    @property
    def has_money(self) -> bool:
        """Whether anything is assumed of the company's money; else only ownership can be read from a projection."""
        return any((*self.income, *self.costs, self.cash, self.reserves))

    def income_in(self, year: int) -> Decimal:
        """Income of a year, from 1, to the penny."""
        return _grown(self.income, self.income_growth_percent, year)

    def costs_in(self, year: int) -> Decimal:
        """Costs of a year, from 1, before interest, to the penny."""
        return _grown(self.costs, self.cost_growth_percent, year)

    def assuming(self, *more: Assumption, name: str | None = None) -> "Scenario":
        """The same scenario with more assumed after what it assumes already."""
        return replace(self, assumed=(*self.assumed, *more), name=name or self.name)


def _grown(amounts: tuple[Decimal, ...], percent: Decimal, year: int) -> Decimal:
    if not amounts:
        return NOTHING
    if year <= len(amounts):
        return amounts[year - 1]
    return pence(Fraction(amounts[-1]) * (1 + Fraction(percent) / 100) ** (year - len(amounts)))


def each_year(assumption: Assumed, years: Iterable[int]) -> tuple[Assumed, ...]:
    """The same assumption in each of the years: staff that grow by ten members a year, say."""
    return tuple(replace(assumption, when=year) for year in years)


def year_end(start: date, year: int) -> date:
    """The last day of a year: so many years after the first day; the last of February where it has no such day."""
    try:
        return start.replace(year=start.year + year)
    except ValueError:
        return start.replace(year=start.year + year, day=28)


def day_of(when: When, start: date) -> date:
    """The day of an assumption."""
    return year_end(start, when) if isinstance(when, int) else when
