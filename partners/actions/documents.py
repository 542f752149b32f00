"""Files that belong to a bid."""

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Sum

from accounts.actions import trail
from accounts.domain.file_types import listed_in_words, why_not_by_name
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.document_checks import start_soon
from partners.actions.pieces import reach_disk
from partners.actions.writing import changed, clean, kept_if_late, locked, may_repeat
from partners.domain.last_day import Deed
from partners.domain.uploads import in_words
from partners.models import Bid, BidDocument, Upload
from procurement.models import Criterion

MOST_OF_TITLE = 200


def limits_in_words() -> list[str]:
    """What may be sent, said before anything is chosen."""
    return [
        f"Each file may be at most {in_words(settings.UPLOAD_LIMIT_BYTES)}, and must not be empty.",
        f"All files of your bid together may be at most {in_words(settings.BID_LIMIT_BYTES)}.",
        f"A file may be: {listed_in_words(settings.UPLOAD_ENDINGS)}.",
        "It must open without a password.",
    ]


def add_document(
    bid: Bid,
    *,
    title: str,
    upload: File[bytes],
    criterion: Criterion | None = None,
    by: User,
    at: datetime,
    counted: Upload | None = None,
) -> BidDocument:
    """Store a file with the bid, to be checked soon. The same file under the same title, sent twice, is stored once.

    `counted` is the upload by which it came, whose room is taken already.
    """
    name = kept_name(upload.name or "file")
    title = kept_title(title, name)
    size, is_kept = upload.size or 0, fits(upload)
    digest = hash_of(upload) if is_kept else ""
    tried = {"title": title, "name": name, "size": size, "sha256": digest}
    document = BidDocument(
        bid=bid,
        criterion=criterion,
        title=title,
        name=name,
        size=size,
        sha256=digest,
        uploaded_by=by,
        uploaded_at=at,
    )
    if may_repeat(bid, at) and (same := same_as(document)):
        return same
    if criterion is not None:
        tried |= {"criterion": criterion.reference, "question": criterion.title}
    with kept_if_late(bid, Deed.DOCUMENT, "Add a document", tried, by=by, at=at, file=upload if is_kept else None):
        return _add(document, upload, counted)


def fits(upload: File[bytes]) -> bool:
    """Whether a file is neither empty nor too large to be kept, be it in time or late."""
    return 0 < (upload.size or 0) <= settings.UPLOAD_LIMIT_BYTES


@transaction.atomic
def _add(document: BidDocument, upload: File[bytes], counted: Upload | None) -> BidDocument:
    return store(document, locked(document.bid, at=document.uploaded_at), upload, counted)


def store(document: BidDocument, bid: Bid, upload: File[bytes], counted: Upload | None = None) -> BidDocument:
    """Store the file of a new document in the locked bid; the one that is there, if it is there already."""
    if (same := same_as(document)) is not None:
        return same
    check_sendable(
        bid,
        name=document.name,
        size=document.size,
        title=document.title,
        criterion=document.criterion,
        counted=counted,
    )
    upload.seek(0)
    document.file.save(document.name, upload, save=False)
    reach_disk(document.file)
    document.save()
    by, at = document.uploaded_by, document.uploaded_at
    changed(bid, at)
    trail.record("partners.add_document", document.reference, trail=bid.reference, by=by, at=at)
    start_soon(document)
    return document


def same_as(document: BidDocument) -> BidDocument | None:
    """The document of the bid that is the same file, with the same name and title, for the same question."""
    marks = (document.sha256, document.name, document.title)
    for same in BidDocument.objects.present().filter(bid=document.bid, criterion=document.criterion):
        if document.sha256 and (same.sha256, same.name, same.title) == marks:
            return same
    return None


def remove_document(document: BidDocument, *, by: User, at: datetime) -> None:
    """Take a file out of the bid. It is kept, as an earlier submission may hold it. Twice does no harm."""
    if document.removed_at is not None:
        return
    if not document.is_part:
        raise Refusal("This file came with an answer about your bid, and stays with it.")
    tried = {"reference": document.reference, "title": document.title, "name": document.name}
    with kept_if_late(document.bid, Deed.REMOVAL, "Remove a document", tried, by=by, at=at):
        _remove(document, by=by, at=at)


@transaction.atomic
def _remove(document: BidDocument, *, by: User, at: datetime) -> None:
    take_out(document, locked(document.bid, at=at), by=by, at=at)


def take_out(document: BidDocument, bid: Bid, *, by: User, at: datetime) -> None:
    """Take the document out of the locked bid."""
    document = BidDocument.objects.get(pk=document.pk)
    if document.removed_at is not None:
        return
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    changed(bid, at)
    trail.record("partners.remove_document", document.reference, trail=bid.reference, by=by, at=at)


def kept_name(name: str, most: int = 255) -> str:
    """The name of a file as it is kept: without folders, cut in the middle if too long, so that its ending stays."""
    name = PurePath(clean(name).replace("\\", "/")).name.strip() or "file"
    ending = PurePath(name).suffix[:20]
    return name if len(name) <= most else name[: most - len(ending) - 1] + "…" + ending


def kept_title(title: str, name: str) -> str:
    """The title in one line; without one, the name of the file."""
    return " ".join(clean(title).split()) or kept_name(name, MOST_OF_TITLE)


def check_sendable(
    bid: Bid, *, name: str, size: int, title: str, criterion: Criterion | None, counted: Upload | None = None
) -> None:
    """Raise Refusal, in a sentence for each thing that is wrong, if such a file can't be taken into the locked bid."""
    if criterion is not None and criterion.competition_id != bid.competition_id:
        raise Refusal("This competition asks no such question: choose one from the list.")
    if why := why_not_sendable(name, size):
        raise Refusal(why)
    if len(title) > MOST_OF_TITLE:
        raise Refusal(f"The title has {len(title)} characters; it may have {MOST_OF_TITLE}. Shorten it.")
    left = room_left(bid, counted)
    if size > left:
        raise Refusal(
            f"“{name}” is {in_words(size)}, and there is room for {in_words(left)} more: the files of a bid may be "
            f"{in_words(settings.BID_LIMIT_BYTES)} together. Remove a file that you don’t need, or make this smaller."
        )


def why_not_sendable(name: str, size: int) -> str | None:
    """Why no file of this name and size in bytes is taken, in sentences that say what to do; None if one is."""
    if size == 0:
        return (
            f"“{name}” is empty (0 bytes), so there is nothing in it to send. "
            "Open it on your computer to check it, save it again, and choose it once more."
        )
    if why := why_not_by_name(name, settings.UPLOAD_ENDINGS):
        return why
    if size > settings.UPLOAD_LIMIT_BYTES:
        limit = in_words(settings.UPLOAD_LIMIT_BYTES)
        return f"“{name}” is {in_words(size)}; a file may be at most {limit}. Make it smaller, or divide it."
    return None


def room_left(bid: Bid, counted: Upload | None = None) -> int:
    """How many more bytes the bid may hold, beside its files and those on their way, but for `counted`."""
    stored = BidDocument.objects.present().filter(bid=bid).aggregate(sum=Sum("size"))["sum"] or 0
    on_their_way = Upload.objects.unfinished().filter(bid=bid)
    if counted is not None:
        on_their_way = on_their_way.exclude(pk=counted.pk)
    coming = on_their_way.aggregate(sum=Sum("size"))["sum"] or 0
    return max(0, int(settings.BID_LIMIT_BYTES - stored - coming))


def hash_of(upload: File[bytes]) -> str:
    """The SHA-256 of a file that came in."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
