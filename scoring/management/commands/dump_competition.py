from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.refusals import Refusal
from procurement.models import Competition, later_stages
from scoring.files.writing import file_of, to_yaml


class Command(BaseCommand):
    help = "Write a competition as a file in the format of docs/file-format.md. What is still secret is left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")

    def handle(self, *args: Any, reference: str, **options: Any) -> None:
        competition = Competition.objects.filter(reference=reference).select_related("service__council").first()
        if competition is None:
            known = ", ".join(Competition.objects.order_by("reference").values_list("reference", flat=True))
            raise CommandError(f"There is no competition “{reference}”. There are: {known or 'none'}.")
        try:
            self.stdout.write(to_yaml(file_of(competition)), ending="")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for stage in (competition, *later_stages(competition)):
            if stage.refinements.published().exists():
                self.stderr.write(
                    f"The criteria of “{stage}” were refined. They are written as they are now: what stood before, and "
                    "who refined it, is not in the file."
                )
