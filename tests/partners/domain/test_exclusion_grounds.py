from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.domain.exclusion_grounds import ASKED, GROUNDS, Effect, counts_from, ground_of, grouped, is_too_old

days = st.dates(min_value=date(2025, 2, 24), max_value=date(2060, 12, 31))
# Procurement Regulations 2024, reg. 12(2) and (3): what suppliers are asked of Schedule 6, paragraph by paragraph.
REG_12 = ["2", "3", "4 to 18", "19 to 26", "27 to 28", "29 to 31", "32", "33", "34", *map(str, range(36, 44))]


def test_suppliers_are_asked_what_regulation_12_asks_of_schedule_6():
    asked = [ground.paragraphs for ground in ASKED if ground.effect is Effect.MANDATORY]

    assert asked == REG_12


def test_national_security_is_asked_of_no_supplier_but_known():
    silent = [ground.reference for ground in GROUNDS if not ground.is_asked]

    assert silent == ["6-35", "7-14"]
    assert {each for effect in Effect for _, group in grouped(effect) for each in group} == set(ASKED)


def test_each_ground_has_a_reference_of_its_own_and_says_where_it_stands():
    assert len({ground.reference for ground in GROUNDS}) == len(GROUNDS)
    assert ground_of("6-4").source == "Schedule 6, paragraphs 4 to 18"
    assert ground_of("7-12-3").source == "Schedule 7, paragraph 12(3)"


@pytest.mark.parametrize(
    ("ground", "on", "first"),
    [
        ("6-4", date(2026, 11, 24), date(2021, 11, 25)),
        ("7-11", date(2026, 11, 24), date(2023, 11, 25)),
        ("6-4", date(2028, 2, 29), date(2023, 3, 1)),
    ],
)
def test_the_period_of_years_ends_with_the_day_of_the_decision(ground, on, first):
    assert counts_from(ground_of(ground), on) == first
    assert is_too_old(ground_of(ground), first - timedelta(days=1), on)
    assert not is_too_old(ground_of(ground), first, on)


@given(st.sampled_from(GROUNDS), days, days, days)
def test_what_must_be_ignored_today_must_be_ignored_on_every_later_day(ground, happened, one, other):
    earlier, later = sorted((one, other))

    assert is_too_old(ground, happened, later) or not is_too_old(ground, happened, earlier)
