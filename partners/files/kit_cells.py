"""Cells of a kit's workbook: text that stays text on the way out, and what can be told from a cell on the way back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from partners.domain import words
from spinouts.files.cells import plain_cell

MOST_OF_A_CELL = 32_000
"""A cell holds 32,767 code units of UTF-16; a longer answer goes on in the cells beside it."""
MOST_ROWS, MOST_COLUMNS = 5_000, 100
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_KINDS = {
    "b": "a yes or no of the spreadsheet",
    "d": "a date",
    "e": "an error of the spreadsheet",
    "f": "a formula",
    "n": "a number with a point",
}


def pieces(text: str) -> Iterator[str]:
    """The text in pieces that a cell can hold, each as Excel writes it; at least one."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", words.normalise(text))
    start = size = 0
    for place, sign in enumerate(text):
        size += 2 if ord(sign) > 0xFFFF else 1
        if size > MOST_OF_A_CELL:
            yield text[start:place]
            start, size = place, 2 if ord(sign) > 0xFFFF else 1
    yield text[start:]


def fill(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            assert isinstance(cell, Cell)  # noqa: S101 - none of these sheets has merged cells.
            cell.value = text or None
            if text:
                cell.data_type = "s"
                cell.quotePrefix = plain_cell(text) != text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def unlock(sheet: Worksheet, rows: int, first: int, last: int) -> None:
    """Only these columns can be changed, and what is typed there stays text: 1/2 no date, and = no formula."""
    for number in range(2, rows + 1):
        for column in range(first, last + 1):
            cell = sheet.cell(number, column)
            cell.protection = Protection(locked=False)
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False


def filled_rows(sheet: Any) -> Iterator[Mapping[int, Any]]:
    """The cells of each row that has any, by their column. What a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        if filled := {place: cell for place, cell in enumerate(row) if cell.value is not None}:
            yield filled


def places_of(row: Mapping[int, Any]) -> dict[str, int]:
    """The column of each title in the first row of a sheet: of those written twice, the first."""
    return {str(row[place].value).strip(): place for place in sorted(row, reverse=True)}


def said(cell: Any) -> str:
    return "" if cell is None else str(cell.value).strip()


def why_not(cell: Any, *, takes_points: bool = False) -> str | None:
    """Why the cell says nothing that can be taken in: text does, and so does a whole number; any, if told so."""
    if cell.data_type == "s":
        return None
    if cell.data_type == "n":
        if takes_points and "%" in str(cell.number_format):
            return "this is a part in percent, which is not taken in. Format the cell as text, and type the number."
        if isinstance(cell.value, int) or (takes_points and isinstance(cell.value, float)):
            return None
    kind = _KINDS.get(cell.data_type, "no text")
    return f"this is {kind}, which is not taken in. Format the cell as text, and type the answer itself."


def text_of(value: object) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
