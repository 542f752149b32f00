"""The log of a bid's last day: each deed near the deadline and what became of it, by the server's clock."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.saving import Saved
from partners.domain.deadlines import TooLate
from partners.domain.last_day import Outcome, is_near
from partners.models import Bid, LastDayEntry

FAILED = "Something went wrong in this service."


@dataclass(slots=True)
class Told:
    """What the deed says of itself, beyond that it was done."""

    clashed: bool = False

    def about(self, saved: Saved) -> Saved:
        """Note how a save went; gives it back."""
        self.clashed = saved.is_conflict
        return saved


@contextmanager
def told(bid: Bid, words: str, *, by: User, at: datetime) -> Iterator[Told]:
    """Enter what is done within, if the deadline is near: in its transaction if it is done, beside it if it is not."""
    found = Told()
    if not is_near(bid.competition.bid_deadline, at):
        yield found
        return

    def enter(outcome: Outcome, said: str = "") -> None:
        LastDayEntry.objects.create(bid=bid, at=at, by=by, words=words[:400], outcome=outcome.value, said=said)

    try:
        with transaction.atomic():
            yield found
            enter(Outcome.CLASHED if found.clashed else Outcome.DONE)
    except Refusal as refusal:
        enter(Outcome.LATE if isinstance(refusal, TooLate) else Outcome.REFUSED, " ".join(refusal.sentences))
        raise
    except Exception:
        # Whatever it was, its author is not to blame, and the log says so if it can.
        with suppress(DatabaseError):
            enter(Outcome.FAILED, FAILED)
        raise
