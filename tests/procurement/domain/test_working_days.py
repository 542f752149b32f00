from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.working_days import is_working_day, nth_working_day

days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
CLOSED = {
    2026: "1-1 1-2 3-17 4-3 4-6 5-4 5-25 6-15 7-13 8-3 8-31 11-30 12-25 12-28",
    2027: "1-1 1-4 3-17 3-26 3-29 5-3 5-31 7-12 8-2 8-30 11-30 12-27 12-28",
    2028: "1-3 1-4 3-17 4-14 4-17 5-1 5-29 7-12 8-7 8-28 11-30 12-25 12-26",
}


@pytest.mark.parametrize("year", CLOSED)
def test_a_bank_holiday_in_any_part_of_the_united_kingdom_is_no_working_day(year):
    all_days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    closed = [day for day in all_days if day.weekday() < 5 and not is_working_day(day)]

    assert closed == [date(year, *map(int, day.split("-"))) for day in CLOSED[year].split()]


def test_a_holiday_proclaimed_later_can_be_added():
    day = date(2027, 6, 15)

    assert is_working_day(day)
    assert not is_working_day(day, frozenset({day}))
    assert nth_working_day(day, 1, frozenset({day})) == date(2027, 6, 16)


@given(days, st.integers(1, 40))
def test_the_nth_working_day_is_found_by_counting(start, n):
    end = nth_working_day(start, n)

    period = [start + timedelta(days=each) for each in range((end - start).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, period)) == n


def test_counting_starts_at_one():
    with pytest.raises(ValueError, match="from 1"):
        nth_working_day(date(2026, 1, 5), 0)
