"""Alpha against the figures that Krippendorff published (“Computing Krippendorff's Alpha-Reliability”, 2011)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.figures import shown
from procurement.domain.methodology import Methodology
from scoring.domain.sensitivity.agreement import Estimate, Severity, agreement, alpha, severities
from scoring.domain.sensitivity.leaving_out import PanelScore
from tests.procurement.domain.methodologies import FIVE, scored, section

OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Four observers, twelve units, missing data: section D of the paper."""
METHODOLOGY = Methodology((section("quality", 100, scored("a", 60), scored("b", 40)),))


def units():
    columns = zip(*(line.split() for line in OBSERVERS), strict=True)
    return [tuple(Fraction(value) for value in column if value != ".") for column in columns]


@pytest.mark.parametrize(("level", "published"), [("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849")])
def test_four_observers_with_missing_data(level, published):
    assert str(shown(alpha(units(), level), 3)) == published


def test_two_observers_and_binary_data():
    """Section A of the paper: ten articles, alpha = 0.095."""
    first, second = "0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"
    pairs = [tuple(map(Fraction, pair)) for pair in zip(first.split(), second.split(), strict=True)]

    assert str(shown(alpha(pairs, "nominal"), 3)) == "0.095"


def test_two_observers_and_nominal_data():
    """Section B of the paper: twelve articles, alpha = 0.692."""
    letters = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    first, second = "a a b b d c c c e d d a", "b a b b b c c c e d d d"
    pairs = [
        (Fraction(letters[one]), Fraction(letters[other]))
        for one, other in zip(first.split(), second.split(), strict=True)
    ]

    assert str(shown(alpha(pairs, "nominal"), 3)) == "0.692"


def test_full_agreement_is_one_and_nothing_is_said_of_nothing():
    assert alpha([(Fraction(1), Fraction(1)), (Fraction(2), Fraction(2))]) == 1
    assert alpha([(Fraction(1), Fraction(1))]) is None
    assert alpha([(Fraction(1),), ()]) is None


@given(st.lists(st.lists(st.integers(0, 5).map(Fraction), min_size=2, max_size=4), min_size=1, max_size=6))
def test_alpha_never_exceeds_one_and_is_that_only_in_full_agreement(many):
    found = [alpha(many, level) for level in ("nominal", "ordinal", "interval")]

    agree = all(len(set(unit)) == 1 for unit in many)
    for figure in found:
        assert figure is None or (figure == 1 if agree else figure < 1)


@given(
    st.lists(st.lists(st.integers(0, 5).map(Fraction), min_size=2, max_size=4), min_size=1, max_size=6),
    st.integers(1, 9),
    st.integers(-5, 5),
)
def test_alpha_of_intervals_does_not_depend_on_the_scale(many, factor, shift):
    assert alpha(many) == alpha([[value * factor + shift for value in unit] for unit in many])


def scores(**by_evaluator):
    """Scores of a and b for the bids x and y, of each evaluator in that order; "." for none."""
    places = [("x", "a"), ("x", "b"), ("y", "a"), ("y", "b")]
    return [
        PanelScore(evaluator, bid, criterion, Decimal(value))
        for evaluator, line in by_evaluator.items()
        for (bid, criterion), value in zip(places, line.split(), strict=True)
        if value != "."
    ]


def test_a_panels_agreement_has_a_range_around_it():
    found = agreement(METHODOLOGY, scores(ann="5 3 2 1", bob="4 3 2 2", cat="5 4 1 1"), seed=1, level="interval")

    assert found.low <= found.figure <= found.high
    assert found == agreement(
        METHODOLOGY, scores(cat="5 4 1 1", bob="4 3 2 2", ann="5 3 2 1"), seed=1, level="interval"
    )


def test_a_severe_evaluator_shows_beside_the_others():
    """On a scale of 5, Cat is always a point below the other two, who agree: a fifth of the scale."""
    found = {
        each.evaluator: each
        for each in severities(METHODOLOGY, scores(ann="5 3 2 4", bob="5 3 2 4", cat="4 2 1 3"), seed=1)
    }

    assert found["cat"] == Severity("cat", 4, Estimate(Fraction(-1, 5), Fraction(-1, 5), Fraction(-1, 5)))
    assert found["ann"].difference.figure == Fraction(1, 10)


def test_of_one_score_no_range_is_told_and_of_a_lonely_one_nothing():
    found = severities(METHODOLOGY, scores(ann="5 . . .", bob="3 3 . ."), seed=1)

    assert [(each.evaluator, each.scores, each.difference) for each in found] == [
        ("ann", 1, Estimate(Fraction(2, 5), None, None)),
        ("bob", 1, Estimate(Fraction(-2, 5), None, None)),
    ]
    assert FIVE.maximum == 5
