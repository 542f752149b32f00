import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from procurement.models import Competition
from scoring.views.board_screen import screen_for
from scoring.views.board_table import Cell, board_for
from spinouts.files.cells import plain_cell


@require_GET
@requires("scoring.view_board", Competition)
def board(request: UserRequest, competition: Competition) -> HttpResponse:
    """All bids × criteria, as far as the person may see now."""
    context = {"competition": competition, "board": screen_for(request.user, competition)}
    return render(request, "scoring/board_detail.html", context)


@require_GET
@requires("scoring.view_board", Competition)
def board_csv(request: UserRequest, competition: Competition) -> HttpResponse:
    """Exactly what the screen shows, for a spreadsheet."""
    made = board_for(request.user, competition)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="board-{competition.reference}.csv"'
    # So that a spreadsheet reads it as UTF-8.
    response.write("\ufeff")
    sheet = csv.writer(response)
    ranked = ["Total", "Place"] if made.is_ranked else []
    sheet.writerow(["Bid", *[plain_cell(f"{column.section}: {column.title}") for column in made.columns], *ranked])
    for row in made.rows:
        end = [row.total, row.place] if made.is_ranked else []
        sheet.writerow([plain_cell(row.name), *[plain_cell(_said(cell)) for cell in row.cells], *end])
    return response


def _said(cell: Cell) -> str:
    return f"{cell.text} ({cell.scores})" if cell.scores else cell.text
