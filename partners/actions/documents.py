"""Files that belong to a bid."""

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.writing import changed, clean, kept_if_late, locked
from partners.models import Bid, BidDocument
from procurement.models import Criterion

MEGABYTE = 1024 * 1024
MOST_OF_TITLE = 200


def limit_in_words() -> str:
    """The most that a file may hold: "100 MB"."""
    return f"{settings.UPLOAD_LIMIT_BYTES / MEGABYTE:g} MB"


def add_document(
    bid: Bid, *, title: str, upload: UploadedFile[bytes], criterion: Criterion | None = None, by: User, at: datetime
) -> BidDocument:
    """Store a file with the bid. The same file under the same title, sent twice, is stored once."""
    name = short_name(upload.name or "file")
    title = " ".join(clean(title).split()) or short_name(name, MOST_OF_TITLE)
    size = upload.size or 0
    fits = 0 < size <= settings.UPLOAD_LIMIT_BYTES
    digest = _hash(upload) if fits else ""
    tried = {"title": title, "name": name, "size": size, "sha256": digest}
    with kept_if_late(bid, "Add a document", tried, by=by, at=at, file=upload if fits else None):
        return _add(
            BidDocument(
                bid=bid,
                criterion=criterion,
                title=title,
                name=name,
                size=size,
                sha256=digest,
                uploaded_by=by,
                uploaded_at=at,
            ),
            upload,
        )


@transaction.atomic
def _add(document: BidDocument, upload: UploadedFile[bytes]) -> BidDocument:
    bid, at = locked(document.bid, at=document.uploaded_at), document.uploaded_at
    _check(document)
    marks = (document.sha256, document.name, document.title)
    for same in BidDocument.objects.present().filter(bid=bid, criterion=document.criterion):
        if (same.sha256, same.name, same.title) == marks:
            return same
    upload.seek(0)
    document.file.save(document.name, upload, save=False)
    document.save()
    changed(bid, at)
    trail.record("partners.add_document", document.reference, trail=bid.reference, by=document.uploaded_by, at=at)
    return document


def remove_document(document: BidDocument, *, by: User, at: datetime) -> None:
    """Take a file out of the bid. It is kept, as an earlier submission may hold it. Twice does no harm."""
    tried = {"reference": document.reference, "title": document.title, "name": document.name}
    with kept_if_late(document.bid, "Remove a document", tried, by=by, at=at):
        _remove(document, by=by, at=at)


@transaction.atomic
def _remove(document: BidDocument, *, by: User, at: datetime) -> None:
    bid = locked(document.bid, at=at)
    document = BidDocument.objects.get(pk=document.pk)
    if document.removed_at is not None:
        return
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    changed(bid, at)
    trail.record("partners.remove_document", document.reference, trail=bid.reference, by=by, at=at)


def short_name(name: str, most: int = 255) -> str:
    """The name of a file as it is kept: without folders, cut in the middle if too long, so that its ending stays."""
    name = PurePath(clean(name).replace("\\", "/")).name.strip() or "file"
    ending = PurePath(name).suffix[:20]
    return name if len(name) <= most else name[: most - len(ending) - 1] + "…" + ending


def _check(document: BidDocument) -> None:
    if document.criterion is not None and document.criterion.competition_id != document.bid.competition_id:
        raise Refusal("This competition asks no such question: choose one from the list.")
    if document.size == 0:
        raise Refusal(
            f"“{document.name}” is empty (0 bytes), so there is nothing in it to send. "
            "Open it on your computer to check it, save it again, and choose it once more."
        )
    if document.size > settings.UPLOAD_LIMIT_BYTES:
        raise Refusal(
            f"“{document.name}” is {document.size / MEGABYTE:.1f} MB; a file may be at most {limit_in_words()}. "
            "Make it smaller, or divide it."
        )
    if len(document.title) > MOST_OF_TITLE:
        raise Refusal(f"The title has {len(document.title)} characters; it may have {MOST_OF_TITLE}. Shorten it.")


def _hash(upload: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
