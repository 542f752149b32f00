"""The bytes of an upload: stored piece by piece as they come in, and read again as one file."""

import base64
import hashlib
import io
import os
from typing import Protocol

from django.core.files import File
from django.db.models.fields.files import FieldFile

from accounts.domain.references import new_reference
from accounts.models.sealed_files import SealedStorage
from partners.models import Upload, UploadPiece


class Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class _Counted:
    """What comes in, counted and hashed while it is stored."""

    def __init__(self, stream: Stream, most: int) -> None:
        self.stream, self.left, self.count, self.digest = stream, most, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        try:
            chunk = self.stream.read(wanted) if wanted else b""
        except OSError:
            chunk = b""  # The connection broke: what is missing tells.
        self.left -= len(chunk)
        self.count += len(chunk)
        self.digest.update(chunk)
        return chunk


def store(upload: Upload, start: int, stream: Stream, *, size: int, checksum: str = "") -> UploadPiece | None:
    """Store what comes in, as a piece that counts for nothing yet; None if it was cut short or is not what was sent.

    `checksum` is "sha256", a space and the SHA-256 in Base64, as the protocol tus has it; empty if none was given.
    """
    piece = UploadPiece(upload=upload, start=start)
    counted = _Counted(stream, size)
    try:
        piece.file.save(f"{upload.reference}-{start}-{new_reference()}", File(counted), save=False)  # type: ignore[arg-type]
        reach_disk(piece.file)
    except BaseException:
        drop(piece.file)
        raise
    piece.size = counted.count
    given = checksum.partition(" ")[2]
    if counted.count != size or (given and given != base64.b64encode(counted.digest.digest()).decode()):
        drop(piece.file)
        return None
    return piece


def reach_disk(file: FieldFile) -> None:
    """Wait until the bytes are on the disk, where the storage has one."""
    storage = file.storage.store if isinstance(file.storage, SealedStorage) else file.storage
    with storage.open(str(file.name), "rb") as stored:
        try:
            os.fsync(stored.fileno())
        except (AttributeError, io.UnsupportedOperation):
            return  # A storage elsewhere answers only once it holds the bytes.


def drop(file: FieldFile) -> None:
    if file:
        file.delete(save=False)


class _InARow(io.RawIOBase):
    """The pieces of an upload, read one after another; only ever as much in memory as somebody reads at once."""

    def __init__(self, pieces: list[UploadPiece]) -> None:
        super().__init__()
        self.pieces, self.next, self.open_piece = pieces, 0, None

    open_piece: File[bytes] | None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        if offset or whence != os.SEEK_SET:
            raise io.UnsupportedOperation("Only back to the start.")
        self._shut()
        self.next = 0
        return 0

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while True:
            if self.open_piece is None:
                if self.next == len(self.pieces):
                    return 0
                file = self.pieces[self.next].file
                self.open_piece = file.storage.open(str(file.name), "rb")
                self.next += 1
            chunk = self.open_piece.read(len(buffer))
            if chunk:
                buffer[: len(chunk)] = chunk
                return len(chunk)
            self._shut()

    def close(self) -> None:
        self._shut()
        super().close()

    def _shut(self) -> None:
        if self.open_piece is not None:
            self.open_piece.close()
            self.open_piece = None


class JoinedPieces(File):  # type: ignore[type-arg]
    """All that has arrived of an upload, as one file. Raises ValueError if a piece is missing."""

    def __init__(self, upload: Upload) -> None:
        pieces = list(upload.pieces.order_by("start"))
        ends = [piece.start + piece.size for piece in pieces]
        if [piece.start for piece in pieces] != [0, *ends][: len(pieces)] or [0, *ends][-1] != upload.received:
            raise ValueError("A piece of the upload is missing.")
        super().__init__(_InARow(pieces), name=upload.name)  # type: ignore[arg-type]
        self.size = upload.received
