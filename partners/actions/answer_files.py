"""Files that a bidder sends with an answer about its bid, once the bids are opened.

They explain the bid, and are no part of it. They are kept as the files of bids are: sealed, checked by a worker, and
read only as downloads.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db.models import Sum

from accounts.domain.file_checks import why_refused
from accounts.domain.file_types import listed_in_words
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.document_checks import start_soon
from partners.actions.documents import hash_of, kept_name, kept_title, why_not_sendable
from partners.actions.pieces import reach_disk
from partners.domain.uploads import in_words
from partners.models import Bid, BidDocument

AnswerFile = dict[str, Any]
"""What an answer holds of a file: its `reference`, `name`, `size` in bytes and `sha256`."""


def limits_in_words() -> str:
    """What may be sent, said before anything is chosen."""
    return (
        f"You can choose several. Each may be at most {in_words(settings.UPLOAD_LIMIT_BYTES)}, all together "
        f"{in_words(settings.BID_LIMIT_BYTES)}. A file may be: {listed_in_words(settings.UPLOAD_ENDINGS)}. "
        "It must open without a password. It goes with the answer, and can’t be taken back."
    )


def hashes_of(files: Sequence[File[bytes]]) -> list[str]:
    """Their SHA-256, by which an answer sent twice is told."""
    return [hash_of(file) for file in files]


def hashes_in(kept: Sequence[AnswerFile] | None) -> list[str]:
    return [each["sha256"] for each in kept or []]


def told(kept: Sequence[AnswerFile] | None) -> str:
    """The files of an answer, in the letter to those who sent it."""
    listed = "".join(f"\n{each['name']}, {in_words(each['size'])}, SHA-256 {each['sha256']}" for each in kept or [])
    return f"\n\nWith it:{listed}" if listed else ""


def fingerprint_with(text: str, hashes: Sequence[str]) -> str:
    """The fingerprint of an answer, with its files where there are some."""
    return fingerprint({"answer": text, "files": list(hashes)} if hashes else text)


def store(bid: Bid, files: Sequence[File[bytes]], *, by: User, at: datetime) -> list[AnswerFile]:
    """Store the files of one answer, in the transaction that takes it; all or, with a Refusal for each fault, none."""
    _check(bid, files)
    kept = []
    for file in files:
        name = kept_name(file.name or "file")
        document = BidDocument(
            bid=bid,
            title=kept_title("", name),
            name=name,
            size=file.size or 0,
            sha256=hash_of(file),
            uploaded_by=by,
            uploaded_at=at,
            is_part=False,
        )
        file.seek(0)
        document.file.save(name, file, save=False)
        reach_disk(document.file)
        document.save()
        start_soon(document)
        kept.append({"reference": document.reference, "name": name, "size": document.size, "sha256": document.sha256})
    return kept


def _check(bid: Bid, files: Sequence[File[bytes]]) -> None:
    sentences = []
    for file in files:
        name = kept_name(file.name or "file")
        # Its content too: the answer may be given once, so that a file that is refused later could not be mended.
        why = why_not_sendable(name, file.size or 0) or why_refused(file, name)  # type: ignore[arg-type]
        if why:
            sentences.append(why)
    sent = BidDocument.objects.filter(bid=bid, is_part=False).aggregate(sum=Sum("size"))["sum"] or 0
    if sent + sum(file.size or 0 for file in files) > settings.BID_LIMIT_BYTES:
        most = in_words(settings.BID_LIMIT_BYTES)
        sentences.append(f"All files that you send with answers about your bid may be at most {most} together.")
    if sentences:
        raise Refusal(*sentences)
