"""Sealed files that no row names: a program that is killed between storing a file and naming it leaves one behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import storages

from accounts.domain.refusals import Refusal
from accounts.models.sealed_files import FOLDER
from accounts.models.sealed_tables import sealed_tables

# Far longer than anything takes that stores a file and then names it.
SAFE_AGE = timedelta(days=7)
MOST = 100
TOO_MANY = (
    "There are more files that no row names than programs that were killed leave behind, so none was taken away. "
    "Perhaps the database and the files do not belong together, as after a backup of one of them was put back: see "
    "that they do. If all is right, run: manage.py clear_stray_files --however-many"
)


def clear(*, at: datetime, however_many: bool = False) -> int:
    """Take away what lay unnamed for a week, and return how many files that was. Twice does no harm.

    Refused, with nothing taken away, where so many are unnamed that the rows seem to be missing, and not the names.
    """
    old = list(_older_than(at - SAFE_AGE))
    # Asked after the files were listed, and in one statement: whatever names a file is there by now, and a name that
    # moves from row to row is in one of them.
    named = named_files()
    strays = [name for name in old if name not in named]
    if not however_many and len(strays) > min(MOST, len(named)):
        raise Refusal(TOO_MANY)
    for name in strays:
        storages["default"].delete(name)
    return len(strays)


def _older_than(limit: datetime) -> Iterator[str]:
    store = storages["default"]
    if not store.exists(FOLDER):
        return
    for part in store.listdir(FOLDER)[0]:
        for file in store.listdir(f"{FOLDER}/{part}")[1]:
            name = f"{FOLDER}/{part}/{file}"
            try:
                if store.get_modified_time(name) < limit:
                    yield name
            except FileNotFoundError:
                # Somebody took it away since it was listed.
                continue


def named_files() -> set[str]:
    """What a row of any table names: a document, a piece of an unfinished upload, a late attempt."""
    first, *others = (
        table.model._base_manager.exclude(**{field.attname: ""}).values_list(field.attname).order_by()
        for table in sealed_tables()
        for field in table.files
    )
    return {name for (name,) in first.union(*others, all=True).iterator()}
