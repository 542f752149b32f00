"""The sheets of a kit's workbook for what a bid says in fields: the offer, and who stands behind the bid."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.domain.refusals import Refusal
from partners.domain import words
from partners.domain.consortia import ConsortiumRole
from partners.domain.kit_fields import MEMBER, MOST_MEMBERS, Choices, KitField, Member, as_kept, as_read
from partners.domain.kits import Brought
from partners.files.kit_cells import fill, pieces, places_of, said, text_of, unlock, why_not

OFFER, CONSORTIUM = "Offer", "Consortium"
_REFERENCE, _MARK, _TEXT = "Reference", "Mark", "What you offer"
_OFFER_HEADER = (_REFERENCE, _MARK, "Part", "Field", "How to fill it in", _TEXT)
_OFFER_WIDTHS = (24, 16, 28, 44, 44, 60)
_MEMBER_WIDTHS = (36, 24, 20, 30, 16, 60, 40)
_SPARE_MEMBERS = 10
_MOST_OF_A_LIST = 255
"""A list to choose from holds no more signs than this, and no comma within a choice."""

Rows = Sequence[Mapping[int, Any]]


def write_offer(book: Workbook, fields: Sequence[KitField]) -> None:
    """A row for each field, with what may be chosen; only the last column can be changed."""
    sheet = book.create_sheet(OFFER)
    rows = [[each.reference, each.mark, each.part, each.label, _how(each), _whole(each)] for each in fields]
    fill(sheet, [_OFFER_HEADER, *rows], _OFFER_WIDTHS)
    last = len(_OFFER_HEADER)
    unlock(sheet, len(rows) + 1, last, last)
    sheet.auto_filter.ref = f"A1:{get_column_letter(last)}{len(rows) + 1}"
    sheet.protection.autoFilter = False
    places: dict[str, list[str]] = {}
    for number, each in enumerate(fields, start=2):
        if each.choices:
            places.setdefault(_list(each.choices), []).append(f"{get_column_letter(last)}{number}")
    for choices, cells in places.items():
        _offer_list(sheet, choices, cells)


def write_consortium(book: Workbook, members: Sequence[Member]) -> None:
    """A row for each that stands behind the bid, and some to add others."""
    sheet = book.create_sheet(CONSORTIUM)
    rows = [[next(pieces(as_read(each.get(name, ""), choices))) for name, _, choices in MEMBER] for each in members]
    fill(sheet, [[title for _, title, _ in MEMBER], *rows], _MEMBER_WIDTHS)
    last = len(rows) + 1 + _SPARE_MEMBERS
    unlock(sheet, last, 1, len(MEMBER))
    for column, (_, _, choices) in enumerate(MEMBER, start=1):
        if choices:
            letter = get_column_letter(column)
            _offer_list(sheet, _list(choices), [f"{letter}2:{letter}{last}"])


def _how(field: KitField) -> str:
    choices = f"One of: {'; '.join(label for _, label in field.choices)}." if field.choices else ""
    return next(pieces(" ".join(filter(None, [field.hint, choices]))))


def _whole(field: KitField) -> str:
    text, *more = pieces(field.shown)
    if more:
        raise Refusal(
            f"“{field.label}” is longer than a workbook can hold, so it can’t be taken along. "
            "Shorten it on its own page, or take the Word document."
        )
    return text


def _list(choices: Choices) -> str:
    return ",".join(label for _, label in choices)


def _offer_list(sheet: Worksheet, choices: str, cells: Sequence[str]) -> None:
    """A list to choose from, that a person may pass over: what is not on it is told when the file comes back."""
    if len(choices) > _MOST_OF_A_LIST or '"' in choices:
        return
    validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(validation)
    for each in cells:
        validation.add(each)


def read_offer(rows: Rows) -> tuple[dict[str, Brought], list[str]]:
    """What stands in each field, by its name; and a sentence for each fault."""
    places = places_of(rows[0])
    if absent := [title for title in (_REFERENCE, _MARK, _TEXT) if title not in places]:
        return {}, [f"{OFFER}: the first row has no column “{title}”: give it its name again." for title in absent]
    found, faults = dict[str, Brought](), list[str]()
    for row in rows[1:]:
        cell, name = row.get(places[_TEXT]), said(row.get(places[_REFERENCE]))
        place = f"{OFFER}, cell {get_column_letter(places[_TEXT] + 1)}{next(iter(row.values())).row}"
        if cell is not None and (why := why_not(cell, takes_points=True)):
            faults.append(f"{place}: {why}")
        elif not name:
            if cell is not None:
                faults.append(f"{place}: the column “{_REFERENCE}” is empty in this row. Put the reference back.")
        elif name in found:
            faults.append(f"{place}: “{name}” is there twice: leave one of the two.")
        else:
            text = "" if cell is None else words.normalise(text_of(cell.value))
            found[name] = Brought(text, said(row.get(places[_MARK])), place)
    return found, faults


def read_consortium(rows: Rows) -> tuple[list[dict[str, str]], list[str]]:
    """Those who stand behind the bid, in order; and a sentence for each fault."""
    places = places_of(rows[0])
    if absent := [title for _, title, _ in MEMBER if title not in places]:
        return [], [f"{CONSORTIUM}: the first row has no column “{title}”: give it its name again." for title in absent]
    members, faults = list[dict[str, str]](), list[str]()
    for row in rows[1:]:
        faults += _faults_of(row, list(places.values()))
        member = dict(_member_in(row, places))
        if any(member.values()):
            # As the form has it, where nothing else is chosen.
            members.append(member | {"role": member["role"] or ConsortiumRole.MEMBER.value})
    if len(members) > MOST_MEMBERS:
        faults.append(f"{CONSORTIUM}: {len(members)} are named; a bid may name {MOST_MEMBERS}.")
    return members, faults


def _faults_of(row: Mapping[int, Any], columns: Sequence[int]) -> Iterator[str]:
    for cell in (row[place] for place in columns if place in row):
        if why := why_not(cell, takes_points=True):
            yield f"{CONSORTIUM}, cell {cell.coordinate}: {why}"


def _member_in(row: Mapping[int, Any], places: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name, title, choices in MEMBER:
        cell = row.get(places[title])
        yield name, "" if cell is None else as_kept(text_of(cell.value), choices)
