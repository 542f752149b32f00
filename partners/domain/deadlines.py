"""In time or too late: up to and including the deadline, to the microsecond, by the server's clock."""

from datetime import datetime, timedelta

from accounts.domain.refusals import Refusal


class TooLate(Refusal):
    """The deadline has passed. What was tried is refused, and kept as a late attempt."""


def after_in_words(deadline: datetime, at: datetime) -> str:
    """How long after the deadline, in its largest whole unit: "1 second", "3 minutes", "2 hours", "5 days".

    Less than a second counts as "less than a second". Raises ValueError unless `at` is after the deadline.
    """
    late = at - deadline
    if late <= timedelta(0):
        raise ValueError("That is not after the deadline.")
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        count = int(late.total_seconds()) // unit
        if count:
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    return "less than a second"
