"""A company as a sheet: four tables, which are four sheets of a workbook, or one CSV whose first column says which.

docs/company-file.md documents the columns. What is agreed beside the shares has no place in a sheet.
"""

import csv
from collections.abc import Mapping
from dataclasses import fields
from io import StringIO
from typing import Any

from spinouts.domain import company_content
from spinouts.domain.company import Company
from spinouts.domain.events import HoldingEvent
from spinouts.domain.parties import Party
from spinouts.domain.shares import ShareClass
from spinouts.files.cells import plain_cell
from spinouts.files.tables import Cell, Table

SHEETS: Mapping[str, type] = {"Company": Company, "Parties": Party, "Classes": ShareClass, "Events": HoldingEvent}
WHICH = "sheet"
HAS_END, END = "has_end", "End"
_LISTS = {"parties", "classes", "events", "agreed"}


def columns(sheet: str) -> tuple[str, ...]:
    """The columns that the sheet may have, in their usual order."""
    return tuple(each.name for each in fields(SHEETS[sheet]) if each.name not in _LISTS)


def sheets(company: Company) -> tuple[Table, ...]:
    """The company's four tables. A column in which no row has anything is left out."""
    content = company_content.to_content(company)
    rows = {sheet: content.get(sheet.lower(), []) for sheet in SHEETS} | {"Company": [content]}
    return tuple(_table(sheet, rows[sheet]) for sheet in SHEETS)


def as_csv(company: Company) -> bytes:
    """The company's four tables in one, as CSV in UTF-8. Its first row says that it has an end, which is its last."""
    tables = sheets(company)
    header = list(dict.fromkeys(name for table in tables for name in table.header))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([WHICH, *header, HAS_END])
    for table in tables:
        for row in table.rows:
            cells = dict(zip(table.header, row, strict=True))
            promise = "yes" if table.title == "Company" else ""
            writer.writerow([table.title, *(plain_cell(str(cells.get(name, ""))) for name in header), promise])
    writer.writerow([END])
    return text.getvalue().encode("utf-8-sig")


def _table(sheet: str, rows: list[Mapping[str, Any]]) -> Table:
    header = tuple(name for name in columns(sheet) if any(name in row for row in rows))
    return Table(sheet, header, tuple(tuple(_cell(row.get(name)) for name in header) for row in rows))


def _cell(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return value
        case list():
            return "; ".join(map(str, value))
    return str(value)
