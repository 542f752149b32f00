from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.pictures.placing import apportion, cut, spread

parts = st.lists(st.fractions(0, 1), min_size=1, max_size=40)


@given(st.lists(st.integers(-500, 1500), max_size=12), st.integers(1, 50))
def test_things_keep_apart_and_within_their_bounds(wanted, apart):
    places = spread(wanted, apart, 0, 1000)

    assert all(other - one >= apart for one, other in pairwise(places))
    assert all(0 <= place <= 1000 for place in places)


def test_things_stand_where_they_want_if_nothing_is_in_the_way_and_else_about_their_middle():
    assert spread([100, 300], 50, 0, 1000) == [100, 300]
    assert spread([100, 100, 100], 50, 0, 1000) == [50, 100, 150]
    assert spread([0, 0], 50, 0, 1000) == [0, 50]


def test_too_many_things_are_refused():
    with pytest.raises(ValueError, match="no room"):
        spread([1, 2, 3], 10, 0, 19)


@given(parts, st.integers(0, 500))
def test_whole_numbers_add_up_and_are_within_one_of_the_exact_figure(figures, total):
    found = apportion(figures, total)

    assert sum(found) == (total if any(figures) else 0)
    for figure, number in zip(figures, found, strict=True):
        assert not sum(figures) or abs(number - figure * total / sum(figures)) < 1


def test_the_largest_remainder_comes_first_and_the_earlier_among_equals():
    assert apportion([Fraction(1, 3)] * 3, 100) == [34, 33, 33]
    assert apportion([Fraction(2, 7), Fraction(5, 7)], 3) == [1, 2]


@given(st.integers(1, 5000), st.sets(st.integers(1, 5000)), st.integers(100, 1000))
def test_sheets_follow_each_other_without_a_gap_and_are_cut_only_at_cuts(height, cuts, most):
    sheets = cut(height, sorted(cuts), most)

    assert (sheets[0][0], sheets[-1][1]) == (0, height)
    assert all(one[1] == other[0] for one, other in pairwise(sheets))
    assert {top for top, _ in sheets[1:]} <= cuts
    for top, bottom in sheets:
        assert bottom - top <= most or not [place for place in cuts if top < place < min(bottom, top + most + 1)]


def test_a_picture_of_one_sheet_stays_whole():
    assert cut(100, [50], 100) == ((0, 100),)
    assert cut(150, [50, 75], 100) == ((0, 75), (75, 150))
