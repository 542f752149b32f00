"""The board to take away: exactly what the screen shows, filters and all, to whoever asks for it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.domain.board import Board, Cell, Column, Row, part_of
from scoring.forms.boards import BoardFilterForm
from scoring.views.board_table import board_for
from spinouts.files.tables import Table, as_csv, as_xlsx

FORMAT = "board/1"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires("scoring.view_board", Competition)
def board_csv(request: UserRequest, competition: Competition) -> HttpResponse:
    return _export(request, competition, "csv", lambda made: HttpResponse(as_csv(_table(made)), CSV))


@require_GET
@requires("scoring.view_board", Competition)
def board_xlsx(request: UserRequest, competition: Competition) -> HttpResponse:
    return _export(request, competition, "xlsx", lambda made: HttpResponse(as_xlsx([_table(made)]), XLSX))


@require_GET
@requires("scoring.view_board", Competition)
def board_json(request: UserRequest, competition: Competition) -> HttpResponse:
    """With each figure exact, as a decimal or "n/d", beside the words for it."""
    return _export(request, competition, "json", lambda made: _as_json(competition, made))


def _export(
    request: UserRequest, competition: Competition, suffix: str, write: Callable[[Board], HttpResponse]
) -> HttpResponse:
    form = BoardFilterForm(request.GET)
    whole = board_for(request.user, competition)
    try:
        made = part_of(whole, form.wanted) if form.is_valid() else None
    except Refusal:
        made = None
    if made is None:
        # The page says what is wrong with what was asked, beside the fields where it can be mended.
        return redirect(f"{reverse('scoring:board', args=[competition.reference])}?{form.query}")
    response = write(made)
    response["Content-Disposition"] = f'attachment; filename="board-{competition.reference}.{suffix}"'
    return response


def _table(made: Board) -> Table:
    columns = tuple(f"{column.section_title}: {column.title}" for column in made.columns)
    end = ("Total", "Place") if made.is_ranked else ()
    return Table("Board", ("Bid", *columns, *end), tuple(tuple(_line(row, made.is_ranked)) for row in made.rows))


def _line(row: Row, is_ranked: bool) -> Iterator[str]:
    yield row.name
    for cell in row.cells:
        yield f"{cell.text} ({cell.scores})" if cell.scores else cell.text
    if is_ranked:
        yield from (row.total, row.place)


def _as_json(competition: Competition, made: Board) -> HttpResponse:
    content = {
        "format": FORMAT,
        "competition": {"reference": competition.reference, "title": competition.title},
        "bids_left_out": made.hidden,
        "criteria": [_column(column) for column in made.columns],
        "bids": [_row(row, made) for row in made.rows],
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _column(column: Column) -> dict[str, str]:
    return {
        "reference": column.criterion,
        "title": column.title,
        "section": column.section,
        "section_title": column.section_title,
        "weight": column.weight,
    }


def _row(row: Row, made: Board) -> dict[str, Any]:
    cells = {column.criterion: _cell(cell) for column, cell in zip(made.columns, row.cells, strict=True) if cell.text}
    ranked = {"total": row.exact_total or None, "published_total": row.total, "place": row.place}
    return {"reference": row.bid, "name": row.name, "cells": cells, **(ranked if made.is_ranked else {})}


def _cell(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {"shown": cell.text, "waits": cell.waits}
    if cell.value:
        found["value"] = cell.value
    if cell.scores:
        found["scores"] = {"shown": cell.scores, "lowest": cell.lowest, "highest": cell.highest}
    return found
