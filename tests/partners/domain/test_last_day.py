from dataclasses import dataclass
from datetime import timedelta

import pytest

from partners.domain.last_day import Outcome, is_near, runs
from tests.world import DEADLINE


@dataclass
class Entry:
    at: int
    words: str = "Save the answer"
    outcome: str = Outcome.DONE.value
    said: str = ""
    by_id: int = 1


@pytest.mark.parametrize(
    ("before", "near"),
    [
        (timedelta(hours=24, microseconds=1), False),
        (timedelta(hours=24), True),
        (timedelta(0), True),
        (timedelta(days=-300), True),
    ],
)
def test_the_last_day_begins_a_day_before_the_deadline_and_does_not_end(before, near):
    assert is_near(DEADLINE, DEADLINE - before) is near


def test_without_a_deadline_there_is_no_last_day():
    assert not is_near(None, DEADLINE)


def test_what_follows_each_other_and_is_alike_is_told_together():
    entries = [Entry(1), Entry(2), Entry(3, outcome="late"), Entry(4), Entry(5, by_id=2), Entry(6, said="No.")]

    assert [[entry.at for entry in run.entries] for run in runs(entries)] == [[1, 2], [3], [4], [5], [6]]
