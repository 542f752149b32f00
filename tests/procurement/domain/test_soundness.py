from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from procurement.domain.methodology import Measure, Method, Methodology
from procurement.domain.soundness import problems, warnings
from tests.procurement.domain.methodologies import (
    FIVE,
    by_formula,
    condition,
    methodologies,
    scale,
    scored,
    section,
    sound,
)


def whole(*children, tie_break=(), least=None):
    return Methodology((section("quality", 100, *children, least=least),), tie_break=tie_break)


def test_a_sound_methodology_has_no_problems():
    assert problems(sound()) == []


@given(methodologies())
def test_sound_methodologies_of_every_shape_have_no_problems(methodology):
    assert problems(methodology) == []


def test_a_level_that_misses_100_by_a_hundredth_is_named():
    methodology = whole(scored("a", "33.33"), scored("b", "33.33"), scored("c", "33.33"))

    assert problems(methodology) == ["The weights in “Quality” add up to 99.99%, not 100%."]


def test_the_top_level_must_add_up_too():
    methodology = Methodology((section("one", 50, scored("a", 100)), section("two", 60, scored("b", 100))))

    assert problems(methodology) == ["The weights of the sections add up to 110%, not 100%."]


def test_everything_wrong_is_told_at_once():
    methodology = Methodology(
        (
            section("quality", 50, scored("a", 100, least=6), scored("b", 10, least="2.5")),
            section("offer", 40, by_formula("price", 100, Method.LINEAR, zero_at=5, full_at=5)),
            section("empty", 5),
        ),
        tie_break=("nobody",),
        places=9,
    )

    assert problems(methodology) == [
        "The weights of the sections add up to 95%, not 100%.",
        "The weights in “Quality” add up to 110%, not 100%.",
        "The least score of “A”, 6, is above the highest of its scale, 5.",
        "The least score of “B”, 2.5, is not on the scale “0 to 5”.",
        "“Price” needs two different bounds, as a line cannot run between equal ones.",
        "“Empty” is empty: add a criterion, or take the section away.",
        "The tie-break names “nobody”, which is neither a section nor a criterion.",
        "Marks may be published to 0 to 6 decimal places, not 9.",
    ]


@pytest.mark.parametrize(
    ("criterion", "problem"),
    [
        (replace(scored("a", 100), scale=None), "“A” needs a scale of scores."),
        (
            replace(scored("a", 100), formula=by_formula("x", 1).formula),
            "“A” is scored by evaluators, so it takes no formula.",
        ),
        (
            replace(by_formula("a", 100), formula=None),
            "“A” needs a number of the offer and a formula.",
        ),
        (
            replace(by_formula("a", 100), minimum_score=Decimal(1)),
            "“A” is marked by a formula, so it takes no least score.",
        ),
        (
            by_formula("a", 100, Method.LINEAR, zero_at=5),
            "“A” needs both bounds: the figure that earns no marks and the one that earns all.",
        ),
        (scored("a", 100, scale(5)), "The scale “5 to 5” needs at least two scores."),
        (scored("a", 100, scale(0, 5, 5)), "The scale “0 to 5” has the score 5 more than once."),
        (scored("a", 100, scale(-1, 5)), "The scale “-1 to 5” has the score -1, below zero."),
    ],
)
def test_each_fault_of_a_criterion_has_its_sentence(criterion, problem):
    assert problems(whole(criterion)) == [problem]


def test_a_scale_without_a_score_above_zero_earns_nothing():
    assert problems(whole(scored("a", 100, scale(0, 0)))) == [
        "The scale “0 to 0” has the score 0 more than once.",
        "The scale “0 to 0” has no score above zero.",
    ]


def test_an_empty_scale_is_a_problem_and_no_crash():
    assert problems(whole(scored("a", 100, scale(), least=1))) == ["The scale “none” needs at least two scores."]


def test_a_scale_used_twice_is_told_about_once():
    assert problems(whole(scored("a", 50, scale(5)), scored("b", 50, scale(5)))) == [
        "The scale “5 to 5” needs at least two scores."
    ]


