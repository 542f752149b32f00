"""The company in the years to come, as tables and as JSON: as all is agreed, and with every milestone missed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from spinouts.domain.company import Company
from spinouts.domain.percentages import parts_in_words
from spinouts.domain.projection import Projection, Year, project
from spinouts.domain.projection_picture import projection_table
from spinouts.domain.ready_scenarios import as_agreed, earn_ins_missed
from spinouts.files.tables import Cell, Table


def projections(company: Company, on: date, years: int) -> tuple[Projection, ...]:
    """From the day on, so many years: as agreed, and, where there are milestones, with all of them missed.

    A file has no figures of income and costs, so that money is only what the agreed loans make of it. Raises Refusal
    for a company that can't be projected.
    """
    agreed, missed = as_agreed(company, on=on), earn_ins_missed(company, on=on)
    scenarios = [agreed] if agreed.assumed == missed.assumed else [agreed, missed]
    return tuple(project(company, scenario, years, on) for scenario in scenarios)


def tables(found: tuple[Projection, ...]) -> Iterator[Table]:
    """For each scenario, who has what part of the votes at the end of the years in which something changes."""
    for projection in found:
        parties = projection.parties
        rows: list[tuple[Cell, ...]] = []
        before: Year | None = None
        for year in projection.years:
            said = " ".join((*year.sentences, *year.control))
            if before is None or year.votes != before.votes or said:
                parts = parts_in_words([year.votes.get(party.reference, 0) for party in parties])
                rows.append((year.number, year.on.isoformat(), *parts, said))
            before = year
        header = ("Year", "Ends on", *(party.name for party in parties), "What happens")
        yield Table(f"Votes: {projection.scenario.name}", header, tuple(rows))


def yearly(projection: Projection) -> Table:
    """Every year of one projection, with exact parts and its money, for a spreadsheet."""
    return Table(f"Years: {projection.scenario.name}", *projection_table(projection))


def as_json(found: tuple[Projection, ...]) -> list[dict[str, Any]]:
    """Every year of each scenario, with exact parts as fractions."""
    return [
        {
            "scenario": projection.scenario.name,
            "years": [
                {
                    "number": year.number,
                    "on": year.on.isoformat(),
                    "capital": {party: str(part) for party, part in year.capital.items()},
                    "votes": {party: str(part) for party, part in year.votes.items()},
                    "sentences": [*year.sentences, *year.control],
                }
                for year in projection.years
            ],
        }
        for projection in found
    ]
