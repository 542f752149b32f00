from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.panel_results import PanelResult, result_of
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


@given(st.lists(st.decimals(0, 5, places=2), min_size=1, max_size=9))
def test_from_all_who_scored_to_their_mean_the_moves_add_up_to_nothing(given):
    mean = result_of(PanelResult.MEAN, given)

    steps = [Step(f"Eve {number}", each, mean, Decimal(5)) for number, each in enumerate(given)]

    assert sum(step.by for step in steps) == 0
    assert {each.evaluator for each in influence(steps) if each.theirs} == {
        step.evaluator for step in steps if Fraction(step.locked) == mean
    }


@given(st.fractions(-5, 5, max_denominator=12))
def test_a_move_is_told_whole_and_rounded_only_beside_it(by):
    words = moved_in_words(by)

    told = words.rsplit(" ", 1)[-1] if by else "0"
    assert abs(by) == Fraction(told)
    assert words.startswith({1: "up ", -1: "down ", 0: "stayed"}[(by > 0) - (by < 0)])
    assert ("about" in words) == ("/" in told)


def test_a_move_in_words():
    assert [moved_in_words(Decimal(by)) for by in ("1.00", "-2", "0", "0.50")] == ["up 1", "down 2", "stayed", "up 0.5"]
    assert moved_in_words(Fraction(10, 3) - 3) == "up about 0.33, exactly 1/3"
