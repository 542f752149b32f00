"""What every change of a bid has in common: its row is locked, the clock is asked, and a late attempt is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import last_day
from partners.domain.deadlines import TooLate, after_in_words
from partners.domain.last_day import Deed
from partners.domain.words import normalise
from partners.models import Bid, LateAttempt
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition

KEPT = (
    "What you sent was refused, but it is kept as a late attempt: you can read it on the page of your bid, "
    "and the council sees it once the bids are opened."
)
SAME_ATTEMPT_WITHIN = timedelta(minutes=1)


def clean(text: str) -> str:
    """The text as it is kept."""
    return normalise(text)


def locked(bid: Bid, *, at: datetime) -> Bid:
    """The bid, locked until the transaction ends. Raises TooLate after the deadline, Refusal if all is called off."""
    bid = (
        Bid.objects.select_for_update(of=("self",))
        .select_related("organisation", "competition__service__council")
        .get(pk=bid.pk)
    )
    check_in_time(bid.competition, at)
    return bid


def may_repeat(bid: Bid, at: datetime) -> bool:
    """Whether the deadline has passed, and nothing came late but presses of submit.

    What then comes may have been done in time, without an answer: if it stands, to do it once more is nothing late.
    Whether it stands in a bid that is shut, nobody can tell.
    """
    deadline = bid.competition.bid_deadline
    if deadline is None or at <= deadline or bid.is_sealed_shut:
        return False
    return not LateAttempt.objects.filter(bid=bid).exclude(kind=Deed.SUBMISSION.value).exists()


def check_in_time(competition: Competition, at: datetime) -> None:
    """Raise TooLate after the deadline (s.19(3)(d)), and Refusal if the competition takes no bids for other reasons."""
    if competition.takes_bids(at):
        return
    if competition.state == CompetitionState.ABANDONED:
        raise Refusal("The council has abandoned this competition, so bids can’t be changed or submitted any more.")
    deadline = competition.bid_deadline
    if deadline is None or competition.state == CompetitionState.DRAFT:
        raise Refusal("This competition does not take bids yet.")
    if at <= deadline:
        raise TooLate("The bids were opened before this reached us.", KEPT)
    passed = (
        f"The deadline has passed: it was {in_words(deadline)}, {after_in_words(deadline, at)} before this reached us."
    )
    raise TooLate(passed, KEPT)


@contextmanager
def kept_if_late(
    bid: Bid,
    kind: Deed,
    deed: str,
    content: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    file: File[bytes] | None = None,
) -> Iterator[last_day.Told]:
    """Keep what is tried within as a late attempt if it comes too late, and let the refusal go on to the person.

    Near the deadline it is entered in the log too, whatever becomes of it.

    The transaction of the deed itself lies within, so that its end does not take the late attempt with it.
    """
    words = f"{deed}: “{content['name']}”" if content.get("name") else deed
    try:
        with last_day.told(bid, words, by=by, at=at) as told:
            yield told
    except TooLate:
        _keep(LateAttempt(bid=bid, kind=kind.value, deed=deed[:100], content=content, by=by, at=at), file)
        raise


@transaction.atomic
def _keep(attempt: LateAttempt, file: File[bytes] | None) -> None:
    bid, deed, by, at = attempt.bid, attempt.deed, attempt.by, attempt.at
    Bid.objects.select_for_update(of=("self",)).get(pk=bid.pk)
    last = LateAttempt.objects.filter(bid=bid, by=by, deed=deed).order_by("at", "pk").last()
    if last and last.content == attempt.content and at - last.at < SAME_ATTEMPT_WITHIN:
        return  # A double click, or the script's second try: once is enough.
    if file is not None:
        file.seek(0)
        attempt.file.save(f"{bid.reference}-late", file, save=False)
    attempt.save()
    trail.record("partners.late_attempt", deed, trail=bid.reference, by=by, at=at)


def changed(bid: Bid, at: datetime) -> None:
    """Note on the locked bid that it changed."""
    bid.changed_at = at
    bid.save(update_fields=["changed_at"])
