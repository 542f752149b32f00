"""`manage.py dbshell`, and other programs of PostgreSQL, with the door open."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.backends.postgresql import client

if TYPE_CHECKING:
    from accounts.postgres.base import DatabaseWrapper


class DatabaseClient(client.DatabaseClient):
    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        os.environ |= self.door()
        super().runshell(parameters)

    def pg_dump(self) -> tuple[list[str], dict[str, str]]:
        """The command that dumps the whole database, for whatever role restores it, and its environment."""
        (_, *place), env = self.settings_to_cmd_args_env(self.connection.settings_dict, [])
        command = ["pg_dump", "--format=custom", "--enable-row-security", "--no-owner", "--no-privileges", *place]
        return command, {**os.environ, **(env or {}), **self.door()}

    def door(self) -> dict[str, str]:
        """What the environment of a program of PostgreSQL needs, so that it sees what this connection sees."""
        self.connection.ensure_connection()
        return {"PGOPTIONS": self.connection.opened_with}
