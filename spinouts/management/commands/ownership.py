import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.events import in_words
from spinouts.domain.projection import Projection
from spinouts.files import projecting
from spinouts.files.importing import load_any
from spinouts.files.plain_text import as_text
from spinouts.files.tables import as_json, tables


class Command(BaseCommand):
    help = (
        "Show who owns and controls a company on a day, from a file in the format of docs/company-file.md, from BODS "
        "(.json) or from a sheet (.xlsx, .csv). It needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--on", type=date.fromisoformat, help="such as 2014-10-01; else the day of the last event")
        parser.add_argument("--company", help="the reference of one of the file's companies; else the first")
        parser.add_argument("--years", type=int, default=10, help="how many years to project; 0 for none")
        parser.add_argument("--json", action="store_true", help="everything, as JSON with exact fractions")

    def handle(self, *args: Any, file: Path, on: date | None, company: str | None, years: int, **options: Any) -> None:
        try:
            read = load_any(file)
            chosen = _chosen(read.companies, company)
            day = on or max(event.on for event in chosen.events)
            found = projecting.projections(chosen, day, years) if years > 0 else ()
            said = _as_json(chosen, day, found, read.losses) if options["json"] else _as_text(chosen, day, found)
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        self.stdout.write(said)
        for loss in () if options["json"] else read.losses:
            self.stderr.write(loss)


def _chosen(companies: tuple[Company, ...], reference: str | None) -> Company:
    for company in companies:
        if reference in {None, company.reference}:
            return company
    known = ", ".join(company.reference for company in companies)
    raise Refusal(f"The file has no company “{reference}”. It has: {known}.")


def _as_text(company: Company, on: date, found: tuple[Projection, ...]) -> str:
    head = f"{company.name} ({company.form.label.lower()}) at the end of {in_words(on)}"
    parts = [head, as_text(tables(company, on)) or "Nobody holds anything on this day."]
    if found:
        parts.append(as_text(projecting.tables(found)))
    return "\n\n".join(parts)


def _as_json(company: Company, on: date, found: tuple[Projection, ...], losses: tuple[str, ...]) -> str:
    parts = as_json(company, on)
    if found:
        parts["projection"] = projecting.as_json(found)
    if losses:
        parts["losses"] = list(losses)
    return json.dumps(parts, indent=2, ensure_ascii=False)
