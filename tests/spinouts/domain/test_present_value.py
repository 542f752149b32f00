from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from procurement.domain.figures import shown
from spinouts.domain.options import AppraisalOption
from spinouts.domain.present_value import (
    GREEN_BOOK,
    GREEN_BOOK_PERCENT,
    OptionMoney,
    check_discount,
    check_yearly,
    costings,
    discount_factor,
)

IN_HOUSE, MUTUAL, CONTRACT, VENTURE, GROUP = AppraisalOption
pounds = st.decimals(0, 10**9, places=2)
rates = st.decimals(0, 30, places=2)


def costing(option, **money):
    return next(
        each for each in costings({option: OptionMoney(**money)}, 4, GREEN_BOOK_PERCENT) if each.option is option
    )


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (0, "1.0000"),
        (1, "0.9662"),
        (2, "0.9335"),
        (3, "0.9019"),
        (4, "0.8714"),
        (5, "0.8420"),
        (6, "0.8135"),
        (7, "0.7860"),
        (8, "0.7594"),
        (9, "0.7337"),
        (10, "0.7089"),
        (30, "0.3563"),
    ],
)
def test_discount_factors_are_those_that_the_green_book_prints(year, published):
    assert shown(discount_factor(GREEN_BOOK_PERCENT, year), 4) == Decimal(published)


@pytest.mark.parametrize(("a_year", "capital", "published"), [("2.50", "10.00", "-0.82"), ("1.50", "5.00", "0.51")])
def test_the_worked_example_of_the_green_book(a_year, capital, published):
    """The Green Book (2003), table 5.1: an outlay in year 0, the same benefit in years 1 to 4, in millions."""
    benefits = costing(VENTURE, one_off=Decimal(0), yearly=(Decimal(a_year),) * 4).present_value

    assert shown(benefits - Fraction(Decimal(capital)), 2) == Decimal(published)


def test_the_net_present_value_is_what_is_saved_against_staying_in_house():
    in_house = OptionMoney(one_off=Decimal(0), yearly=(Decimal(100), Decimal(100)))
    venture = OptionMoney(one_off=Decimal(50), yearly=(Decimal(80), Decimal(70)))

    found = {each.option: each for each in costings({IN_HOUSE: in_house, VENTURE: venture}, 2, Decimal(25))}

    assert [(year.year, year.factor, year.present_value) for year in found[VENTURE].years] == [
        (0, 1, 50),
        (1, Fraction(4, 5), 64),
        (2, Fraction(16, 25), Fraction(224, 5)),
    ]
    assert found[VENTURE].present_value == Fraction(794, 5)
    assert found[VENTURE].net_present_value == 144 - Fraction(794, 5)
    assert found[IN_HOUSE].net_present_value == 0
    assert found[VENTURE].total == 200
    assert found[VENTURE].yearly_average == 75


@pytest.mark.parametrize(
    ("one_off", "years", "missing"),
    [
        (None, 4, "the one-off cost"),
        (Decimal(0), 3, "the cost in year 4"),
        (Decimal(0), 1, "the costs in years 2 to 4"),
        (None, 0, "the one-off cost and the costs in years 1 to 4"),
    ],
)
def test_what_is_missing_is_said_and_makes_no_value(one_off, years, missing):
    found = costing(VENTURE, one_off=one_off, yearly=(Decimal(1),) * years)

    assert (found.missing, found.total, found.present_value, found.net_present_value) == (missing, None, None, None)


def test_without_the_costs_of_staying_in_house_nothing_can_be_saved():
    found = costing(VENTURE, one_off=Decimal(1), yearly=(Decimal(1),) * 4)

    assert found.present_value is not None
    assert found.net_present_value is None


def test_costs_after_the_last_year_are_left_out():
    found = costing(VENTURE, one_off=Decimal(1), yearly=(Decimal(1),) * 9)

    assert [year.year for year in found.years] == [0, 1, 2, 3, 4]
    assert found.total == 5


@given(pounds, st.lists(pounds, min_size=1, max_size=12), rates)
def test_each_year_backwards_is_worth_the_same(one_off, yearly, rate):
    """Horner's rule, which knows no powers: ((last ÷ f + …) ÷ f) + one-off."""
    value = Fraction(0)
    for cost in reversed(yearly):
        value = (value + Fraction(cost)) / (1 + Fraction(rate) / 100)

    found = costings({GROUP: OptionMoney(one_off=one_off, yearly=tuple(yearly))}, len(yearly), rate)[-1]

    assert found.present_value == value + Fraction(one_off)
    assert 0 <= found.present_value <= found.total


@given(pounds, st.lists(pounds, min_size=1, max_size=8), rates, rates)
def test_a_higher_rate_never_makes_a_cost_worth_more(one_off, yearly, one, other):
    money = {GROUP: OptionMoney(one_off=one_off, yearly=tuple(yearly))}
    low, high = (costings(money, len(yearly), rate)[-1].present_value for rate in sorted((one, other)))

    assert high <= low


def test_a_rate_of_nothing_is_a_plain_sum():
    money = {GROUP: OptionMoney(one_off=Decimal(1), yearly=(Decimal(2), Decimal(3)))}

    assert costings(money, 2, Decimal(0))[-1].present_value == 6


def test_another_rate_needs_another_source():
    check_discount(Decimal("3.50"), GREEN_BOOK)
    check_discount(Decimal(6), "Our finance officer, 3 June.")
    with pytest.raises(Refusal, match=r"no longer the 3\.5% of the Green Book"):
        check_discount(Decimal(6), GREEN_BOOK)
    with pytest.raises(Refusal, match="where the discount rate comes from"):
        check_discount(GREEN_BOOK_PERCENT, " ")


def test_more_years_than_an_appraisal_has_are_refused():
    check_yearly([Decimal(1)] * 30)
    with pytest.raises(Refusal, match="30 years at most"):
        check_yearly([Decimal(1)] * 31)
