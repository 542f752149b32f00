"""The board, bids down and criteria across, and a part of it: one section, or the bids of which something is true."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from accounts.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Column:
    """`section` and `criterion` are references; the section is the one that holds the criterion itself."""

    section: str
    criterion: str
    section_title: str
    title: str
    weight: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or a state, the range of the evaluators' scores in words, and whether it waits for somebody.

    `value`, `lowest` and `highest` are those figures themselves, exact; each is empty where the words tell none.
    """

    text: str
    scores: str = ""
    waits: bool = False
    value: str = ""
    lowest: str = ""
    highest: str = ""

    @property
    def spread(self) -> Decimal:
        """How many points of the scale the evaluators' scores are apart."""
        return Decimal(self.highest) - Decimal(self.lowest) if self.highest else Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """A bid by reference; its total as published and exact, and its place in words: empty before there is a ranking."""

    bid: str
    name: str
    cells: tuple[Cell, ...]
    total: str
    place: str
    exact_total: str


@dataclass(frozen=True, slots=True)
class Board:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shows_figures: bool
    is_ranked: bool
    hidden: int

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The references and titles of the sections that hold criteria, in the published order."""
        return tuple(dict.fromkeys((column.section, column.section_title) for column in self.columns))


class WorkState(StrEnum):
    """How far the work on a bid has come."""

    UNFINISHED = "unfinished"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        """The state's name, as a person reads it."""
        return {
            WorkState.UNFINISHED: "Something is still to do",
            WorkState.FINISHED: "Nothing is left to do",
        }[self]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A section, by reference; a state; and how many points evaluators are apart at least. Each may be left open."""

    section: str = ""
    state: str = ""
    spread: Decimal | None = None


EVERYTHING = Wanted()


def part_of(board: Board, wanted: Wanted) -> Board:
    """What is wanted of the board. Raises Refusal for a section that it does not have."""
    if wanted.section and wanted.section not in dict(board.sections):
        raise Refusal("This competition has no such section. Choose one of the list.")
    places = [place for place, column in enumerate(board.columns) if wanted.section in {"", column.section}]
    rows = [replace(row, cells=tuple([row.cells[place] for place in places])) for row in board.rows]
    return replace(
        board,
        columns=tuple(board.columns[place] for place in places),
        rows=tuple(row for row in rows if _is_wanted(row.cells, wanted)),
    )


def _is_wanted(cells: tuple[Cell, ...], wanted: Wanted) -> bool:
    if wanted.state and any(cell.waits for cell in cells) != (wanted.state == WorkState.UNFINISHED):
        return False
    return wanted.spread is None or any(cell.spread >= wanted.spread for cell in cells)
