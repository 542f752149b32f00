from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.domain.board import WorkState
from scoring.forms.boards import BoardFilterForm
from scoring.views.board_screen import Screen, screen_for


@require_GET
@requires("scoring.view_board", Competition)
def board(request: UserRequest, competition: Competition) -> HttpResponse:
    """All bids × criteria, as far as the person may see now, or the part of it that they ask for."""
    form = BoardFilterForm(request.GET)
    context = {
        "competition": competition,
        "board": _screen(request, competition, form),
        "form": form,
        "query": form.query,
        "states": list(WorkState),
    }
    return render(request, "scoring/board_detail.html", context)


def _screen(request: UserRequest, competition: Competition, form: BoardFilterForm) -> Screen:
    """What was asked for; the whole board where that cannot be understood, and the form then says why."""
    if form.is_valid():
        try:
            return screen_for(request.user, competition, form.wanted)
        except Refusal as refusal:
            form.add_error("section", " ".join(refusal.sentences))
    return screen_for(request.user, competition)
