"""A bidder answers what the panel asks about its bid, once the bids are opened."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import answer_files
from partners.domain.words import normalise
from partners.models import Enquiry
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState

LONGEST_ANSWER = 20_000


@transaction.atomic
def answer(enquiry: Enquiry, text: str, *, files: Sequence[File[bytes]] = (), by: User, at: datetime) -> Enquiry:
    """Answer a question of the panel, once, with files or without.

    After the time it is kept as late, for an officer to decide on.
    """
    rows = Enquiry.objects.select_for_update(of=("self",), no_key=True)
    enquiry = rows.select_related("bid__organisation", "bid__competition__service__council", "criterion").get(
        pk=enquiry.pk
    )
    competition, text = enquiry.bid.competition, normalise(text).strip()
    if enquiry.answered_at is not None:
        kept = answer_files.hashes_in(enquiry.files)
        if enquiry.answer == text and kept == answer_files.hashes_of(files):
            return enquiry
        raise Refusal(
            f"This question was answered at {in_words(enquiry.answered_at)}, and can be answered once. "
            "What you typed is not sent; it is still here."
        )
    if competition.stage != CompetitionState.OPENED:
        raise Refusal("The bids are not being judged any more, so the question can’t be answered now.")
    if not text:
        raise Refusal("Enter your answer.")
    if len(text) > LONGEST_ANSWER:
        raise Refusal(f"Your answer must be {LONGEST_ANSWER:,} characters or fewer; it has {len(text):,}.")
    enquiry.answer, enquiry.answered_by, enquiry.answered_at = text, by, at
    enquiry.files = answer_files.store(enquiry.bid, files, by=by, at=at)
    enquiry.save(update_fields=["answer", "files", "answered_by", "answered_at"])
    trail.record(
        "partners.answer_enquiry",
        enquiry,
        trail=enquiry.bid.reference,
        by=by,
        at=at,
        enquiry=enquiry.reference,
        fingerprint=answer_files.fingerprint_with(text, answer_files.hashes_in(enquiry.files)),
        late=enquiry.is_late,
    )
    _tell(enquiry)
    return enquiry


def _tell(enquiry: Enquiry) -> None:
    assert enquiry.answered_at is not None  # noqa: S101 - It was answered just now.
    bid = enquiry.bid
    late = " It came late: decide whether it counts." if enquiry.is_late else ""
    letters.queue(
        enquiry.sent_by.email,
        f"{bid.organisation} has answered a question about its bid",
        f"{bid.organisation} has answered the question about “{enquiry.criterion}” in its bid for "
        f"“{bid.competition.title}”, at {in_words(enquiry.answered_at)}.{late}\n\nSign in and open “My work”.\n",
        at=enquiry.answered_at,
        trail=bid.competition.reference,
    )
    for writer in bid.writers():
        letters.queue(
            writer.email,
            f"Your answer about your bid for {bid.competition.title} is in",
            f"Your answer to the council’s question about “{enquiry.criterion}” came in at "
            f"{in_words(enquiry.answered_at)}.{_LATE if enquiry.is_late else ''}"
            f"{answer_files.told(enquiry.files)}\n\n{enquiry.question}\n",
            at=enquiry.answered_at,
            trail=bid.reference,
        )


_LATE = " It came after the time, so it is recorded as late: the council decides whether it counts, and tells you."
