"""Reads a company from a sheet, a workbook or CSV; every fault names its row and column."""

import csv
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from accounts.domain.refusals import Refusal
from spinouts.domain import company_content, plain
from spinouts.domain.company import Company
from spinouts.domain.plain import Fault, Path
from spinouts.files.cells import text_of_cell
from spinouts.files.companies import lost_its_end, unsound
from spinouts.files.placing import MOST_SAID
from spinouts.files.sheet import END, HAS_END, SHEETS, WHICH, columns

MOST_ROWS = 10_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# What a file raises that only looks like a workbook, or was broken on the way. RuntimeError: it asks for a password.
_NO_WORKBOOK = (
    BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    RuntimeError,
)
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its number and its cells by the name of the column, without those that are empty."""

    number: int
    cells: Mapping[str, object]


@dataclass(slots=True)
class _Sheets:
    rows: dict[str, list[_Row]] = field(default_factory=lambda: {sheet: [] for sheet in SHEETS})
    faults: list[str] = field(default_factory=list)


def read_xlsx(content: bytes, name: str) -> Company:
    """The company of a workbook with the sheets Company, Parties, Classes and Events; others are passed over.

    Raises Refusal with a sentence for each fault: "name, Events, row 3, shares: what".
    """
    found = _Sheets()
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise Refusal(f"{name}: this workbook unpacks to more than can be read.")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in SHEETS:
            if sheet in book.sheetnames:
                _add(found, sheet, enumerate(book[sheet].iter_rows(values_only=True), start=1))
    except _NO_WORKBOOK as error:
        raise Refusal(f"{name}: this is no workbook (.xlsx) that can be read.") from error
    return _company(found, name)


def passed_over(content: bytes) -> tuple[str, ...]:
    """The sheets of a workbook that `read_xlsx` has read, of which it took nothing."""
    book = load_workbook(BytesIO(content), read_only=True)
    return tuple(title for title in book.sheetnames if title not in SHEETS)


def read_csv(text: str, name: str) -> Company:
    """The company of one table, whose first column, “sheet”, says of each row which sheet it belongs to.

    Raises Refusal with a sentence for each fault: "name, Events, row 3, shares: what".
    """
    found = _Sheets()
    try:
        lines = [(number, row) for number, row in enumerate(csv.reader(StringIO(text)), start=1) if any(row)]
    except csv.Error as error:
        raise Refusal(f"{name}: this is no CSV that can be read: {error}.") from error
    if not lines or lines[0][1][0].strip().lower() != WHICH:
        raise Refusal(f"{name}, row 1: the first column of the sheet should be “{WHICH}”.")
    header = lines[0]
    _check_end(lines, name)
    apart: dict[str, list[tuple[int, list[str]]]] = {sheet: [] for sheet in SHEETS}
    for number, row in lines[1:]:
        sheet = row[0].strip().capitalize()
        if sheet == END:
            continue
        if sheet not in apart:
            found.faults.append(f"{name}, row {number}, {WHICH}: this should be one of: {', '.join(SHEETS)}.")
            continue
        apart[sheet].append((number, ["", *(text_of_cell(cell) for cell in row[1:])]))
    for sheet, rows in apart.items():
        used = [
            title
            if place and title != HAS_END and any(len(row) > place and row[place].strip() for _, row in rows)
            else ""
            for place, title in enumerate(header[1])
        ]
        _add(found, sheet, [(header[0], used), *rows])
    return _company(found, name)


def says_its_end(text: str) -> bool:
    """Whether the CSV would be known to have lost its tail."""
    return HAS_END in text.partition("\n")[0].strip().split(",")


def _check_end(lines: list[tuple[int, list[str]]], name: str) -> None:
    """Refuse a table that says that it has an end, and has lost it."""
    header, *rows = lines
    if HAS_END not in header[1]:
        return
    place = header[1].index(HAS_END)
    promised = any(len(row) > place and row[place].strip().lower() == "yes" for _, row in rows)
    if promised and not any(row[0].strip() == END for _, row in rows):
        raise Refusal(lost_its_end(name, f"row {lines[-1][0]}", f"a row “{END}”", f"the column “{HAS_END}”"))


def _add(found: _Sheets, sheet: str, rows: Iterable[tuple[int, Iterable[object]]]) -> None:
    """Take in the rows, of which the first is the names of the columns."""
    known, lines = columns(sheet), iter(rows)
    number, titles = next(lines, (1, ()))
    header = [str(title or "").strip().lower().replace(" ", "_") for title in titles]
    found.faults += [
        f"{sheet}, row {number}: the sheet has no column “{title}”." for title in header if title and title not in known
    ]
    for line, cells in lines:
        filled = {
            title: cell
            for title, cell in zip(header, cells, strict=False)
            if title in known and cell is not None and str(cell).strip()
        }
        if filled:
            found.rows[sheet].append(_Row(line, filled))
        if len(found.rows[sheet]) > MOST_ROWS:
            raise Refusal(f"{sheet}: there are more than {MOST_ROWS:,} rows, the most that can be read.")


def _company(found: _Sheets, name: str) -> Company:
    if len(found.rows["Company"]) != 1:
        found.faults.append("Company: this should have one row, for the company itself.")
    if found.faults:
        raise _refusal(name, found.faults)
    content: dict[str, Any] = _content("Company", found.rows["Company"][0])
    for sheet in ("Parties", "Classes", "Events"):
        content[sheet.lower()] = [_content(sheet, row) for row in found.rows[sheet]]
    for place, event in enumerate(content["events"], start=1):
        event.setdefault("sequence", place)
    try:
        company = company_content.from_content(content)
    except plain.Unreadable as unreadable:
        raise _refusal(name, _said(unreadable.faults, found)) from unreadable
    if wrong := list(unsound(company)):
        raise _refusal(name, _said(wrong, found))
    return company


def _refusal(name: str, faults: Iterable[str]) -> Refusal:
    said = [each if each.startswith(name) else f"{name}, {each}" for each in faults]
    more = [f"And {len(said) - MOST_SAID} more."] if len(said) > MOST_SAID else []
    return Refusal(*said[:MOST_SAID], *more)


def _said(faults: Iterable[Fault], found: _Sheets) -> Iterator[str]:
    """Each fault with the sheet, the row and the column where it stands."""
    for path, words in faults:
        sheet, row, rest = _place(path, found)
        column = ".".join(str(part) for part in rest)
        where = f"{sheet}, row {row}" if row else sheet
        yield f"{where}{f', {column}' if column else ''}: {words.removesuffix('.')}."


def _place(path: Path, found: _Sheets) -> tuple[str, int | None, Path]:
    for sheet in ("Parties", "Classes", "Events"):
        if path and path[0] == sheet.lower():
            place = path[1] if len(path) > 1 else None
            return sheet, found.rows[sheet][place].number if isinstance(place, int) else None, path[2:3]
    return "Company", found.rows["Company"][0].number, path


def _content(sheet: str, row: _Row) -> dict[str, Any]:
    hints = get_type_hints(SHEETS[sheet])
    return {column: _value(hints[column], cell) for column, cell in row.cells.items()}


def _value(kind: Any, cell: object) -> object:
    """The cell as the content of a company holds it; what is no such value stays, to be told."""
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        return [part.strip() for part in str(cell).split(";") if part.strip()]
    if kind is bool:
        return cell if isinstance(cell, bool) else _TRUTHS.get(str(cell).strip().lower(), cell)
    if kind in {int, Decimal}:
        return _number(cell)
    if kind is date:
        return _day(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _number(cell: object) -> object:
    if isinstance(cell, int):
        return cell
    text = str(cell).strip()
    try:
        return Decimal(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    except ArithmeticError:
        return text


def _day(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    text = str(cell).strip()
    if british := _BRITISH_DAY.fullmatch(text):
        day, month, year = british.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text
