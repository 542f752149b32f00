"""Backups of the database, sealed: a plain dump would show which organisations have a bid, and how many there are."""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from accounts.domain.refusals import Refusal
from accounts.domain.sealed_streams import CHUNK, SealedReader, plain_size, sealed
from accounts.models import key_ring

PLACE = "backup"


def seal_backup(dump: BinaryIO, path: Path) -> int:
    """Seal what is read from `dump` into a new file, a chunk at a time, and return how many bytes were read.

    The file appears whole, once it is on the disk, or not at all. Refused if there is one already, or nothing to read.
    """
    if path.exists():
        raise Refusal(f"There is a file {path} already, and it stays as it is. Choose another name.")
    first = dump.read(CHUNK)
    if not first:
        raise Refusal("There was nothing to seal: what should have made the dump wrote nothing. No file was made.")
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in sealed(chain([first], iter(lambda: dump.read(CHUNK), b"")), key_ring(), PLACE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return plain_size(path.stat().st_size)


def opened_backup(path: Path) -> Iterator[bytes]:
    """The dump, a chunk at a time. Raises CannotOpen where the file is not what was sealed, or its key is missing."""
    with path.open("rb") as file:
        reader = SealedReader(file, path.stat().st_size, key_ring(), PLACE)
        at = 0
        while piece := reader.read_at(at, CHUNK):
            yield piece
            at += len(piece)
