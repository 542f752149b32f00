from datetime import UTC, date, datetime, time

import pytest

from accounts.domain.refusals import Refusal
from procurement.domain.local_times import in_london, read_time


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12:00", time(12)),
        ("09:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("17.05", time(17, 5)),
        ("5pm", time(17)),
        ("5:30 pm", time(17, 30)),
        ("5 p.m.", time(17)),
        ("12am", time(0)),
        ("12pm", time(12)),
        (" Midday ", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_times_are_read_as_people_type_them(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "5", "25:00", "12:60", "13pm", "0am", "five", "12:5", "5m", "5:00m", "-1:00", "12:00x"]
)
def test_what_is_no_time_is_refused_with_an_example(typed):
    with pytest.raises(Refusal, match="such as 12:00, 5pm or 5:30pm"):
        read_time(typed)


def test_summer_and_winter_time():
    assert in_london(date(2026, 7, 6), time(12)) == datetime(2026, 7, 6, 11, 0, tzinfo=UTC)
    assert in_london(date(2026, 12, 7), time(12)) == datetime(2026, 12, 7, 12, 0, tzinfo=UTC)


def test_an_hour_that_happens_twice_is_refused():
    with pytest.raises(Refusal, match="01:30 on Sunday 25 October 2026 happens twice"):
        in_london(date(2026, 10, 25), time(1, 30))

    assert in_london(date(2026, 10, 25), time(0, 59)) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert in_london(date(2026, 10, 25), time(2, 0)) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_an_hour_that_never_comes_is_refused():
    with pytest.raises(Refusal, match="There is no 01:30 on Sunday 28 March 2027"):
        in_london(date(2027, 3, 28), time(1, 30))
