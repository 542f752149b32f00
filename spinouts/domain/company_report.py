"""What a report on a company says, made from the record that was frozen when it was asked for, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.domain.refusals import Refusal
from spinouts.domain import company_content
from spinouts.domain.agreed_picture import AgreedPicture, agreed_picture
from spinouts.domain.company import Company, without_notes
from spinouts.domain.glossary import OWNERSHIP_WORDS
from spinouts.domain.group_picture import GroupPicture, group_picture
from spinouts.domain.ownership_picture import OwnershipPicture, ownership_picture
from spinouts.domain.projection import project
from spinouts.domain.projection_picture import ProjectionPicture, projection_picture
from spinouts.domain.ready_scenarios import as_agreed
from spinouts.domain.sentinel import Caution, warnings
from spinouts.domain.telling import Told, history

VERSION = 1
"""Of the record's shape; to be raised when it changes."""

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CompanyReport:
    """Who owns and controls a company on a day; with its group, if it is of one, or why that can't be shown."""

    name: str
    formed_on: date
    on: date
    picture: OwnershipPicture
    agreed: AgreedPicture
    group: GroupPicture | None
    group_problems: tuple[str, ...]
    warnings: tuple[Caution, ...]
    projection: ProjectionPicture | None
    history: tuple[Told, ...]
    glossary: tuple[tuple[str, str], ...]


def report_content(
    companies: Sequence[Company], chosen: str, on: date, *, council: str, source: Mapping[str, str]
) -> Content:
    """The record to freeze: everything that the report will say follows from it. `source` says where it comes from."""
    return {
        "version": VERSION,
        "council": {"name": council},
        "source": dict(source),
        "company": chosen,
        "on": on.isoformat(),
        "companies": [company_content.to_content(company) for company in companies],
    }


def company_report(content: Mapping[str, Any]) -> CompanyReport:
    """What the report says, in the order in which it says it."""
    companies = [company_content.from_content(each) for each in content["companies"]]
    if has_private_notes(content):
        # Records that were frozen before notes were left out of them still have them.
        companies = [without_notes(each) for each in companies]
    company = next(each for each in companies if each.reference == content["company"])
    on = date.fromisoformat(content["on"])
    group, problems = group_or_why_not(companies, company.reference, on)
    return CompanyReport(
        name=company.name,
        formed_on=company.formed_on,
        on=on,
        picture=ownership_picture(company, on),
        agreed=agreed_picture(company, on),
        group=group,
        group_problems=problems,
        warnings=warnings(company, on),
        projection=_years_to_come(company, on),
        history=tuple(each for each in history(company) if each.on <= on),
        glossary=OWNERSHIP_WORDS,
    )


def _years_to_come(company: Company, on: date) -> ProjectionPicture | None:
    """Ten years from the day, if all goes as agreed; of what was entered for later days it knows nothing.

    None where nobody holds anything yet, or what was agreed can't be played.
    """
    known = replace(company, events=tuple(event for event in company.events if event.on <= on))
    if not known.register(on).holdings:
        return None
    try:
        return projection_picture(project(known, as_agreed(known, on=on), starts_on=on))
    except Refusal:
        return None


def has_private_notes(content: Mapping[str, Any]) -> bool:
    """Whether the entries come from a council's own register, whose notes are for the record and not for readers."""
    return content["source"]["kind"] == "venture" or "own" in content["source"]


def group_or_why_not(
    companies: Sequence[Company], chosen: str, on: date
) -> tuple[GroupPicture | None, tuple[str, ...]]:
    """The group's picture; or, where the companies can't be read as a group, sentences that say why."""
    try:
        return group_picture(companies, chosen, on), ()
    except Refusal as refusal:
        return None, refusal.sentences
