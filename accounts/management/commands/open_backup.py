import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import backups
from accounts.domain.sealing import CannotOpen


class Command(BaseCommand):
    help = (
        "Open a sealed backup, for pg_restore: manage.py open_backup FILE | pg_restore --single-transaction "
        "--no-owner --no-privileges --dbname=…. It fails if the file was changed or cut, so use “set -o pipefail”."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what seal_backup made")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if sys.stdout.isatty():
            raise CommandError("Send what comes out to pg_restore or to a file: it holds all that the database holds.")
        try:
            for piece in backups.opened_backup(file):
                sys.stdout.buffer.write(piece)
        except (CannotOpen, OSError) as error:
            raise CommandError(str(error)) from error
