from datetime import UTC, date, datetime, timedelta

import pytest

from procurement.domain.dates import day_in_words, in_words, time_left


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 12, 3, 12, 0, tzinfo=UTC), "midday on Thursday 3 December 2026 (GMT)"),
        (datetime(2026, 7, 6, 13, 30, tzinfo=UTC), "2:30pm on Monday 6 July 2026 (BST, British Summer Time)"),
        (datetime(2026, 12, 3, 17, 0, 59, tzinfo=UTC), "5pm on Thursday 3 December 2026 (GMT)"),
        (datetime(2026, 12, 3, 0, 5, tzinfo=UTC), "12:05am on Thursday 3 December 2026 (GMT)"),
        (datetime(2026, 12, 3, 12, 5, tzinfo=UTC), "12:05pm on Thursday 3 December 2026 (GMT)"),
        (datetime(2026, 12, 3, 0, 0, tzinfo=UTC), "midnight at the start of Thursday 3 December 2026 (GMT)"),
        (
            datetime(2026, 6, 30, 23, 0, tzinfo=UTC),
            "midnight at the start of Wednesday 1 July 2026 (BST, British Summer Time)",
        ),
    ],
)
def test_an_instant_is_said_with_day_and_zone_in_london(instant, words):
    assert in_words(instant) == words


def test_the_hour_that_comes_twice_in_autumn_is_told_apart_by_its_zone():
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert in_words(first) == "1:30am on Sunday 25 October 2026 (BST, British Summer Time)"
    assert in_words(second) == "1:30am on Sunday 25 October 2026 (GMT)"


def test_another_zone_may_be_asked_for():
    assert in_words(datetime(2026, 12, 3, 12, 0, tzinfo=UTC), "UTC") == "midday on Thursday 3 December 2026 (UTC)"


def test_an_instant_without_a_zone_is_no_instant():
    with pytest.raises(ValueError, match="time zone"):
        in_words(datetime(2026, 12, 3))  # noqa: DTZ001


def test_a_day_is_said_with_its_weekday():
    assert day_in_words(date(2026, 12, 3)) == "Thursday 3 December 2026"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=24, hours=23), "24 days"),
    ],
)
def test_a_span_is_said_in_its_largest_unit_that_says_enough(span, words):
    assert time_left(span) == words
