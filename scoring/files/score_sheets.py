"""One's own scores as a workbook: a row for each score, with the scale to choose from and a cell for the reasons."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.domain.refusals import Refusal
from partners.domain import words
from partners.files.kit_cells import fill, filled_rows, pieces, places_of, said, text_of, unlock, why_not
from partners.files.kits import opened
from scoring.domain.score_sheets import BroughtScore, FilledSheet, ScoreSheet, SheetRow, sheet_in

_ABOUT, _SCORES = "Read me", "Scores"
_CLARIFIED = "Clarification, not part of the bid"
_REFERENCE, _MARK, _SCORE, _REASONS = "Reference", "Mark", "Score", "Reasons"
_HEADER = (_REFERENCE, _MARK, "Criterion", "Question", "Bidder", "Answer", _CLARIFIED, "The scale", _SCORE, _REASONS)
_WIDTHS = (16, 16, 26, 40, 24, 80, 40, 50, 8, 70)
_HOW = (
    "Give each score on the sheet “Scores”: choose it in the column “Score”, and write your reasons beside it.",
    "Only these two columns can be changed. Alt and Enter begin a new line in a cell.",
    "Bring the workbook in on the page from which you took it. You see what it would change before it does.",
    "A score without reasons is taken in, but you can’t lock before each has both. What is empty changes nothing.",
    "Evidence, documents and your private notes are not in this file: they are given online.",
    "The file is confidential: it holds answers of the bidders and your scores. Delete it once you have brought it in.",
)


def written(sheet: ScoreSheet) -> bytes:
    """The workbook. Text is written as text, so that none of it becomes a formula, now or when somebody edits it."""
    book = Workbook()
    book.properties.title = words.normalise(f"Your scores: {sheet.title}")
    book.properties.creator = words.normalise(sheet.evaluator)
    book.properties.created = sheet.taken_at.replace(tzinfo=None)
    book.properties.language = "en-GB"
    about = book.worksheets[0]
    about.title = _ABOUT
    fill(about, [[line] for line in (book.properties.title, book.properties.creator, *_HOW, sheet.line)], (100,))
    scores = book.create_sheet(_SCORES)
    fill(scores, [_HEADER, *(_cells_of(row) for row in sheet.rows)], _WIDTHS)
    last = len(_HEADER)
    unlock(scores, len(sheet.rows) + 1, last - 1, last)
    for hidden in ("A", "B"):
        scores.column_dimensions[hidden].hidden = True
    _offer_scales(scores, sheet.rows)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _cells_of(row: SheetRow) -> list[str]:
    scale = "\n".join(": ".join(filter(None, step)) for step in row.steps)
    about = [row.criterion, row.question, row.bidder, row.answer, row.clarified, scale]
    value = "" if row.value is None else f"{row.value.normalize():f}"
    return [row.reference, row.mark, *(_first(text) for text in about), value, _whole(row)]


def _first(text: str) -> str:
    first, *more = pieces(text)
    return f"{first[:-60]} … It is longer than a cell can hold: read on online." if more else first


def _whole(row: SheetRow) -> str:
    text, *more = pieces(row.reasons)
    if more:
        raise Refusal(
            f"Your reasons on “{row.criterion}” of {row.bidder} are longer than a workbook can hold, so they can’t be "
            "taken along. Shorten them on their own page."
        )
    return text


def _offer_scales(sheet: Worksheet, rows: Sequence[SheetRow]) -> None:
    """A list to choose from in each cell of a score; whatever else is typed there is told when the file comes back."""
    places: dict[str, list[str]] = {}
    column = get_column_letter(len(_HEADER) - 1)
    for number, row in enumerate(rows, start=2):
        values = ",".join(step.split(" ")[0] for step, _ in row.steps)
        places.setdefault(values, []).append(f"{column}{number}")
    for values, cells in places.items():
        validation = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True, showErrorMessage=True)
        validation.error, validation.errorTitle = "Choose one of the scores of the scale.", "Score"
        sheet.add_data_validation(validation)
        for each in cells:
            validation.add(each)


def read_sheet(content: bytes, name: str) -> FilledSheet:
    """What was filled in. Raises Refusal if the file can't be read at all, or is not one of these."""
    filled: FilledSheet = opened(content, name, {".xlsx": sys.modules[__name__]})
    return filled


def read(content: bytes, name: str) -> FilledSheet:
    """As `read_sheet`, once it is known that the file may be opened."""
    book = load_workbook(BytesIO(content), read_only=True)
    sheets = {title: list(filled_rows(book[title])) for title in book.sheetnames if title in {_ABOUT, _SCORES}}
    lines = [str(cell.value) for row in sheets.get(_ABOUT, []) for cell in row.values()]
    competition, seat = sheet_in(lines, name)
    rows = sheets.get(_SCORES)
    if not rows:
        raise Refusal(f"{name}: there is no sheet “{_SCORES}”, or nothing is in it. Give it its name again.")
    places = places_of(rows[0])
    if absent := [title for title in (_REFERENCE, _MARK, _SCORE, _REASONS) if title not in places]:
        raise Refusal(
            *(f"{_SCORES}: the first row has no column “{title}”: give it its name again." for title in absent)
        )
    found, flaws = dict[str, BroughtScore](), list[str]()
    for row in rows[1:]:
        reference = said(row.get(places[_REFERENCE]))
        if wrong := list(_flaws_of(row, places, is_known=reference in found)):
            flaws += wrong
        elif reference:
            found[reference] = _score_in(row, places)
    return FilledSheet(competition, seat, found, flaws)


def _flaws_of(row: Mapping[int, Any], places: Mapping[str, int], *, is_known: bool) -> Iterator[str]:
    cells = [row[place] for title in (_SCORE, _REASONS) if (place := places[title]) in row]
    for cell in cells:
        if why := why_not(cell, takes_points=True):
            yield f"{_SCORES}, cell {cell.coordinate}: {why}"
    if cells and not said(row.get(places[_REFERENCE])):
        yield (
            f"{_SCORES}, cell {cells[0].coordinate}: the hidden column “{_REFERENCE}” is empty in this row, so it "
            "can’t be told which score this is. Take your scores along anew, and copy it into that file."
        )
    if is_known:
        number = next(iter(row.values())).row
        yield f"{_SCORES}, row {number}: this score is there twice. Leave one of the two; the first is taken."


def _score_in(row: Mapping[int, Any], places: Mapping[str, int]) -> BroughtScore:
    number = next(iter(row.values())).row

    def text(title: str) -> str:
        cell = row.get(places[title])
        return "" if cell is None else words.normalise(text_of(cell.value)).strip()

    def where(title: str) -> str:
        return f"{_SCORES}, cell {get_column_letter(places[title] + 1)}{number}"

    return BroughtScore(text(_SCORE), text(_REASONS), text(_MARK), where(_SCORE), where(_REASONS))
