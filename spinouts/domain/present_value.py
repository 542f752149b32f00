"""What each option costs the council over the years of the appraisal, in the money of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.options import AppraisalOption

GREEN_BOOK_PERCENT = Decimal("3.5")
GREEN_BOOK = "HM Treasury, The Green Book: 3.5% a year in real terms, for up to 30 years."
YEARS = 5
MOST_YEARS = 30
"""The Green Book's rate falls after 30 years, so one rate serves for no more."""


@dataclass(frozen=True, slots=True)
class OptionMoney:
    """Pounds in real terms; None for what nobody has entered yet.

    `yearly` is the cost to the council in each year from 1. Investment comes to the service or its company from others
    over all the years together: it is no income of the council, and loans have to be paid back.
    """

    one_off: Decimal | None = None
    yearly: tuple[Decimal, ...] = ()
    grants: Decimal | None = None
    loans: Decimal | None = None
    equity: Decimal | None = None
    notes: str = ""

    @property
    def investment(self) -> Decimal | None:
        """All that comes in; None until grants, loans and equity are each entered."""
        parts = [each for each in (self.grants, self.loans, self.equity) if each is not None]
        return sum(parts, Decimal(0)) if len(parts) == 3 else None


@dataclass(frozen=True, slots=True)
class YearOfCost:
    """Year 0 is that of the change, in which the one-off cost falls; it is not discounted."""

    year: int
    cost: Decimal
    factor: Fraction

    @property
    def present_value(self) -> Fraction:
        return Fraction(self.cost) * self.factor


@dataclass(frozen=True, slots=True)
class Costing:
    """An option's cost by year. The figures of the whole are None while something is missing."""

    option: AppraisalOption
    money: OptionMoney
    years: tuple[YearOfCost, ...]
    missing: str = ""
    in_house_value: Fraction | None = None

    @property
    def total(self) -> Decimal | None:
        return None if self.missing else sum((year.cost for year in self.years), Decimal(0))

    @property
    def yearly_average(self) -> Fraction | None:
        """The cost of a year after the change, not discounted. Exact."""
        costs = [Fraction(year.cost) for year in self.years if year.year]
        return None if self.missing else sum(costs, Fraction(0)) / len(costs)

    @property
    def present_value(self) -> Fraction | None:
        """All that it costs the council, discounted. Exact."""
        return None if self.missing else sum((year.present_value for year in self.years), Fraction(0))

    @property
    def net_present_value(self) -> Fraction | None:
        """What it saves the council, discounted, against keeping the service in house; below zero if it costs more."""
        value = self.present_value
        return None if value is None or self.in_house_value is None else self.in_house_value - value


def discount_factor(percent: Decimal, year: int) -> Fraction:
    """What a pound in that year is worth in year 0: 1 ÷ (1 + rate) to the power of the year. Exact."""
    return 1 / (1 + Fraction(percent) / 100) ** year


def costings(money: Mapping[AppraisalOption, OptionMoney], years: int, percent: Decimal) -> tuple[Costing, ...]:
    """Every option in the order in which options are always compared, over so many years."""
    found = [_costing(option, money.get(option, OptionMoney()), years, percent) for option in AppraisalOption]
    in_house = next(each.present_value for each in found if each.option is AppraisalOption.IN_HOUSE)
    return tuple(Costing(each.option, each.money, each.years, each.missing, in_house) for each in found)


def check_discount(percent: Decimal, source: str) -> None:
    """Raise Refusal for a rate without its own source."""
    if not source.strip():
        raise Refusal("Say where the discount rate comes from.")
    if percent != GREEN_BOOK_PERCENT and source.strip() == GREEN_BOOK:
        raise Refusal("The discount rate is no longer the 3.5% of the Green Book: say where the new one comes from.")


def check_yearly(amounts: Sequence[Decimal]) -> None:
    """Raise Refusal for more years than an appraisal can have."""
    if len(amounts) > MOST_YEARS:
        raise Refusal(f"An appraisal runs over {MOST_YEARS} years at most; there are costs for {len(amounts)}.")


def _costing(option: AppraisalOption, money: OptionMoney, years: int, percent: Decimal) -> Costing:
    """Costs of years after the last one of the appraisal are left out."""
    counted = money.yearly[:years]
    rows = [] if money.one_off is None else [YearOfCost(0, money.one_off, Fraction(1))]
    rows += [YearOfCost(year, cost, discount_factor(percent, year)) for year, cost in enumerate(counted, start=1)]
    return Costing(option, money, tuple(rows), _missing(money.one_off, len(counted), years))


def _missing(one_off: Decimal | None, known: int, years: int) -> str:
    lacking = [] if one_off is not None else ["the one-off cost"]
    if known < years:
        last = known == years - 1
        lacking.append(f"the cost in year {years}" if last else f"the costs in years {known + 1} to {years}")
    return " and ".join(lacking)
