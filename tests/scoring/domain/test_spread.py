from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.spread import Spread, needs_discussion, spread, widest_first
from tests.procurement.domain.methodologies import scale

TEN = scale(*range(11))


def decimals(*scores):
    return [Decimal(score) for score in scores]


def test_six_and_nine_of_ten_are_flagged():
    """The published example: 30% of the scale apart, and from there on flagged."""
    assert spread(decimals(6, 9), TEN) == Fraction(3, 10)
    assert needs_discussion(spread(decimals(6, 9), TEN))
    assert not needs_discussion(spread(decimals(7, 9), TEN))


def test_a_spread_is_a_share_of_the_scales_own_range():
    assert spread(decimals(2, 3), scale(1, 2, 3, 4, 5)) == Fraction(1, 4)


def test_one_score_or_none_has_no_spread():
    assert [spread(decimals(), TEN), spread(decimals(7), TEN)] == [0, 0]


@given(st.lists(st.integers(0, 10).map(Decimal), min_size=2))
def test_a_spread_is_from_nothing_to_the_whole_scale_whatever_the_order(scores):
    assert 0 <= spread(scores, TEN) == spread(sorted(scores), TEN) <= 1


def test_the_widest_come_first_and_equal_ones_by_criterion_and_bid():
    low, flagged = Fraction(1, 5), Fraction(3, 10)
    listed = [Spread("b", "x", low), Spread("a", "y", low), Spread("a", "x", low), Spread("c", "x", flagged)]

    assert widest_first(listed) == [listed[3], listed[2], listed[1], listed[0]]
