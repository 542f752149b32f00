"""The questions as a workbook, with a cell for each answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from accounts.domain.refusals import Refusal
from partners.domain import words
from partners.domain.kits import Brought, Filled, Kit, kit_in, refuse
from spinouts.files.cells import plain_cell

MOST_OF_A_CELL = 32_000
"""A cell holds 32,767 code units of UTF-16; a longer answer goes on in the cells beside it."""
MOST_PIECES = 40
MOST_ROWS, MOST_COLUMNS = 5_000, 100
_ABOUT, _ANSWERS = "Read me", "Answers"
_REFERENCE, _MARK, _ANSWER, _MORE = "Reference", "Mark", "Answer", "Answer, continued"
_HEADER = (_REFERENCE, _MARK, "Section", "Title", "Question", "How it is assessed", "Words at most", _ANSWER)
_WIDTHS = (16, 16, 20, 30, 50, 60, 10, 90)
_HOW = (
    "Write each answer in the column “Answer” of the sheet “Answers”. Alt and Enter begin a new line in a cell.",
    "An answer that is too long for a cell goes on in the column “Answer, continued”.",
    "Leave the first two columns and the line in square brackets below as they are: by these the file is known again.",
    "The sheet is locked, without a password, so that only answers can be changed by accident.",
    "Bring the workbook in on the page from which you took it.",
    "You see what it would change before anything is changed. An answer that is empty here changes nothing.",
    "The offer, the consortium and the documents are not in this file: they are filled in online.",
)
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_KINDS = {
    "b": "a yes or no of the spreadsheet",
    "d": "a date",
    "e": "an error of the spreadsheet",
    "f": "a formula",
    "n": "a number with a point",
}


def written(kit: Kit) -> bytes:
    """The workbook. Text is written as text, so that none of it becomes a formula, now or when somebody edits it.

    Raises Refusal, naming the question, if an answer is longer than a workbook can hold.
    """
    book = Workbook()
    title, council = words.normalise(f"Your bid: {kit.title}"), words.normalise(kit.council)
    book.properties.title, book.properties.creator = title, council
    book.properties.created = kit.taken_at.replace(tzinfo=None)
    book.properties.language = "en-GB"
    about = book.worksheets[0]
    about.title = _ABOUT
    lines = [title, f"{council}. The deadline is {kit.deadline}.", *_HOW, kit.line]
    _fill(about, [[line] for line in lines], (100,))
    rows = list(_rows_of(kit))
    longest = max((len(row) for row in rows), default=0)
    more = [_MORE] * max(1, longest - len(_HEADER))
    sheet = book.create_sheet(_ANSWERS)
    _fill(sheet, [[*_HEADER, *more], *rows], (*_WIDTHS, *(30 for _ in more)))
    _unlock_answers(sheet, len(rows) + 1, len(_HEADER) + len(more))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _rows_of(kit: Kit) -> Iterator[list[str]]:
    for each in kit.questions:
        pieces = list(_pieces(kit.answers.get(each.reference, "")))
        if len(pieces) > MOST_PIECES:
            raise Refusal(
                f"The answer to “{each.title}” is longer than a workbook can hold, so it can’t be taken along. "
                "Shorten it on its own page, or take the Word document."
            )
        assessed = "\n".join([*each.guidance, *(f"{step}: {descriptor}" for step, descriptor in each.scale)])
        about = [each.section, each.title, each.question, assessed, str(each.word_limit or "")]
        yield [each.reference, kit.mark(each), *(next(_pieces(text)) for text in about), *pieces]


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that a cell can hold, each as Excel writes it; at least one."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", words.normalise(text))
    start = size = 0
    for place, sign in enumerate(text):
        size += 2 if ord(sign) > 0xFFFF else 1
        if size > MOST_OF_A_CELL:
            yield text[start:place]
            start, size = place, 2 if ord(sign) > 0xFFFF else 1
    yield text[start:]


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
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


def _unlock_answers(sheet: Worksheet, rows: int, columns: int) -> None:
    """Only answers can be changed, and what is typed there stays text: 1/2 no date, and = no formula."""
    for number in range(2, rows + 1):
        for column in range(len(_HEADER), columns + 1):
            cell = sheet.cell(number, column)
            cell.protection = Protection(locked=False)
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False


def read(content: bytes, name: str) -> Filled:
    """What was filled in. Raises Refusal with a sentence for each fault; the caller has checked size and kind."""
    book = load_workbook(BytesIO(content), read_only=True)
    sheets = {title: list(_cells(book[title])) for title in book.sheetnames if title in {_ABOUT, _ANSWERS}}
    lines = (str(cell.value) for row in sheets.get(_ABOUT, []) for cell in row.values())
    competition, bid = kit_in(lines, name, f"the sheet “{_ABOUT}”")
    if not sheets.get(_ANSWERS):
        raise Refusal(f"{name}: there is no sheet “{_ANSWERS}”, or nothing is in it. Give it its name again.")
    answers, faults = _answers(sheets[_ANSWERS])
    refuse(faults, name)
    return Filled(competition, bid, answers)


def _cells(sheet: Any) -> Iterator[Mapping[int, Any]]:
    """The cells of each row that has any, by their column. What a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        if filled := {place: cell for place, cell in enumerate(row) if cell.value is not None}:
            yield filled


def _answers(rows: Sequence[Mapping[int, Any]]) -> tuple[dict[str, Brought], list[str]]:
    """The answers by the reference of their question; and a sentence for each fault."""
    titles = {place: str(cell.value).strip() for place, cell in rows[0].items()}
    places = {title: place for place, title in reversed(titles.items())}
    if absent := [title for title in (_REFERENCE, _MARK, _ANSWER) if title not in places]:
        return {}, [f"{_ANSWERS}: the first row has no column “{title}”: give it its name again." for title in absent]
    columns = [places[_ANSWER], *(place for place, title in titles.items() if title == _MORE)]
    found, faults = dict[str, Brought](), list[str]()
    for row in rows[1:]:
        cells = [row[place] for place in columns if place in row]
        reference = _said(row.get(places[_REFERENCE]))
        wrong = [f"{_ANSWERS}, cell {cell.coordinate}: {why}" for cell in cells if (why := _why_not(cell))]
        number = next(iter(row.values())).row
        if wrong:
            faults += wrong
        elif not reference and cells:
            faults.append(
                f"{_ANSWERS}, cell {cells[0].coordinate}: the column “{_REFERENCE}” is empty in this row, so it can’t "
                "be told which question this answers. Put the reference back."
            )
        elif reference in found:
            faults.append(f"{_ANSWERS}, row {number}: “{reference}” is there twice: leave one of the two.")
        elif reference:
            where = f"{_ANSWERS}, cell {get_column_letter(columns[0] + 1)}{number}"
            text = words.normalise("".join(_text(cell.value) for cell in cells))
            found[reference] = Brought(text, _said(row.get(places[_MARK])), where)
    return found, faults


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell.value).strip()


def _why_not(cell: Any) -> str | None:
    """Why the cell is no answer: text is one, and so is a whole number."""
    if cell.data_type == "s" or (cell.data_type == "n" and isinstance(cell.value, int)):
        return None
    kind = _KINDS.get(cell.data_type, "no text")
    return f"this is {kind}, which is not taken in. Format the cell as text, and type the answer itself."


def _text(value: object) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
