"""The check of each file of a bid, by a worker: its type, passwords, archives that would burst, and viruses."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import trail
from accounts.actions.alone import alone
from accounts.actions.virus_scan import ScanFailed, is_connected, scan
from accounts.actions.waking import wake
from accounts.domain.file_checks import why_refused
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.domain.uploads import FileState, check_move
from partners.models import Bid, BidDocument, Submission

TASK = "partners.tasks.check_document"
MOST_ATTEMPTS = 5
LONGEST_PAUSE = timedelta(hours=1)
_PIECE = 1024 * 1024
logger = logging.getLogger(__name__)


def start_soon(document: BidDocument) -> None:
    """Wake a worker once this is committed."""
    wake(TASK, document.pk)


def check(pk: int, *, at: datetime) -> None:
    """Check a file, if it still waits and its turn has come. Called by a worker, and may be called twice.

    Only one worker checks a file at a time. One that dies in the middle lets go of it, and the sweep takes it up again.
    """
    with alone(f"check of bid document {pk}") as is_mine:
        document = _claim(pk, at) if is_mine else None
        if document is None:
            return
        try:
            why = _look(document)
        except ScanFailed as failure:
            _conclude(pk, FileState.FAILED, str(failure), at)
        except Exception as error:
            # Whatever it was, the row says so, and another attempt follows.
            logger.warning("The check of %s failed", document.reference, exc_info=True)
            _conclude(pk, FileState.FAILED, f"The check stopped in the middle ({type(error).__name__}).", at)
        else:
            _conclude(pk, FileState.REFUSED if why else FileState.CLEAN, why or "", at)


@transaction.atomic
def check_again(document: BidDocument, *, by: User, at: datetime) -> None:
    """Have a file whose check failed checked again, now: also after the deadline, as the file stays what it is."""
    document = BidDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    check_move(document.state, FileState.RECEIVED)
    document.state, document.reason, document.attempts, document.next_attempt_at = FileState.RECEIVED.value, "", 0, at
    document.save(update_fields=["state", "reason", "attempts", "next_attempt_at"])
    trail.record("partners.check_again", document.reference, trail=document.bid.reference, by=by, at=at)
    start_soon(document)


def check_readable(document: BidDocument) -> None:
    """Raise Refusal, for a reader who did not send the file, unless it was checked and is fine."""
    if document.stands == FileState.REFUSED:
        raise Refusal(f"{document.reason} So it can’t be downloaded. It counts as not sent.")
    if document.stands == FileState.FAILED:
        raise Refusal(
            f"“{document.name}” could not be checked yet, so it can’t be downloaded. {document.reason} "
            "It is tried again every hour. If it stays so, tell whoever looks after this service."
        )
    if document.stands != FileState.CLEAN:
        raise Refusal(f"“{document.name}” is still being checked. Come back in a few minutes.")


@transaction.atomic
def _claim(pk: int, at: datetime) -> BidDocument | None:
    document = BidDocument.objects.waiting(at).select_for_update(of=("self",)).filter(pk=pk).first()
    if document is None:
        return None
    was_left = document.stands == FileState.SCANNING
    document.attempts += 1
    document.next_attempt_at = at + _pause(document.attempts)
    if was_left and document.attempts > MOST_ATTEMPTS:
        document.state, document.reason = FileState.FAILED.value, "The check stopped in the middle, several times."
        document.save(update_fields=["state", "reason", "attempts", "next_attempt_at"])
        return None
    check_move(document.state, FileState.SCANNING)
    document.state = FileState.SCANNING.value
    document.save(update_fields=["state", "attempts", "next_attempt_at"])
    return document


def _pause(attempts: int) -> timedelta:
    return min(timedelta(seconds=15 * 2 ** min(attempts, 10)), LONGEST_PAUSE)


def _look(document: BidDocument) -> str | None:
    """Why the file is refused, or None. Reads it in pieces, to the end, through the scanner."""
    with document.file.open("rb") as file:
        if why := why_refused(file, document.name):  # type: ignore[arg-type]
            return why
        digest = hashlib.sha256()
        with scan() as scanner:
            for piece in file.chunks(_PIECE):
                digest.update(piece)
                scanner.feed(piece)
            virus = scanner.found()
    if digest.hexdigest() != document.sha256:
        raise ScanFailed("What is stored is not what was sent. Tell whoever looks after this service.")
    if virus:
        return (
            f"“{document.name}” holds what the virus scanner calls {virus}. Clean your computer, and send a clean file."
        )
    return None


@transaction.atomic
def _conclude(pk: int, to: FileState, why: str, at: datetime) -> None:
    document = BidDocument.objects.select_for_update(of=("self",)).select_related("bid__competition").get(pk=pk)
    check_move(document.state, to)
    document.state, document.reason = to.value, why
    if to != FileState.FAILED:
        document.checked_at, document.was_scanned = at, is_connected()
    document.save(update_fields=["state", "reason", "checked_at", "was_scanned"])
    trail.record(
        "partners.check_document", document.reference, trail=document.bid.reference, by=None, at=at, state=to.value
    )
    if to == FileState.REFUSED and document.removed_at is None:
        _tell(document.bid, document, at)


def _tell(bid: Bid, document: BidDocument, at: datetime) -> None:
    if not document.is_part:
        _tell_of_answer(bid, document, at)
        return
    submission = Submission.objects.that_count().filter(bid=bid).first()
    held = [each["reference"] for each in submission.whole()["documents"]] if submission else []
    body = f"A file of your bid in “{bid.competition}” was refused.\n\n{document.reason}\n\n" + (
        "It is in the bid as you submitted it: the rest of that bid is in, and not touched by this. "
        "Until the deadline you may add a better file and submit again.\n"
        if document.reference in held
        else "The rest of your bid is not touched by this. Until the deadline you may add a better file.\n"
    )
    tell(bid, f"A file was refused: {document.name}", body, at)


def _tell_of_answer(bid: Bid, document: BidDocument, at: datetime) -> None:
    body = (
        f"A file that you sent with an answer about your bid in “{bid.competition}” was refused.\n\n"
        f"{document.reason}\n\nIt counts as not sent, and nobody at the council can open it. What you wrote in the "
        "answer stands, and your bid is not touched by this.\n"
    )
    tell(bid, f"A file was refused: {document.name}", body, at)
