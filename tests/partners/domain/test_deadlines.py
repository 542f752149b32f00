from datetime import UTC, datetime, timedelta

import pytest

from partners.domain.deadlines import after_in_words

DEADLINE = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(microseconds=1), "less than a second"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=59, milliseconds=900), "59 seconds"),
        (timedelta(minutes=3, seconds=5), "3 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=1200), "1,200 days"),
    ],
)
def test_how_late_it_is_in_its_largest_whole_unit(late, words):
    assert after_in_words(DEADLINE, DEADLINE + late) == words


def test_what_is_in_time_is_not_late():
    with pytest.raises(ValueError, match="not after"):
        after_in_words(DEADLINE, DEADLINE)
