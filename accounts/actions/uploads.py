"""Files that people send: what they called it is kept as text, what the storage calls it is plain."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.files import File

from accounts.domain.file_checks import why_refused
from accounts.domain.file_types import listed_in_words, why_not_by_name
from accounts.domain.refusals import Refusal

LONGEST_NAME = 255


def sent_name(name: str | None) -> str:
    """The last part of the name that a browser sent, cut to what a row holds, with its ending kept."""
    name = Path((name or "file").replace("\\", "/")).name or "file"
    if len(name) <= LONGEST_NAME:
        return name
    suffix = Path(name).suffix[:20]
    return f"{name[: LONGEST_NAME - len(suffix) - 1]}…{suffix}"


def plain_suffix(name: str) -> str:
    """The ending of the name, if no file system can stumble over it."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= 11 else ""


def check_file(name: str, upload: File) -> None:  # type: ignore[type-arg]
    """Raise Refusal, naming the file, if it is of a size or type that is not taken, or not what its name says.

    The types are those of the files of bids. It can then be read again from its start.
    """
    size = upload.size or 0
    if size == 0:
        raise Refusal(f"“{name}” is empty (0 bytes), so it was not added. Check the file and choose it again.")
    limit = settings.UPLOAD_LIMIT_BYTES
    if size > limit:
        raise Refusal(
            f"“{name}” is larger than {limit // 1024 // 1024} MB, so it was not added. Make it smaller, or split it."
        )
    if why := why_not_by_name(name, settings.UPLOAD_ENDINGS) or why_refused(upload, name):  # type: ignore[arg-type]
        raise Refusal(why)


def taken_in_words() -> str:
    """What may be sent, said beforehand."""
    limit = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024
    return f"Up to {limit} MB. It may be: {listed_in_words(settings.UPLOAD_ENDINGS)}."


def sha256_of(upload: File) -> str:  # type: ignore[type-arg]
    """The SHA-256 of the file, which can then be read again from its start."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
