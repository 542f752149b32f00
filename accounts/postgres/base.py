"""The backend: each connection shows its token as it starts, and is given up at once if the door stays shut."""

from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base

from accounts.domain.doors import digest_of, tokens_of
from accounts.postgres.client import DatabaseClient

# What it is shown as: in the options with which a connection starts, so that no statement and no log carries it.
SETTING = "competitions.door"
SHUT = (
    "The database stays shut: it was made with another SEALING_KEY than is given here, so nothing is read or written. "
    "Nothing is lost. Give the installation's own key as SEALING_KEY, or among OLDER_SEALING_KEYS, and start again."
)
NOT_SHOWN = (
    "The database stays shut: the options with which a connection starts do not reach PostgreSQL, so nothing is read "
    "or written. Nothing is lost. Whatever stands in between, such as a pooler, has to pass them on, or to go."
)
# The words of the function that opens, if there is one yet, and what reaches it of the token.
ASKED = f"""
    SELECT prosrc, encode(sha256(convert_to(current_setting('{SETTING}', true), 'UTF8')), 'hex')
    FROM pg_proc WHERE oid = to_regprocedure('door_is_open()')
"""  # noqa: S608 - a constant of this file.


class DoorIsShut(OperationalError):
    """The database lets this program see no row; the sentence says what to do."""


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    # The options with which the door opened, once a connection has been made.
    opened_with = ""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """With the first token that opens: while the key is being changed, that may be an older one's."""
        shut = SHUT
        for token in tokens():
            options = f"{conn_params.get('options') or ''} -c {SETTING}={token}".strip()
            connection = super().get_new_connection({**conn_params, "options": options})
            connection.autocommit = True
            asked = connection.execute(ASKED).fetchone()
            # A database that has no door yet gets one with its tables.
            if asked is None or (asked[1] and asked[1] in asked[0]):
                self.opened_with = options
                return connection
            connection.close()
            shut = SHUT if asked[1] == digest_of(token) else NOT_SHOWN
        raise DoorIsShut(shut)


def tokens() -> list[str]:
    try:
        return tokens_of(settings.SEALING_KEY, settings.OLDER_SEALING_KEYS)
    except ValueError as error:
        raise DoorIsShut(
            f"SEALING_KEY or one of OLDER_SEALING_KEYS is no key, so the database stays shut. {error}"
        ) from error
