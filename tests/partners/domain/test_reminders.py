from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from partners.domain.reminders import Step, due
from tests.world import DEADLINE

LONG_AGO = DEADLINE - timedelta(days=60)
SPANS = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=20))


def test_each_step_is_due_from_its_instant_until_the_next():
    assert [
        due(DEADLINE, LONG_AGO, DEADLINE - span)
        for span in (
            timedelta(days=7, microseconds=1),
            timedelta(days=7),
            timedelta(days=2, microseconds=1),
            timedelta(days=2),
            timedelta(hours=3),
            timedelta(0),
            timedelta(microseconds=-1),
        )
    ] == [None, Step.WEEK, Step.WEEK, Step.TWO_DAYS, Step.HOURS, Step.HOURS, None]


def test_nobody_is_reminded_of_a_step_before_they_began():
    began = DEADLINE - timedelta(days=3)

    assert due(DEADLINE, began, DEADLINE - timedelta(days=2, seconds=1)) is None
    assert due(DEADLINE, began, DEADLINE - timedelta(days=2)) == Step.TWO_DAYS


@given(SPANS, SPANS)
def test_never_after_the_deadline_and_steps_only_go_forward(earlier, later):
    first, second = DEADLINE - max(earlier, later), DEADLINE - min(earlier, later)
    steps = [step.before for at in (first, second) if (step := due(DEADLINE, LONG_AGO, at))]

    assert steps == sorted(steps, reverse=True)
    assert due(DEADLINE, LONG_AGO, second) is None or second <= DEADLINE
