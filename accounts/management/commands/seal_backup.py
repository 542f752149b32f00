import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import backups
from accounts.domain.refusals import Refusal
from accounts.models import key_ring


class Command(BaseCommand):
    help = (
        "Seal a dump of the database, as it is made, with the installation’s key: pg_dump --format=custom … | "
        "manage.py seal_backup FILE. Without the key the file shows nothing but its size. open_backup opens it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the new file")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if sys.stdin.isatty():
            raise CommandError("Give it the dump: pg_dump --format=custom … | manage.py seal_backup FILE")
        try:
            size = backups.seal_backup(sys.stdin.buffer, file)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{size} bytes are sealed in {file}, with the key that has the number {key_ring().number}.")
