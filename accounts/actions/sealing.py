"""Looking after what is sealed: how much of it opens, and sealing anew what an older key sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from accounts.domain.sealing import CannotOpen, SealedForNow, sealed_by
from accounts.models import Sealed, SealedStorage, key_ring
from accounts.models.sealed_tables import Row, SealedTable

AT_ONCE = 200


@dataclass
class Found:
    """How many of a table's column there are, by the key that opens them."""

    place: str
    current: int = 0
    older: int = 0
    for_now: int = 0
    unopened: int = 0


@dataclass
class Renewed:
    """How many rows or files of a table were sealed anew, and how many could not be opened and stay as they are."""

    place: str
    anew: int = 0
    unopened: int = 0


def check(table: SealedTable) -> list[Found]:
    """Opens every sealed column of the table, and the start of each of its files."""
    fields = [*table.columns, *table.files]
    found = [Found(_place_of(field)) for field in fields]
    for row in _all_rows(table, fields):
        for field, stored, count in zip(fields, row.stored, found, strict=True):
            if stored is None or stored == "":
                continue
            try:
                is_older = _opens_file(field, stored) if isinstance(field, models.FileField) else _opens(field, stored)
            except SealedForNow:
                count.for_now += 1
            except (CannotOpen, OSError):
                count.unopened += 1
            else:
                count.current += not is_older
                count.older += is_older
    return found


def seal_anew(table: SealedTable) -> Iterator[Renewed]:
    """Seals with the current key whatever an older one sealed in the table. It may be interrupted, and run again.

    Rows are locked while their batch lasts, so that the site may be used meanwhile; no word changes.
    """
    if table.columns:
        yield _columns_anew(table)
    for field in table.files:
        yield _files_anew(table, field)


def _columns_anew(table: SealedTable) -> Renewed:
    renewed, after = Renewed(table.model._meta.db_table), None
    while True:
        with transaction.atomic():
            rows = table.beginning_with(key_ring().older_heads(), after=after, most=AT_ONCE)
            for row in rows:
                try:
                    table.put(row, [_anew(*each) for each in zip(table.columns, row.stored, strict=True)])
                    table.tag_anew(row)
                    renewed.anew += 1
                except CannotOpen:
                    renewed.unopened += 1
        if not rows:
            return renewed
        after = rows[-1].pk


def _anew(column: Sealed, stored: Any) -> bytes | None:
    ring = key_ring()
    if stored is None or not ring.is_older(sealed_by(bytes(stored))):
        return stored  # type: ignore[no-any-return]
    return ring.seal(ring.open(bytes(stored), column.place), column.place)


def _files_anew(table: SealedTable, field: models.FileField) -> Renewed:
    renewed, storage = Renewed(_place_of(field)), field.storage
    for row in _all_rows(table, [field]):
        if not row.stored[0]:
            continue
        try:
            # One at a time: a file may be large, and whoever wants its row has to wait.
            with transaction.atomic():
                name = table.locked_file(field, row.pk)
                if name and isinstance(storage, SealedStorage) and storage.is_older(name):
                    storage.seal_anew(name)
                    renewed.anew += 1
        except (CannotOpen, FileNotFoundError):
            renewed.unopened += 1
    return renewed


def _opens(column: Any, stored: Any) -> bool:
    """Whether an older key opens it; raises CannotOpen if none does."""
    ring = key_ring()
    ring.open(bytes(stored), column.place)
    return ring.is_older(sealed_by(bytes(stored)))


def _opens_file(field: models.FileField, name: str) -> bool:
    storage = field.storage
    with storage.open(name, "rb") as file:
        file.read(1)
    return isinstance(storage, SealedStorage) and storage.is_older(name)


def _all_rows(table: SealedTable, fields: list[Any]) -> Iterator[Row]:
    after = None
    while rows := table.rows(fields, after=after, most=AT_ONCE):
        yield from rows
        after = rows[-1].pk


def _place_of(field: Any) -> str:
    what = ", files" if isinstance(field, models.FileField) else ""
    return f"{field.model._meta.db_table}.{field.column}{what}"
