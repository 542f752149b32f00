from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import stray_files
from accounts.domain.counts import counted
from accounts.domain.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Take away sealed files that no row has named for a week: programs that were killed leave some. The clock does "
        "the same each night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--however-many", action="store_true", help="also where there are more of them than killed programs leave"
        )

    def handle(self, *args: Any, however_many: bool = False, **options: Any) -> None:
        try:
            gone = stray_files.clear(at=timezone.now(), however_many=however_many)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{counted(gone, 'file')} taken away.")
