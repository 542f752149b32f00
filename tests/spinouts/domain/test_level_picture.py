from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.kept_level import LevelRule
from spinouts.domain.level_picture import level_now, level_picture
from spinouts.domain.terms import Agreed, Articles, Limits
from tests.spinouts.domain.made_up import COUNCIL, DAY, PARTNER, STAFF, company


def test_what_each_holder_gives_away_is_told_in_shares_parts_and_pounds():
    picture = level_picture(
        company(), DAY, to="staff", target_percent=Decimal(50), bought=200, worth=Decimal(1_900_000)
    )

    assert picture.shares == 700
    assert [(row.name, row.shares_before, row.shares_after, row.before, row.after) for row in picture.rows] == [
        ("The staff trust", 250, 950, "25%", "50%"),
        ("The council", 350, 350, "35%", "18.4%"),
        ("Paymaster", 400, 400, "40%", "21.1%"),
        ("New investors", 0, 200, "0%", "10.5%"),
    ]
    assert picture.rows[3].invested == "16.7%"
    assert picture.rows[3].given == "about £116,666.67"


def test_without_a_worth_nothing_is_said_in_pounds():
    picture = level_picture(company(), DAY, to="staff", target_percent=Decimal(30))

    assert not picture.has_worth
    assert {row.given for row in picture.rows} == {""}


def test_shares_go_only_to_a_party_of_the_employees():
    with pytest.raises(Refusal, match="no party of the employees"):
        level_picture(company(), DAY, to="partner", target_percent=Decimal(30))


@given(st.integers(1, 99), st.integers(0, 5_000), st.sampled_from(LevelRule))
def test_the_rows_add_up(target, bought, rule):
    try:
        picture = level_picture(company(), DAY, to="staff", target_percent=Decimal(target), bought=bought, rule=rule)
    except Refusal:
        assert rule is LevelRule.AT_MOST
        return

    assert sum(row.shares_after for row in picture.rows) == 1000 + bought + picture.shares


def test_a_company_of_others_only_has_nobody_to_keep_level():
    of = company({COUNCIL: 1, PARTNER: 1})

    assert level_picture(of, DAY, to="staff", target_percent=Decimal(50)).shares == 2


def agreed_on(*, promised=None, published=None):
    articles = Articles(least_employees_percent=None if promised is None else Decimal(promised))
    limits = Limits(least_employees_percent=None if published is None else Decimal(published))
    return replace(company(), agreed=Agreed(articles=articles, published=limits))


@pytest.mark.parametrize(
    ("limits", "begins", "said"),
    [
        ({}, "25", ""),
        ({"promised": 20}, "25", "at least 20% (the articles of the offer)."),
        ({"promised": 20, "published": 30}, "30", "30% (the published terms of the competition) and at least 20% (the"),
    ],
)
def test_it_begins_with_what_the_employees_hold_or_with_more_that_was_promised(limits, begins, said):
    now = level_now(agreed_on(**limits), DAY)

    assert now.percent == Decimal(begins)
    assert now.words.startswith("They hold 25% on ")
    assert said in now.words


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_what_it_begins_with_is_never_more_than_they_hold_and_less_by_no_more_than_it_is_cut(staff, others):
    made = company({STAFF: staff, PARTNER: others})

    begins = level_now(made, DAY).percent or Decimal(0)

    assert Fraction(0) <= Fraction(staff * 100, staff + others) - Fraction(begins) < Fraction(1, 10_000)


def test_employees_who_hold_nothing_are_asked_for_without_a_figure():
    assert level_now(company({PARTNER: 1}), DAY).percent is None


@given(st.integers(1, 99), st.integers(0, 5_000))
def test_the_parts_shown_add_up_to_the_whole(target, bought):
    picture = level_picture(company(), DAY, to="staff", target_percent=Decimal(target), bought=bought)

    for column in ("before", "invested", "after"):
        words = [getattr(row, column).rpartition(" ")[2].removesuffix("%") for row in picture.rows]
        if not any(getattr(row, column).startswith("just ") for row in picture.rows):
            assert sum(map(Decimal, words)) == 100
