"""The board as HTML. Thousands of cells are written here, since a template tag for each would take too long.

Once everybody has locked, everybody who sees figures sees the same ones, those that were revealed: each bid's cells
are then written once and kept in the cache, under a key that names all they follow from, and each person is given those
of the bids that they may read. Without the cache the page is only slower.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from redis.exceptions import RedisError

from accounts.models import User
from accounts.models.questions import Question, stand_in
from procurement.models import Competition
from scoring.domain.board import EVERYTHING, Board, Cell, Column, Wanted, part_of
from scoring.models import OpenedBid
from scoring.models.blindness import Panel, Sight, panel_of, sight_of
from scoring.models.boards import newest
from scoring.views.board_table import board_for, board_of_all

KEPT_SECONDS = 60 * 60 * 24
_READABLE = Question(
    lambda user, competition: (
        OpenedBid.objects.visible_to(stand_in(User, user))
        .filter(competition=competition)
        .select_related(None)
        .order_by("organisation__name", "pk")
        .values_list("reference", "organisation__name")
    ),
    user=int,
    competition=int,
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows: the heads of the columns and the rows, in HTML, and how many there are."""

    heads: SafeString
    rows: SafeString
    criteria: int
    bids: int
    shows_figures: bool
    hidden: int
    sections: tuple[tuple[str, str], ...]
    readable: int

    @property
    def mark(self) -> str:
        """Changes with whatever a person sees of the board, and with nothing else."""
        shown = [self.heads, self.rows, str((self.shows_figures, self.hidden, self.readable))]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Written:
    heads: str
    criteria: int
    cells: Mapping[str, str]
    sections: tuple[tuple[str, str], ...]


def screen_for(user: User, competition: Competition, wanted: Wanted = EVERYTHING) -> Screen:
    """What the person wants of the board, as they may see it now; the number of queries is constant.

    Raises Refusal if they want what no board has.
    """
    panel = panel_of(competition)
    if wanted == EVERYTHING and panel.has_locked and sight_of(user, competition, panel) is not Sight.OWN:
        written, shows_figures = _kept(competition, panel), True
        names = _READABLE.ask(user=user.pk, competition=competition.pk)
        readable_bids = len(names)
        hidden = len(written.cells) - readable_bids
    else:
        whole = board_for(user, competition)
        made, readable_bids = part_of(whole, wanted), len(whole.rows)
        written, shows_figures = _write(made), made.shows_figures
        names = [(row.bid, row.name) for row in made.rows]
        written = replace(written, sections=whole.sections)
        hidden = made.hidden
    return Screen(
        heads=mark_safe(written.heads),  # noqa: S308 - escaped where it was written.
        rows=_rows(names, written.cells),
        criteria=written.criteria,
        bids=len(names),
        shows_figures=shows_figures,
        hidden=hidden,
        sections=written.sections,
        readable=readable_bids,
    )


def _kept(competition: Competition, panel: Panel) -> _Written:
    key = f"board-with-sections-{competition.reference}-{_follows_from(competition, panel)}"
    try:
        if (kept := cache.get(key)) is not None:
            return _Written(*kept)
    except RedisError:
        logger.warning("The cache does not answer; the board is made anew.", exc_info=True)
        return _write(board_of_all(competition))
    written = _write(board_of_all(competition))
    try:
        cache.set(key, (written.heads, written.criteria, written.cells, written.sections), KEPT_SECONDS)
    except RedisError:
        logger.warning("The board could not be kept in the cache.", exc_info=True)
    return written


def _follows_from(competition: Competition, panel: Panel) -> str:
    """Changes with whatever changes a figure, as each lock, reveal and agreed score: all is only ever added to.

    Where offers wait, their opening adds figures too.
    """
    known = [*panel.seats, newest(competition), competition.shows_offers]
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _write(made: Board) -> _Written:
    return _Written(_heads(made.columns, made.is_ranked), len(made.columns), dict(_cells(made)), made.sections)


def _heads(columns: Sequence[Column], is_ranked: bool) -> str:
    titles = [
        f'<th scope="col"><small>{escape(column.section_title)}</small><br>{escape(column.title)}'
        f"{f' ({column.weight})' if column.weight else ''}</th>"
        for column in columns
    ]
    if is_ranked:
        titles += ['<th scope="col">Total</th>', '<th scope="col">Place</th>']
    return "".join(titles)


def _cells(made: Board) -> Iterable[tuple[str, str]]:
    """Each bid's cells. Few different ones fill the board, so each is written once."""
    texts: dict[Cell, str] = {}
    for row in made.rows:
        parts = []
        for cell in row.cells:
            if (text := texts.get(cell)) is None:
                text = texts[cell] = _cell(cell)
            parts.append(text)
        if made.is_ranked:
            parts.append(f"<td><b>{escape(row.total)}</b></td><td>{escape(row.place)}</td>")
        yield row.bid, "".join(parts)


def _cell(cell: Cell) -> str:
    scores = f" <small>{escape(cell.scores)}</small>" if cell.scores else ""
    opening = '<td class="app-board__waiting">' if cell.waits else "<td>"
    return f"{opening}{escape(cell.text)}{scores}</td>"


def _rows(names: Iterable[tuple[str, str]], cells: Mapping[str, str]) -> SafeString:
    # One address is worked out; those of the others differ by the reference alone.
    before, after = reverse("scoring:opened_bid", args=["REFERENCE"]).split("REFERENCE")
    lines = [
        f'<tr><th scope="row"><a class="govuk-link" id="bid-{bid}" href="{before}{bid}{after}">{escape(name)}</a></th>'
        f"{cells.get(bid, '')}</tr>"
        for bid, name in names
    ]
    return mark_safe("\n".join(lines))  # noqa: S308 - names are escaped here, cells where they were written.
