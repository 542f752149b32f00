import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.company_report import group_or_why_not
from spinouts.domain.events import in_words
from spinouts.domain.group_picture import GroupPicture
from spinouts.domain.projection import Projection
from spinouts.files import groups, projecting
from spinouts.files.importing import load_any
from spinouts.files.plain_text import as_text
from spinouts.files.tables import as_json, tables


class Command(BaseCommand):
    help = (
        "Show who owns and controls the companies of a file on a day, and who owns them in the end where they hold "
        "each other: from a file as docs/company-file.md has it, BODS (.json) or a sheet (.xlsx, .csv). It needs no "
        "database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--on", type=date.fromisoformat, help="such as 2014-10-01; else the day of the last event")
        parser.add_argument("--company", help="the reference of one of the file's companies; else all")
        parser.add_argument("--years", type=int, default=10, help="how many years to project; 0 for none")
        parser.add_argument("--json", action="store_true", help="everything, as JSON with exact fractions")

    def handle(self, *args: Any, file: Path, on: date | None, company: str | None, years: int, **options: Any) -> None:
        try:
            read = load_any(file)
            chosen = _chosen(read.companies, company)
            day = on or max(event.on for each in read.companies for event in each.events)
            shown = [_shown(read.companies, each, day, years) for each in chosen]
            said = _as_json(shown, read.losses) if options["json"] else _as_text(shown)
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        self.stdout.write(said)
        for loss in () if options["json"] else read.losses:
            self.stderr.write(loss)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A company on the day, with its years to come and with what the companies of the file make together."""

    company: Company
    on: date
    projections: tuple[Projection, ...]
    group: GroupPicture | None
    problems: tuple[str, ...]


def _chosen(companies: tuple[Company, ...], reference: str | None) -> tuple[Company, ...]:
    if reference is None:
        return companies
    found = tuple(company for company in companies if company.reference == reference)
    if not found:
        known = ", ".join(company.reference for company in companies)
        raise Refusal(f"The file has no company “{reference}”. It has: {known}.")
    return found


def _shown(companies: tuple[Company, ...], company: Company, on: date, years: int) -> _Shown:
    group, problems = group_or_why_not(companies, company.reference, on) if len(companies) > 1 else (None, ())
    return _Shown(company, on, projecting.projections(company, on, years) if years > 0 else (), group, problems)


def _as_text(shown: list[_Shown]) -> str:
    parts = [part for each in shown for part in _company_as_text(each)]
    if group := shown[0].group:
        parts.append(as_text(groups.in_the_end(group)))
    return "\n\n".join((*parts, *shown[0].problems))


def _company_as_text(shown: _Shown) -> Iterator[str]:
    company, on = shown.company, shown.on
    yield f"{company.name} ({company.form.label.lower()}) at the end of {in_words(on)}"
    yield as_text(tables(company, on)) or "Nobody holds anything on this day."
    if shown.group and shown.group.findings:
        yield as_text(groups.follows(shown.group))
    if shown.projections:
        yield as_text(projecting.tables(shown.projections))


def _as_json(shown: list[_Shown], losses: tuple[str, ...]) -> str:
    """One company as it is; several as a list, beside what they make together."""
    each_alone = [_company_as_json(each) for each in shown]
    parts: dict[str, Any] = each_alone[0] if len(shown) == 1 else {"companies": each_alone}
    if group := shown[0].group:
        parts["in_the_end"] = groups.in_the_end_as_json(group)
    elif shown[0].problems:
        parts["in_the_end"] = {"problems": list(shown[0].problems)}
    if losses:
        parts["losses"] = list(losses)
    return json.dumps(parts, indent=2, ensure_ascii=False)


def _company_as_json(shown: _Shown) -> dict[str, Any]:
    parts = as_json(shown.company, shown.on)
    if shown.group:
        parts["group_findings"] = groups.findings_as_json(shown.group, shown.company.reference)
    if shown.projections:
        parts["projection"] = projecting.as_json(shown.projections)
    return parts
