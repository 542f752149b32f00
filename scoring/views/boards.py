from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.domain.board import WorkState
from scoring.forms.boards import BoardFilterForm
from scoring.views.board_screen import Screen, screen_for


@require_GET
@requires("scoring.view_board", Competition)
def board(request: UserRequest, competition: Competition) -> HttpResponseBase:
    """All bids × criteria, as far as the person may see now, or the part of it that they ask for."""
    form = BoardFilterForm(request.GET)
    screen = _screen(request, competition, form)
    if request.headers.get("HX-Target") == "board-figures":
        return _news(request, competition, screen)
    context = {
        "competition": competition,
        "board": screen,
        "form": form,
        "query": form.query,
        "states": list(WorkState),
    }
    return render(request, "scoring/board_detail.html", context)


def _news(request: UserRequest, competition: Competition, screen: Screen) -> HttpResponseBase:
    """What a board that somebody has before them shows now; nothing if it shows that already."""
    if not screen.readable:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if unchanged := get_conditional_response(request, etag=f'"{screen.mark}"'):
        return unchanged
    context = {"competition": competition, "board": screen, "now": timezone.now()}
    response = render(request, "scoring/_board_news.html", context)
    # It has the address of the page, in whose place it must never be shown.
    response["Cache-Control"] = "no-store"
    return response


def _screen(request: UserRequest, competition: Competition, form: BoardFilterForm) -> Screen:
    """What was asked for; the whole board where that cannot be understood, and the form then says why."""
    if form.is_valid():
        try:
            return screen_for(request.user, competition, form.wanted)
        except Refusal as refusal:
            form.add_error("section", " ".join(refusal.sentences))
    return screen_for(request.user, competition)
