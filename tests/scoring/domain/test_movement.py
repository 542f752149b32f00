from decimal import Decimal
from fractions import Fraction

from scoring.domain.movement import Influence, Step, influence, moved_in_words


def test_each_evaluator_is_told_how_near_the_results_were_to_their_own_scores():
    steps = [
        Step("Eve", Decimal(2), Decimal(3), Decimal(5)),
        Step("Eve", Decimal(4), Decimal(3), Decimal(5)),
        Step("Eve", Decimal(1), Decimal(1), Decimal(1)),
        Step("Evan", Decimal(3), Decimal(3), Decimal(5)),
    ]

    assert influence(steps) == [
        Influence("Evan", 1, theirs=1, higher=0, lower=0, mean_share=Fraction(0)),
        Influence("Eve", 3, theirs=1, higher=1, lower=1, mean_share=Fraction(2, 15)),
    ]
    assert influence(steps)[1].is_few
    assert not influence(steps[:1] * 10)[0].is_few


def test_a_move_in_words():
    assert [moved_in_words(Decimal(by)) for by in ("1.00", "-2", "0", "0.50")] == ["up 1", "down 2", "stayed", "up 0.5"]
