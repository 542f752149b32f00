from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.kept_level import LevelRule
from spinouts.domain.level_picture import level_picture
from tests.spinouts.domain.made_up import COUNCIL, DAY, PARTNER, company


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
