from fractions import Fraction

import pytest
from hypothesis import given

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Methodology, available, criteria, walk
from procurement.domain.worked_example import Cell, worked_example
from tests.procurement.domain.methodologies import methodologies, sound


def test_the_example_shows_how_each_bid_comes_to_its_marks():
    example = worked_example(sound())
    rows = {row.reference: row for row in example.rows}

    assert example.bids == ("Bid A", "Bid B", "Bid C")
    assert [(row.depth, row.reference) for row in example.rows] == [
        (0, "conditions"),
        (1, "insurance"),
        (0, "quality"),
        (1, "service"),
        (1, "employees"),
        (0, "offer"),
        (1, "investment"),
        (1, "price"),
    ]
    assert rows["insurance"].cells[0] == Cell("1", "Passed.", Fraction(0))
    assert rows["service"].cells[0] == Cell("4", "The score 4 of 5 earns 4 ÷ 5 of 36 marks = 28.80.", Fraction(144, 5))
    assert rows["price"].cells == (
        Cell(
            "£120,000",
            "£100,000 is the lowest total price; £120,000 earns 100,000 ÷ 120,000 of 20 marks = 16.67.",
            Fraction(50, 3),
        ),
        Cell(
            "£200,000",
            "£100,000 is the lowest total price; £200,000 earns 100,000 ÷ 200,000 of 20 marks = 10.00.",
            Fraction(10),
        ),
        Cell("£100,000", "£100,000 is the lowest total price and earns all of 20 marks = 20.00.", Fraction(20)),
    )
    assert rows["quality"].cells[0].explained == "28.80 for “Service” + 14.40 for “Employees” = 43.20 of 60 marks."


def test_the_example_is_always_the_same():
    assert worked_example(sound()) == worked_example(sound())


@given(methodologies())
def test_totals_are_the_sum_of_the_criteria_and_of_the_sections(methodology):
    example = worked_example(methodology)
    leaves = {criterion.reference for criterion in criteria(methodology)}

    for column, total in enumerate(example.totals):
        assert total == sum(row.cells[column].earned for row in example.rows if row.reference in leaves)
        assert total == sum(row.cells[column].earned for row in example.rows if row.depth == 0)


@given(methodologies())
def test_made_up_bids_pass_every_threshold_and_stay_within_the_marks(methodology):
    parts = {part.reference: part for _, part in walk(methodology)}

    for row in worked_example(methodology).rows:
        part = parts[row.reference]
        assert row.available == available(methodology)[row.reference]
        for cell in row.cells:
            assert 0 <= cell.earned <= row.available
            if row.is_section and part.minimum_percent:
                assert cell.earned * 100 >= Fraction(part.minimum_percent) * row.available
            if not row.is_section and part.minimum_score is not None:
                assert Fraction(cell.given) >= part.minimum_score


def test_an_unsound_methodology_has_no_example():
    with pytest.raises(Refusal, match="There are no criteria yet"):
        worked_example(Methodology(()))
