import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import backups
from accounts.domain.refusals import Refusal
from accounts.domain.sealed_streams import CHUNK
from accounts.models import key_ring


class Command(BaseCommand):
    help = (
        "Dump the database with pg_dump, and seal the dump with the installation’s key as it is made. Without the key "
        "the file shows nothing but its size. open_backup opens it. With --stdin it seals a dump that is made "
        "elsewhere, as by a superuser of the database: pg_dump --format=custom … | manage.py seal_backup --stdin FILE."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the new file")
        parser.add_argument("--stdin", action="store_true", help="seal what it is given, and make no dump")

    def handle(self, *args: Any, file: Path, stdin: bool = False, **options: Any) -> None:
        if stdin and sys.stdin.isatty():
            raise CommandError("Give it the dump: pg_dump --format=custom … | manage.py seal_backup --stdin FILE")
        try:
            dump = iter(lambda: sys.stdin.buffer.read(CHUNK), b"") if stdin else backups.dumped()
            size = backups.seal_backup(dump, file)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{size} bytes are sealed in {file}, with the key that has the number {key_ring().number}.")
