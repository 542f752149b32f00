from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from scoring.domain.board import Board, Cell, Column, Row, Wanted, part_of

APART, AGREED, OPEN = Cell("4", "2–4.5", False, "4", "2", "4.5"), Cell("3", value="3"), Cell("to agree", waits=True)


def board(**rows):
    return Board(
        columns=(Column("q", "run", "Quality", "Run", "60%"), Column("p", "price", "Price", "Price", "40%")),
        rows=tuple(Row(name, name, cells, "", "", "") for name, cells in rows.items()),
        shows_figures=True,
        is_ranked=False,
        hidden=0,
    )


BOARD = board(a=(APART, AGREED), b=(AGREED, OPEN), c=(OPEN, APART))


@pytest.mark.parametrize(
    ("wanted", "bids"),
    [
        (Wanted(), "abc"),
        (Wanted(state="unfinished"), "bc"),
        (Wanted(state="finished"), "a"),
        (Wanted(spread=Decimal("2.5")), "ac"),
        (Wanted(spread=Decimal("2.51")), ""),
        (Wanted(section="q", state="unfinished"), "c"),
        (Wanted(section="p", spread=Decimal(1)), "c"),
    ],
)
def test_bids_are_found_by_what_is_true_in_the_chosen_section(wanted, bids):
    assert "".join(row.bid for row in part_of(BOARD, wanted).rows) == bids


def test_a_section_holds_its_own_criteria_alone():
    part = part_of(BOARD, Wanted(section="p"))

    assert [column.criterion for column in part.columns] == ["price"]
    assert [row.cells for row in part.rows] == [(AGREED,), (OPEN,), (APART,)]


def test_a_section_that_is_not_there_is_refused():
    with pytest.raises(Refusal, match="no such section"):
        part_of(BOARD, Wanted(section="r"))
