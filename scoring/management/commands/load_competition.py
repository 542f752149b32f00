from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.domain.refusals import Refusal
from procurement.models import stages_of
from scoring.files.loading import load


class Command(BaseCommand):
    help = "Load a competition from a file in the format of docs/file-format.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--until",
            type=datetime.fromisoformat,
            help="load only what had happened by then, such as 2026-03-01T12:00 (the time of London)",
        )

    def handle(self, *args: Any, file: Path, until: datetime | None, **options: Any) -> None:
        if until and timezone.is_naive(until):
            until = timezone.make_aware(until)
        try:
            competition = load(file, until=until)
        except Refusal as refusal:
            raise CommandError("\n".join(["Nothing was loaded.", *refusal.sentences])) from refusal
        for each in [stage.competition for stage in stages_of(competition)] or [competition]:
            self.stdout.write(f"Loaded “{each}” as {each.reference}: {each.stage.label.lower()}.")
