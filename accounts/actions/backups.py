"""Backups of the database, sealed: whoever restores a plain dump sees which organisations have a bid, and how many."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from accounts.actions.alone import alone
from accounts.domain.refusals import Refusal
from accounts.domain.sealed_streams import CHUNK, SealedReader, plain_size, sealed
from accounts.models import key_ring
from accounts.postgres import doors

PLACE = "backup"
NO_PG_DUMP = (
    "There is no pg_dump on the PATH. Install PostgreSQL's client programs, of the server's version, or give a dump "
    "that was made elsewhere: … | manage.py seal_backup --stdin FILE"
)


def seal_backup(dump: Iterable[bytes], path: Path) -> int:
    """Seal what a dump gives into a new file, a chunk at a time, and return how many bytes it gave.

    The file appears whole, once it is on the disk, or not at all. Refused if there is one already, or nothing to read.
    """
    if path.exists():
        raise Refusal(f"There is a file {path} already, and it stays as it is. Choose another name.")
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in sealed(dump, key_ring(), PLACE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        size = plain_size(part.stat().st_size)
        if not size:
            raise Refusal("There was nothing to seal: what should have made the dump wrote nothing. No file was made.")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return size


def dumped() -> Iterator[bytes]:
    """A dump of the whole database by pg_dump, a chunk at a time, to which the door is open. Refused if it fails."""
    command, env = connection.client.pg_dump()  # type: ignore[attr-defined]
    with _counts_readable():
        try:
            process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE)  # noqa: S603 (a program of PostgreSQL)
        except FileNotFoundError as error:
            raise Refusal(NO_PG_DUMP) from error
        with process, process.stdout as dump:  # type: ignore[union-attr]
            yield from iter(lambda: dump.read(CHUNK), b"")
        if process.returncode:
            raise Refusal("pg_dump failed, for the reason that it gives above. No file was made.")


@contextmanager
def _counts_readable() -> Iterator[None]:
    """Where each table's numbering stands can be read within: how many rows there ever were. One backup at a time."""
    with alone("backup of the database") as is_alone:
        if not is_alone:
            raise Refusal("Another backup is being made. Try again when it is done.")
        try:
            doors.show_sequences()
            yield
        finally:
            doors.put_up()


def opened_backup(path: Path) -> Iterator[bytes]:
    """The dump, a chunk at a time. Raises CannotOpen where the file is not what was sealed, or its key is missing."""
    with path.open("rb") as file:
        reader = SealedReader(file, path.stat().st_size, key_ring(), PLACE)
        at = 0
        while piece := reader.read_at(at, CHUNK):
            yield piece
            at += len(piece)
