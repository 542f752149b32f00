"""Every file that can be taken away of a company on a day, or of the whole group that it is in."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from spinouts.domain.company import Company, without_notes
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.files import bods, companies, ocf, sheet, tables

JSON, CSV, YAML = "application/json", "text/csv; charset=utf-8", "application/yaml; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of: the chosen company at the end of a day; `companies` are all that stand with it, itself among them.

    `notes_are_private` where the notes on entries are the council's own, as those of its register are.
    """

    companies: Sequence[Company]
    company: Company
    on: date
    publisher: str
    at: datetime
    notes_are_private: bool = False

    @property
    def chosen_first(self) -> list[Company]:
        """All companies, the chosen one first."""
        return [self.company, *(each for each in self.companies if each is not self.company)]


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file: what it holds, in words, its type, and how it is made.

    `of_a_day` says whether it tells of the day alone, or of the whole history.
    """

    words: str
    kind: str
    of_a_day: bool
    make: Callable[[Asked], str | bytes]


def _bods(asked: Asked) -> str:
    found = bods.statements(asked.chosen_first, asked.on, published_on=asked.at.date(), publisher=asked.publisher)
    return bods.as_json(found)


def _ocf(asked: Asked) -> bytes:
    """A format to hand on, so that what is not published is left out."""
    company = without_notes(asked.company) if asked.notes_are_private else asked.company
    return ocf.package(company, asked.on, generated_at=asked.at)


def _owners(asked: Asked) -> bytes:
    return tables.as_csv(tables.owners(ownership_picture(asked.company, asked.on)))


def _sheet(asked: Asked) -> bytes:
    return sheet.as_csv(asked.company)


def _workbook(asked: Asked) -> bytes:
    return tables.as_xlsx([*tables.tables(asked.company, asked.on), *sheet.sheets(asked.company)])


def _json(asked: Asked) -> str:
    return json.dumps(tables.as_json(asked.company, asked.on), indent=2, ensure_ascii=False)


def _yaml(asked: Asked) -> str:
    return companies.to_yaml(asked.companies)


EXPORTS: Mapping[str, Export] = {
    "company.yaml": Export("The whole history, as a file of companies (YAML)", YAML, False, _yaml),
    "ownership.xlsx": Export("Owners, control and history, as a workbook (XLSX)", XLSX, True, _workbook),
    "owners.csv": Export("The table of owners (CSV)", CSV, True, _owners),
    "sheet.csv": Export("The history, as a sheet that can be read again (CSV)", CSV, False, _sheet),
    "ownership.json": Export("Everything on this page, with exact parts (JSON)", JSON, True, _json),
    "bods.json": Export("Beneficial Ownership Data Standard, BODS 0.4 (JSON)", JSON, True, _bods),
    "ocf.zip": Export("Open Cap Format, OCF 1.2 (ZIP)", "application/zip", True, _ocf),
}
"""By the name that each has in an address."""


def exports_of(company: Company) -> dict[str, Export]:
    """Those that can be made of a company of its legal form."""
    return {name: kind for name, kind in EXPORTS.items() if kind.make is not _ocf or company.form in ocf.FORMS}
