"""A bid as a workbook: a cell for each answer, a row for each field of the offer, and who stands behind it."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from accounts.domain.refusals import Refusal
from partners.domain import words
from partners.domain.kit_fields import KitField, Member, members_mark
from partners.domain.kits import Brought, Filled, Kit, kit_in, members_line, members_mark_in, refuse
from partners.files import kit_sheets
from partners.files.kit_cells import fill, filled_rows, pieces, said, text_of, unlock, why_not
from partners.files.kit_sheets import CONSORTIUM, OFFER

MOST_PIECES = 40
_ABOUT, _ANSWERS = "Read me", "Answers"
_REFERENCE, _MARK, _ANSWER, _MORE = "Reference", "Mark", "Answer", "Answer, continued"
_SHEETS = {_ABOUT, _ANSWERS, OFFER, CONSORTIUM}
_HEADER = (_REFERENCE, _MARK, "Section", "Title", "Question", "How it is assessed", "Words at most", _ANSWER)
_WIDTHS = (16, 16, 20, 30, 50, 60, 10, 90)
_HOW = (
    "Write each answer in the column “Answer” of the sheet “Answers”. Alt and Enter begin a new line in a cell.",
    "The offer is on the sheet “Offer”, a row for each field: write in the column “What you offer”.",
    "Who bids together with you is on the sheet “Consortium”: a row for each. It comes back as a whole list.",
    "An answer that is too long for a cell goes on in the column “Answer, continued”.",
    "Leave “Reference”, “Mark” and the lines in square brackets below as they are: by these the file is known.",
    "The sheets are locked, without a password, so that only what you fill in can be changed by accident.",
    "Bring the workbook in on the page from which you took it.",
    "You see what it would change before anything is changed. What is empty here changes nothing: empty it online.",
    "Documents, supplier information and declarations are not in this file: they are given online.",
)


def written(kit: Kit, offer: Sequence[KitField] = (), members: Sequence[Member] = ()) -> bytes:
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
    online = f"Online, with all its pages: {kit.address}" if kit.address else ""
    lines = [title, f"{council}. The deadline is {kit.deadline}.", *_HOW, online, kit.line]
    lines.append(members_line(members_mark(members)))
    fill(about, [[line] for line in lines], (100,))
    rows = list(_rows_of(kit))
    longest = max((len(row) for row in rows), default=0)
    more = [_MORE] * max(1, longest - len(_HEADER))
    sheet = book.create_sheet(_ANSWERS)
    fill(sheet, [[*_HEADER, *more], *rows], (*_WIDTHS, *(30 for _ in more)))
    unlock(sheet, len(rows) + 1, len(_HEADER), len(_HEADER) + len(more))
    kit_sheets.write_offer(book, offer)
    kit_sheets.write_consortium(book, members)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _rows_of(kit: Kit) -> Iterator[list[str]]:
    for each in kit.questions:
        answer = list(pieces(kit.answers.get(each.reference, "")))
        if len(answer) > MOST_PIECES:
            raise Refusal(
                f"The answer to “{each.title}” is longer than a workbook can hold, so it can’t be taken along. "
                "Shorten it on its own page, or take the Word document."
            )
        assessed = "\n".join([*each.guidance, *(": ".join(filter(None, step)) for step in each.scale)])
        about = [each.section, each.title, each.question, assessed, str(each.word_limit or "")]
        yield [each.reference, kit.mark(each), *(next(pieces(text)) for text in about), *answer]


def read(content: bytes, name: str) -> Filled:
    """What was filled in. Raises Refusal with a sentence for each fault; the caller has checked size and kind."""
    book = load_workbook(BytesIO(content), read_only=True)
    sheets = {title: list(filled_rows(book[title])) for title in book.sheetnames if title in _SHEETS}
    lines = [str(cell.value) for row in sheets.get(_ABOUT, []) for cell in row.values()]
    competition, bid = kit_in(lines, name, f"the sheet “{_ABOUT}”")
    if not sheets.get(_ANSWERS):
        raise Refusal(f"{name}: there is no sheet “{_ANSWERS}”, or nothing is in it. Give it its name again.")
    answers, faults = _answers(sheets[_ANSWERS])
    # A file that somebody wrote with a program, or of which a sheet was taken out, brings the answers alone.
    offer, wrong = kit_sheets.read_offer(sheets[OFFER]) if sheets.get(OFFER) else ({}, [])
    rows = sheets.get(CONSORTIUM)
    members, amiss = kit_sheets.read_consortium(rows) if rows else ([], [])
    refuse([*faults, *wrong, *amiss], name)
    return Filled(competition, bid, answers, offer, members, members_mark_in(lines))


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
        reference = said(row.get(places[_REFERENCE]))
        wrong = [f"{_ANSWERS}, cell {cell.coordinate}: {why}" for cell in cells if (why := why_not(cell))]
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
            text = words.normalise("".join(text_of(cell.value) for cell in cells))
            found[reference] = Brought(text, said(row.get(places[_MARK])), where)
    return found, faults
