"""What the screen shows of a company on a day, as tables: for a spreadsheet, a terminal, and as JSON."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from spinouts.domain import company_content
from spinouts.domain.cap_table import CapTable, CapTableRow, cap_table
from spinouts.domain.company import Company
from spinouts.domain.control import Finding, findings
from spinouts.domain.events import in_words
from spinouts.domain.money import in_pounds
from spinouts.domain.ownership_picture import FindingGroup, OwnershipPicture, exactly, ownership_picture
from spinouts.domain.percentages import stake_in_words
from spinouts.domain.registers import EVERYBODY, Register
from spinouts.domain.resolutions import Power, minimal_coalitions
from spinouts.files.cells import plain_cell

Cell = str | int
WIDEST = 60
_POWERS = (Power.CARRY_ORDINARY, Power.CARRY_SPECIAL, Power.BLOCK_SPECIAL)


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, and rows of as many cells."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(company: Company, on: date) -> tuple[Table, ...]:
    """Owners, what follows for control, who can act together, and rights, debts and lock-ins, where there are any."""
    picture, register = ownership_picture(company, on), company.register(on)
    all_of_them = (owners(picture), _control(picture), _together(picture), *_beside(register))
    return tuple(table for table in all_of_them if table.rows)


def owners(picture: OwnershipPicture) -> Table:
    """The cap table: a row for each owner, and one for all."""
    header = (
        "Owner",
        "Kind",
        *(f"{known.name} {picture.unit}" for known in picture.classes),
        f"All {picture.unit}",
        f"Part of the {picture.unit}",
        "Exactly",
        "Votes",
        "Part of the votes",
        "Exactly",
        "Board seats",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row.name,
            row.kind,
            *row.by_class,
            row.shares,
            row.capital,
            row.capital_exact,
            row.votes,
            row.votes_in_words,
            row.votes_exact,
            row.seats,
        )
        for row in picture.rows
    ]
    if rows:
        of_shares, of_votes = ("100%" if whole else "0%" for whole in (picture.shares, picture.votes))
        sums: tuple[Cell, ...] = (*picture.by_class, picture.shares, of_shares, of_shares)
        rows.append(("All", "", *sums, picture.votes, of_votes, of_votes, picture.seats))
    return Table("Owners", header, tuple(rows))


def _control(picture: OwnershipPicture) -> Table:
    return findings_table("What follows", picture.groups)


def findings_table(title: str, groups: Iterable[FindingGroup]) -> Table:
    """Findings of several matters, a row for each."""
    rows = [(group.title, row.heading, row.sentence, row.figure, row.source) for group in groups for row in group.rows]
    return Table(title, ("Matter", "Finding", "In a sentence", "Figure", "Source"), tuple(rows))


def _together(picture: OwnershipPicture) -> Table:
    rows = [(each.title, names, votes) for each in picture.together for names, votes in each.rows]
    return Table("Who can act together", ("For what", "Who", "Part of the votes"), tuple(rows))


def _beside(register: Register) -> Iterator[Table]:
    rights = [
        (
            reference,
            right.party.name,
            right.shares,
            right.share_class.name,
            in_words(right.until) if right.until else "",
        )
        for reference, right in register.rights.items()
    ]
    yield Table("Rights to shares", ("Right", "Holder", "Shares", "Class", "Until"), tuple(rights))
    owed = [(reference, each.party.name, in_pounds(each.amount)) for reference, each in register.owed.items()]
    yield Table("What is owed", ("Loan", "Lender", "Owed"), tuple(owed))
    names = {party.reference: party.name for party in register.parties}
    locks = [
        ("Every owner" if party == EVERYBODY else names.get(party, party), in_words(until))
        for party, until in register.locks.items()
    ]
    yield Table("Lock-ins", ("Who", "Until"), tuple(locks))


def as_csv(table: Table) -> bytes:
    """The table as CSV in UTF-8, such that no spreadsheet takes a cell for a formula."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (table.header, *table.rows):
        writer.writerow([plain_cell(cell) if isinstance(cell, str) else cell for cell in row])
    # The mark by which spreadsheets know UTF-8.
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Iterable[Table]) -> bytes:
    """A workbook with a sheet for each table. Text is written as text, so that none of it can become a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in sheets:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        for place, row in enumerate((table.header, *table.rows), start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(place, column)
                cell.value = _printable(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                    cell.quotePrefix = plain_cell(value) != value
        for column, name in enumerate(table.header, start=1):
            sheet.cell(1, column).font = Font(bold=True)
            longest = max(len(str(row[column - 1])) for row in (table.header, *table.rows))
            sheet.column_dimensions[get_column_letter(column)].width = min(max(longest, len(name)), WIDEST) + 2
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def as_json(company: Company, on: date) -> dict[str, Any]:
    """Everything of the company and what follows on the day, with exact figures as fractions: "2/5"."""
    register = company.register(on)
    table = cap_table(register)
    return {
        "on": on.isoformat(),
        "company": company_content.to_content(company),
        "owners": [_owner(row, table) for row in table.rows],
        "rights": {
            reference: {
                "party": right.party.reference,
                "share_class": right.share_class.reference,
                "shares": right.shares,
                "until": right.until and right.until.isoformat(),
            }
            for reference, right in register.rights.items()
        },
        "owed": {
            reference: {"party": each.party.reference, "amount": str(each.amount)}
            for reference, each in register.owed.items()
        },
        "locks": {party or "*": until.isoformat() for party, until in register.locks.items()},
        "findings": [as_found(each) for each in findings(register)] if table.rows else [],
        "together": [_coalitions(register, power) for power in _POWERS] if table.rows else [],
    }


def _owner(row: CapTableRow, table: CapTable) -> dict[str, Any]:
    return {
        "party": row.party.reference,
        "name": row.party.name,
        "kind": row.party.kind.value,
        "by_class": dict(zip([known.reference for known in table.classes], row.by_class, strict=True)),
        "shares": row.shares,
        "capital": _part(row.capital, row.capital_in_words),
        "votes": row.votes,
        "votes_part": _part(row.votes_fraction, row.votes_in_words),
        "seats": row.seats,
    }


def _part(part: Fraction, words: str) -> dict[str, str]:
    return {"exact": str(part), "words": words, "percent": exactly(part)}


def as_found(finding: Finding) -> dict[str, Any]:
    """A finding as JSON holds it."""
    return {
        "topic": finding.topic.value,
        "party": finding.party,
        "heading": finding.topic.label,
        "sentence": finding.sentence,
        "figure": str(finding.figure),
        "words": finding.words,
        "source": finding.source,
    }


def _coalitions(register: Register, power: Power) -> dict[str, Any]:
    found = minimal_coalitions(register.votes, power)
    return {
        "power": power.value,
        "complete": found.complete,
        "coalitions": [
            {"members": list(each.members), "votes_part": str(each.share), "words": stake_in_words(each.share)}
            for each in found.found
        ],
    }


def _printable(text: str) -> str:
    """The text without the characters that a workbook can't hold."""
    return "".join(each for each in text if each in "\t\n\r" or (ord(each) >= 32 and each not in "\ufffe\uffff"))
