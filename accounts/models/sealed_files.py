"""Files that are sealed where they are stored, under random names. They are read and written a chunk at a time."""

import io
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.deconstruct import deconstructible

from accounts.domain.sealed_streams import CHUNK, HEAD, SealedReader, key_id_of, plain_size, sealed
from accounts.domain.sealing import CannotOpen
from accounts.models.key_rings import key_ring
from accounts.models.sealed_fields import working_key_of

# Of the store, in which all sealed files lie and nothing else.
FOLDER = "sealed"


@deconstructible
class SealedStorage(Storage):
    """For `FileField(storage=SealedStorage())`: seals what is saved into the default storage.

    Neither the name nor the folder tells anything: `upload_to` and the file's own name are not used. `working` is the
    number of the working key that seals what is saved, instead of the installation's.
    """

    def __init__(self, working: str | None = None) -> None:
        self.working = working

    @property
    def store(self) -> Storage:
        return storages["default"]

    def generate_filename(self, filename: Any) -> str:
        return self._random_name()

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return self._random_name()

    def _random_name(self) -> str:
        name = secrets.token_hex(20)
        return f"{FOLDER}/{name[:2]}/{name}"

    def _save(self, name: str, content: File[Any]) -> str:
        stored = self.store.save(name, SealingFile(content, name, self.working))
        if stored != name:
            raise FileExistsError(f"The store has a file of the random name {name} already.")
        return stored

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        if mode != "rb":
            raise ValueError("A sealed file can be read, and replaced by another, but not changed.")
        inner = self.store.open(name, "rb")
        try:
            reader = SealedReader(inner, self.store.size(name), key_ring(), name)  # type: ignore[arg-type]
        except CannotOpen:
            inner.close()
            raise
        return File(OpenedFile(inner, reader), name)  # type: ignore[arg-type]

    def is_older(self, name: str) -> bool:
        """Whether the file is sealed with an older key."""
        with self.store.open(name, "rb") as file:
            return key_ring().is_older(key_id_of(file.read(HEAD)))

    def seal_anew(self, name: str) -> None:
        """Seal the file with the key that is used now, a chunk at a time, under the same name.

        Whoever reads it meanwhile has the one or the other, whole. It takes a store on a disk.
        """
        path = Path(self.store.path(name))
        # A name of its own for each file, so that what an interruption leaves is written over by the next run.
        anew = path.with_name(f"{path.name}.anew")
        with self.open(name) as file, anew.open("wb") as out:
            for piece in sealed(file.chunks(CHUNK), key_ring(), name):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(path, anew)
        anew.replace(path)

    def delete(self, name: str) -> None:
        self.store.delete(name)

    def exists(self, name: str) -> bool:
        return self.store.exists(name)

    def size(self, name: str) -> int:
        return plain_size(self.store.size(name))

    def url(self, name: str | None) -> str:
        raise ValueError("A sealed file has no address of its own: a view reads it for whoever may.")


class SealingFile(File):  # type: ignore[type-arg]
    """What a store reads from while it saves: the sealed bytes of the file."""

    def __init__(self, content: File[Any], name: str, working: str | None) -> None:
        super().__init__(None, name)
        number = None if working is None else bytes.fromhex(working)
        self._pieces, self._left = sealed(content.chunks(CHUNK), key_ring(), name, number), b""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield from self._pieces

    def read(self, most: int = -1) -> bytes:
        """For stores that read instead of taking chunks."""
        held = bytearray(self._left)
        while (most < 0 or len(held) < most) and (piece := next(self._pieces, b"")):
            held += piece
        end = len(held) if most < 0 else most
        self._left = bytes(held[end:])
        return bytes(held[:end])

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        return True


class OpenedFile(io.RawIOBase):
    """A sealed file, read as if it were plain; it can be read from any place, as a range of a download asks."""

    def __init__(self, inner: IO[bytes] | File[Any], reader: SealedReader) -> None:
        self._inner, self._reader, self._at = inner, reader, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._reader.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    @property
    def size(self) -> int:
        return self._reader.size

    def readinto(self, buffer: Any) -> int:
        piece = self._reader.read_at(self._at, len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def read(self, most: int = -1) -> bytes:
        """All that was asked for, unlike a plain RawIOBase, which may give less."""
        # An empty file is asked for a byte too, so that it is checked.
        pieces, wanted = [], max(1, self._reader.size) if most < 0 else most
        while wanted > 0 and (piece := self._reader.read_at(self._at, wanted)):
            pieces.append(piece)
            self._at += len(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class SealedFieldFile(FieldFile):
    """Saved with the working key of its row, where it has one."""

    def save(self, name: str, content: File[Any], save: bool = True) -> None:
        self.storage = SealedStorage(working_key_of(self.instance))
        super().save(name, content, save)


class SealedFileField(models.FileField):
    """A FileField of which the files are sealed."""

    attr_class = SealedFieldFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"storage": SealedStorage(), "max_length": 300, **kwargs})
