"""What people have to do who hold a share of the key of a competition."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q

from accounts.models import User
from config.my_work.tasks import Task, link
from procurement.domain.lifecycle import CompetitionState
from procurement.models import KeyShare


def key_share_work(user: User, at: datetime) -> Iterator[tuple[int, Task]]:
    """The tasks, each with its council: to make and take one's code, and to enter it. One query."""
    to_take = Q(division__competition__state=CompetitionState.DRAFT.value, accepted_at=None)
    to_enter = Q(
        division__competition__state=CompetitionState.PUBLISHED.value,
        division__competition__bid_deadline__lt=at,
        entered_at=None,
    )
    mine = KeyShare.objects.visible_to(user).filter(to_take | to_enter, holder=user)
    for share in mine.order_by(F("division__competition__bid_deadline").asc(nulls_last=True), "pk"):
        competition = share.competition
        if competition.is_draft:
            made = bool(share.public_hex)
            ready = "your paper" if made else "a printer or a pen"
            words = f"You hold a share of the key that opens the bids. Have {ready} ready."
            task = Task(
                f"{'Type back' if made else 'Make'} your code for “{competition}”",
                link("procurement:key_share", share.reference),
                words,
                tag="Key",
            )
        else:
            words = "You hold a share of the key that opens the bids."
            task = Task(
                f"Enter your code for “{competition}”", link("partners:key_code", share.reference), words, tag="Key"
            )
        yield competition.service.council_id, task