def test_a_condition_weighs_nothing_and_is_passed_or_failed():
    bad = "“A” is a condition of participation: it needs a scale of just 0 Fail and 1 Pass, and a least score of 1."

    assert problems(whole(replace(condition("a"), weight=Decimal(10)), scored("b", 100))) == [
        "“A” is a condition of participation, passed or failed, so it must weigh 0%."
    ]
    assert problems(whole(replace(condition("a"), scale=FIVE), scored("b", 100))) == [bad]
    assert problems(whole(replace(condition("a"), scale=None), scored("b", 100))) == [bad]
    assert problems(whole(replace(condition("a"), minimum_score=None), scored("b", 100))) == [bad]


def test_a_section_of_only_conditions_weighs_nothing_and_has_no_least_share():
    methodology = Methodology(
        (section("conditions", 10, condition("a"), least=50), section("quality", 100, scored("b", 100)))
    )

    assert problems(methodology) == [
        "“Conditions” holds only conditions of participation, passed or failed, so it must weigh 0%.",
        "“Conditions” holds only conditions, which earn no marks, so it can have no least share of them.",
    ]


def test_a_least_share_beside_a_formula_that_depends_on_other_bids_is_circular():
    inner = section("inner", 100, by_formula("price", 100))

    assert problems(whole(inner, least=50)) == [
        (
            "“Quality” cannot have a least share of its marks while “Price” depends on the other bids: who fails would"
            " depend on who passes. Use bounds, or move the least share to other sections."
        )
    ]
    assert problems(whole(by_formula("price", 100, Method.LINEAR, zero_at=9, full_at=1), least=50)) == []


@pytest.mark.parametrize("least", ["0", "-1", "100.01"])
def test_a_least_share_is_a_percentage_above_zero(least):
    assert problems(whole(scored("a", 100), least=least)) == [
        f"The least share of “Quality” must be above 0% and at most 100%, not {least}%."
    ]


def test_references_are_unique_among_sections_and_criteria():
    assert problems(whole(scored("quality", 100))) == [
        "“Quality” and “Quality” have the same reference, quality: each needs its own."
    ]


def test_weights_below_zero_are_named():
    assert problems(whole(scored("a", 110), scored("b", -10))) == ["The weight of “B” is below zero."]


def test_a_tie_break_names_parts_with_marks_once_each():
    methodology = whole(scored("a", 100), condition("b"), tie_break=("a", "b", "a", "c"))

    assert problems(methodology) == [
        "The tie-break names “A” more than once.",
        "The tie-break names “B”, which earns no marks and so cannot part equal bids.",
        "The tie-break names “c”, which is neither a section nor a criterion.",
    ]


def test_something_must_be_assessed_and_earn_marks():
    assert problems(Methodology(())) == ["There are no criteria yet."]
    assert problems(Methodology((section("conditions", 0, condition("a")),))) == [
        "No criterion earns marks, so bids could not be ranked: add one that is scored or marked by a formula."
    ]


def test_a_relative_formula_is_warned_of_for_the_ranking_paradox_and_for_zero():
    assert warnings(sound()) == [
        (
            "The marks for “Price” depend on the other bids: one more bid, even a hopeless one, may change which of two"
            " others ranks higher. Marks between two published bounds do not have that fault."
        ),
        (
            "A bid whose total price is zero would have no marks for “Price”, as the formula divides by it, and the"
            " bids could not be ranked. If zero may be offered, use marks between two published bounds."
        ),
    ]


def test_rewarding_the_wrong_direction_is_warned_of():
    methodology = whole(
        by_formula("price", 50, Method.LINEAR, zero_at=1, full_at=9),
        by_formula("stake", 50, Method.LINEAR, Measure.EMPLOYEE_STAKE, zero_at=50, full_at=25),
        tie_break=("price",),
    )

    assert warnings(methodology) == [
        "“Price” gives the most marks for more (total price), while councils usually want the opposite.",
        "“Stake” gives the most marks for less (stake of the employees), while councils usually want the opposite.",
    ]


def test_unfinished_bounds_are_a_problem_and_not_also_a_warning():
    assert warnings(whole(by_formula("price", 100, Method.LINEAR), tie_break=("price",))) == []


def test_a_weightless_criterion_and_a_missing_tie_break_are_warned_of():
    assert warnings(whole(scored("a", 100), scored("b", 0))) == [
        "“B” weighs nothing, so it is assessed but earns no marks.",
        "There is no tie-break: bids with equal totals would share a place, and so perhaps the first.",
    ]
