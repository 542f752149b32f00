import statistics
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain import methodology_record
from procurement.domain.figures import read_exactly
from procurement.domain.methodology import CriterionKind, criteria
from procurement.domain.panel_results import PanelResult, explain_result, in_full, result_of
from procurement.domain.soundness import problems, warnings
from tests.procurement.domain import methodologies

scores = st.lists(st.decimals(min_value=0, max_value=10, places=2), min_size=1, max_size=9)


@given(scores)
def test_both_are_exact_and_as_everybody_else_computes_them(values):
    exact = [Fraction(value) for value in values]

    assert result_of(PanelResult.MEAN, values) == statistics.mean(exact)
    assert result_of(PanelResult.MEDIAN, values) == statistics.median(exact)


@given(scores, st.randoms())
def test_they_lie_between_what_was_given_in_whichever_order(values, chance):
    mixed = chance.sample(values, len(values))
    for method in (PanelResult.MEAN, PanelResult.MEDIAN):
        assert min(values) <= result_of(method, values) <= max(values)
        assert result_of(method, mixed) == result_of(method, values)


def test_a_third_stays_a_third_and_is_rounded_for_reading_alone():
    values = [Decimal(5), Decimal(2), Decimal(3)]

    assert result_of(PanelResult.MEAN, values) == Fraction(10, 3)
    assert explain_result(PanelResult.MEAN, values) == "the mean of 2, 3 and 5 is about 3.3333"
    assert explain_result(PanelResult.MEDIAN, values) == "the median of 2, 3 and 5 is 3"


def test_in_full_nothing_is_rounded_away():
    said = [in_full(each) for each in (Fraction(10, 3), Fraction(27, 8), Fraction(7, 2), Decimal("4.00"))]

    assert said == ["about 3.33, exactly 10/3", "3.375", "3.5", "4"]


@given(scores)
def test_what_is_said_in_full_is_read_back_as_the_same_number(values):
    mean = result_of(PanelResult.MEAN, values)

    assert read_exactly(in_full(mean).rpartition("exactly ")[2]) == mean


def test_nothing_has_no_mean_and_what_is_agreed_none_either():
    for method, values in ((PanelResult.MEAN, []), (PanelResult.AGREED, [Decimal(3)])):
        with pytest.raises(ValueError, match="at least one score"):
            result_of(method, values)


def changed(methodology, kind, **fields):
    """The methodology with every criterion of the kind changed."""

    def change(part):
        if hasattr(part, "children"):
            return replace(part, children=tuple(change(child) for child in part.children))
        return replace(part, **fields) if part.kind is kind else part

    return replace(methodology, sections=tuple(change(section) for section in methodology.sections))


def test_a_computed_score_is_warned_of_with_the_cases_and_published():
    plain = methodologies.sound()
    computed = changed(plain, CriterionKind.SCORED, result=PanelResult.MEDIAN)

    assert problems(computed) == []
    (sentence, *_) = [each for each in warnings(computed) if "Bromcom" in each]
    assert "Woods Building Services" in sentence
    assert methodology_record.from_content(methodology_record.to_content(computed)) == computed
    assert methodology_record.fingerprint(computed) != methodology_record.fingerprint(plain)
    assert "result" not in str(methodology_record.to_content(plain))


def test_a_condition_is_never_averaged():
    computed = changed(methodologies.sound(), CriterionKind.CONDITION, result=PanelResult.MEAN)

    if any(each.kind is CriterionKind.CONDITION for each in criteria(computed)):
        assert any("has no mean or median" in sentence for sentence in problems(computed))
