"""Puts up the door, and says what is open. All is found from the database itself: no list of tables is kept by hand."""

import re
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.domain.doors import digest_of
from accounts.postgres.base import SETTING, tokens

POLICY = "only_through_the_door"
# A subquery is asked once for each statement; the bare function would be asked for each row. The planner takes it that
# nearly all rows are not null, so that it plans as if there were no policy, where it would take half of them for true.
RULE = "(SELECT door_is_open()) IS NOT NULL"
FUNCTION = "CREATE OR REPLACE FUNCTION door_is_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $${body}$$"
WORDS = "SELECT prosrc FROM pg_proc WHERE oid = to_regprocedure('door_is_open()')"
# Every table of the schema, but those that an extension brought.
TABLES = """
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
# Those that can be read past the door: without its policy, with another one beside it, or with security switched off.
OPEN_TABLES = f"""
    SELECT oid::regclass::text {TABLES} AND NOT (
        relrowsecurity AND relforcerowsecurity
        AND 1 = (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid)
        AND EXISTS (
            SELECT FROM pg_policies WHERE schemaname = current_schema() AND tablename = relname
            AND policyname = '{POLICY}' AND cmd = 'ALL' AND permissive = 'PERMISSIVE' AND roles = '{{public}}'
            AND qual = '(( SELECT door_is_open() AS door_is_open) IS NOT NULL)' AND with_check = qual
        )
    ) ORDER BY 1
"""  # noqa: S608 - constants of this file.
# A sequence knows how many rows there ever were, and no policy covers it; what numbers new rows needs no right to it.
SEQUENCES = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' AND pg_get_userbyid(relowner) = current_user
"""
OPEN_SEQUENCES = f"{SEQUENCES} AND (relacl IS NULL OR EXISTS (SELECT FROM aclexplode(relacl))) ORDER BY 1"


class Role(NamedTuple):
    """What the database lets the application's role do besides what its door says."""

    name: str
    is_superuser: bool
    bypasses_policies: bool


class Door(NamedTuple):
    """How the door stands: the digests that open it, and whether it is as it was made; and what can be read past it."""

    digests: list[str]
    is_sound: bool
    tables: list[str]
    sequences: list[str]


def put_up() -> None:
    """Let the keys of this installation open, and nothing else, whatever table there is. Twice does no harm."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Two programs that begin together would stumble over each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('the door of the database', 0))")
        body = _body([digest_of(token) for token in tokens()])
        if _names(cursor, WORDS) != [body]:
            cursor.execute(FUNCTION.format(body=body))
        for table in _names(cursor, OPEN_TABLES):
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
            cursor.execute(f"CREATE POLICY {POLICY} ON {table} USING ({RULE}) WITH CHECK ({RULE})")
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        for sequence in _names(cursor, OPEN_SEQUENCES):
            cursor.execute(f"REVOKE ALL ON SEQUENCE {sequence} FROM PUBLIC, CURRENT_USER")


def show_sequences() -> None:
    """Let the application's role read where each sequence stands, as a dump has to, until the door is put up again."""
    with connection.cursor() as cursor:
        for sequence in _names(cursor, SEQUENCES):
            cursor.execute(f"GRANT SELECT ON SEQUENCE {sequence} TO CURRENT_USER")


def door() -> Door:
    with connection.cursor() as cursor:
        words = _names(cursor, WORDS)
        digests = re.findall("'([0-9a-f]{64})'", "".join(words))
        # A database that is still empty has nothing to keep shut.
        is_sound = words == [_body(digests)] or not _names(cursor, f"SELECT relname {TABLES}")
        return Door(digests, is_sound, _names(cursor, OPEN_TABLES), _names(cursor, OPEN_SEQUENCES))


def role() -> Role:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return Role(*cursor.fetchone())


def _body(digests: list[str]) -> str:
    """What the function says: true for a token with one of these, and null for any other."""
    shown = f"encode(sha256(convert_to(current_setting('{SETTING}', true), 'UTF8')), 'hex')"
    those = ", ".join(f"'{each}'" for each in digests)
    return f"SELECT NULLIF({shown} IN ({those}), false)"


def _names(cursor: CursorWrapper, query: str) -> list[str]:
    cursor.execute(query)
    return [name for (name,) in cursor.fetchall()]
