"""Files of a bid that come in pieces, so that a connection that breaks costs only the piece that was on its way."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import last_day
from partners.actions.documents import add_document, check_sendable, kept_name, kept_title
from partners.actions.pieces import JoinedPieces, drop
from partners.actions.writing import check_in_time, kept_if_late, locked
from partners.domain.deadlines import TooLate
from partners.domain.last_day import Deed
from partners.models import Bid, Upload, UploadPiece
from partners.models.uploads import marks_of
from procurement.domain.dates import in_words
from procurement.models import Criterion

GIVEN_UP = "The deadline passed before all of it arrived. What arrived is kept as a late attempt."


def begin(
    bid: Bid, *, name: str, size: int, mark: str, title: str, criterion: Criterion | None, by: User, at: datetime
) -> Upload:
    """Begin to send a file; or the upload that there is, if the same file was begun before and not finished.

    Refused if its name, its size or the room that is left say that it could not be taken. A file that is begun after
    the deadline may come in, to be kept as a late attempt.
    """
    name = kept_name(name)
    with last_day.told(bid, f"Begin to send a file: “{name}”", by=by, at=at):
        return _begin(bid, name=name, size=size, mark=mark, title=title, criterion=criterion, by=by, at=at)


@transaction.atomic
def _begin(
    bid: Bid, *, name: str, size: int, mark: str, title: str, criterion: Criterion | None, by: User, at: datetime
) -> Upload:
    bid = _locked_bid(bid)
    with suppress(TooLate):
        check_in_time(bid.competition, at)
    if found := Upload.objects.unfinished().filter(bid=bid, size=size, mark__in=marks_of(name, mark)).first():
        return found
    title = kept_title(title, name)
    check_sendable(bid, name=name, size=size, title=title, criterion=criterion)
    upload = Upload.objects.create(
        bid=bid,
        criterion=criterion,
        title=title,
        name=name,
        size=size,
        mark=marks_of(name, mark)[0],
        begun_by=by,
        begun_at=at,
        last_at=at,
    )
    trail.record("partners.begin_upload", upload.reference, trail=bid.reference, by=by, at=at)
    return upload


@transaction.atomic
def take(piece: UploadPiece, *, at: datetime) -> Upload:
    """Count a stored piece in, if it begins where the upload stands; else it is dropped, since those bytes are here."""
    upload = _locked(piece.upload)
    fits = upload.ended_at is None and piece.start == upload.received and piece.start + piece.size <= upload.size
    if not fits or piece.size == 0:
        drop(piece.file)
        return upload
    piece.upload, piece.at = upload, at
    piece.save()
    upload.received += piece.size
    upload.last_at = at
    if upload.received == upload.size:
        upload.whole_at = at
    upload.save(update_fields=["received", "last_at", "whole_at"])
    return upload


def finish(upload: Upload, *, at: datetime) -> Upload:
    """Make a document of an upload that is whole. What counts is when its last byte arrived, not when this is done.

    One that arrived too late becomes a late attempt, with its file. Twice does no harm.
    """
    with transaction.atomic():
        upload = _locked(upload)
        if upload.ended_at is not None or upload.whole_at is None:
            return upload
        try:
            with JoinedPieces(upload) as whole:
                upload.document = add_document(
                    upload.bid,
                    title=upload.title,
                    upload=whole,
                    criterion=upload.criterion,
                    by=upload.begun_by,
                    at=upload.whole_at,
                    counted=upload,
                )
        except Refusal as refusal:
            upload.problem = " ".join(refusal.sentences)
        _end(upload, at)
    return upload


def finish_whole(bid: Bid, *, at: datetime) -> None:
    """Make documents of all that arrived whole, so that a submission takes them in."""
    for upload in Upload.objects.unfinished().filter(bid=bid).exclude(whole_at=None):
        finish(upload, at=at)


@transaction.atomic
def stop(upload: Upload, *, by: User, at: datetime) -> None:
    """Give an upload up, and forget the pieces that arrived. Twice does no harm."""
    upload = _locked(upload)
    if upload.ended_at is not None:
        return
    upload.problem = f"Stopped by {by}."
    trail.record("partners.stop_upload", upload.reference, trail=upload.bid.reference, by=by, at=at)
    _end(upload, at)


def settle(upload: Upload, *, at: datetime) -> None:
    """What the clock does with an upload that nobody finishes: a document, or after the deadline a late attempt."""
    if upload.whole_at is not None:
        finish(upload, at=at)
        return
    with transaction.atomic():
        upload = _locked(upload)
        deadline = upload.bid.competition.bid_deadline
        if upload.ended_at or deadline is None or at <= deadline or upload.is_moving(at):
            return
        tried = {
            "title": upload.title,
            "name": upload.name,
            "size": upload.size,
            "received": upload.received,
            "last_piece": in_words(upload.last_at),
        }
        deed = "Send a file, of which only a part arrived"
        with JoinedPieces(upload) as part, suppress(Refusal):
            file = part if upload.received else None
            with kept_if_late(upload.bid, Deed.PART_OF_DOCUMENT, deed, tried, by=upload.begun_by, at=at, file=file):
                locked(upload.bid, at=at)
        upload.problem = GIVEN_UP
        _end(upload, at)


def _locked(upload: Upload) -> Upload:
    return (
        Upload.objects.select_for_update(of=("self",))
        .select_related("bid__organisation", "bid__competition__service__council", "begun_by", "criterion", "document")
        .get(pk=upload.pk)
    )


def _locked_bid(bid: Bid) -> Bid:
    return Bid.objects.select_for_update(of=("self",)).select_related("competition").get(pk=bid.pk)


def _end(upload: Upload, at: datetime) -> None:
    upload.ended_at = at
    upload.save(update_fields=["document", "problem", "ended_at"])
    pieces = list(upload.pieces.exclude(file=""))
    names = [(piece.file.storage, str(piece.file.name)) for piece in pieces]
    upload.pieces.update(file="")

    def forget() -> None:
        for storage, name in names:
            storage.delete(name)

    # Only once the whole is safe.
    transaction.on_commit(forget, robust=True)
