from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from spinouts.domain.appraisal import Criterion, appraise, leaders
from spinouts.domain.appraisal_weights import total_at, weight_ranges
from tests.spinouts.domain.test_appraisal import CARE, CONTRACT, COST, IN_HOUSE, appraisals, scored

NEAR = Fraction(1, 10**9)


def totals_at(appraised, criterion, weight):
    return {each.option: total_at(each, criterion, weight) for each in appraised if each.total is not None}


def leads_at(first, appraised, criterion, weight):
    """By brute force: no other has more marks at this weight."""
    totals = totals_at(appraised, criterion, weight)
    return totals[first.option] == max(totals.values())


def test_the_first_place_holds_until_the_other_draws_level():
    # Level where 5w + 2(100 − w) = w + 5(100 − w), for in house and the venture.
    found = appraise([COST, CARE], scored(cost=[5, None, None, 1], care=[2, None, None, 5]))

    cost, care = weight_ranges([COST, CARE], found)

    assert (cost.low, cost.high, cost.below, cost.above) == (0, Fraction(300, 7), (), (IN_HOUSE,))
    assert (care.low, care.high, care.below, care.above) == (Fraction(400, 7), 100, (IN_HOUSE,), ())
    assert not cost.is_whole


def test_who_is_best_at_everything_stays_so_whatever_weighs_what():
    found = appraise([COST, CARE], scored(cost=[5, 4], care=[5, 4]))

    assert [(each.low, each.high, each.is_whole) for each in weight_ranges([COST, CARE], found)] == [(0, 100, True)] * 2


def test_two_who_overtake_at_the_same_weight_are_both_named():
    found = appraise([COST, CARE], scored(cost=[5, None, 5, 1], care=[2, None, 2, 5]))

    assert weight_ranges([COST, CARE], found)[0].above == (IN_HOUSE, CONTRACT)


def test_joint_leaders_or_a_single_option_have_no_range():
    joint = appraise([COST, CARE], scored(cost=[5, 5, 0], care=[5, 5, 0]))
    single = appraise([COST, CARE], scored(cost=[5], care=[5]))

    assert weight_ranges([COST, CARE], joint) == weight_ranges([COST, CARE], single) == ()


def test_a_criterion_with_all_the_weight_has_no_range_and_says_so():
    whole, idle = Criterion("all", "All", Decimal(100)), Criterion("idle", "Idle", Decimal(0))
    found = appraise([whole, idle], scored(all=[5, 4], idle=[0, 5]))

    ranges = weight_ranges([whole, idle], found)

    assert (ranges[0].low, ranges[0].high) == (None, None)
    assert (ranges[1].low, ranges[1].high) == (0, Fraction(50, 3))
    with pytest.raises(ValueError, match="all the weight"):
        total_at(found[0], whole, Fraction(50))


@given(appraisals())
def test_at_the_weight_that_it_has_an_option_has_its_own_total(appraisal):
    criteria, scores = appraisal
    for each in appraise(criteria, scores):
        for criterion in criteria:
            if each.total is not None and criterion.weight != 100:
                assert total_at(each, criterion, Fraction(criterion.weight)) == each.total


@given(appraisals(complete=True), st.fractions(0, 100))
def test_within_the_range_the_leader_leads_and_outside_it_somebody_else_does(appraisal, weight):
    criteria, scores = appraisal
    appraised = appraise(criteria, scores)
    ranges = weight_ranges(criteria, appraised)
    assume(ranges)
    (first,) = leaders(appraised)

    for each in ranges:
        if each.low is None:
            assert each.criterion.weight == 100
            continue
        assert each.low <= each.criterion.weight <= each.high
        assert leads_at(first, appraised, each.criterion, weight) == (each.low <= weight <= each.high)
        for end, beyond, named in ((each.low, -NEAR, each.below), (each.high, NEAR, each.above)):
            assert bool(named) == (0 < end < 100)
            totals = totals_at(appraised, each.criterion, end)
            assert {option for option in named if totals[option] == totals[first.option]} == set(named)
            if named:
                after = totals_at(appraised, each.criterion, end + beyond)
                assert all(after[option] > after[first.option] for option in named)
