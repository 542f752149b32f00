"""When somebody is reminded of a deadline: at three instants before it, and never after it."""

from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """How long before the deadline."""

    WEEK = "week"
    TWO_DAYS = "two_days"
    HOURS = "hours"

    @property
    def before(self) -> timedelta:
        return {
            Step.WEEK: timedelta(days=7),
            Step.TWO_DAYS: timedelta(days=2),
            Step.HOURS: timedelta(hours=3),
        }[self]


LONGEST = max(step.before for step in Step)


def due(deadline: datetime, began: datetime, at: datetime) -> Step | None:
    """The last step that is reached; none after the deadline, nor for a step before the person began."""
    if at > deadline:
        return None
    reached = [step for step in Step if deadline - step.before <= at]
    last = min(reached, key=lambda step: step.before, default=None)
    return last if last is not None and began < deadline - last.before else None
