"""One worker at a time, by a lock that its connection to the database lets go of when it dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(key: str) -> Iterator[bool]:
    """Whether nobody else holds the lock of this name; if so, it is held within."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        row = cursor.fetchone()
    got_it = bool(row and row[0])
    try:
        yield got_it
    finally:
        if got_it:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
