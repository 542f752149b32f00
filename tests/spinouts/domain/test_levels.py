from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.levels import filled

lots = st.lists(
    st.tuples(st.integers(0, 100), st.none() | st.fractions(min_value=0, max_value=100)), min_size=1, max_size=6
)


@pytest.mark.parametrize(
    ("amount", "shares", "most", "got"),
    [
        (1000, [100, 100], [2, None], [200, 800]),
        (300, [100, 100], [2, None], [150, 150]),
        (1000, [100, 50], [2, 3], [200, 150]),
        (1000, [100, 0], [0, None], [0, 0]),
        (10, [1, 2], [None, None], [Fraction(10, 3), Fraction(20, 3)]),
    ],
)
def test_each_share_gets_the_same_up_to_its_most(amount, shares, most, got):
    assert list(filled(Fraction(amount), shares, most)) == got


@given(st.fractions(min_value=0, max_value=10**6), lots)
def test_all_is_given_unless_every_lot_is_full_and_no_share_gets_less_than_a_fuller_one(amount, lots):
    shares, most = zip(*lots, strict=True)

    got = filled(amount, shares, most)

    each = {index: got[index] / count for index, count in enumerate(shares) if count}
    full = {index for index in each if most[index] is not None and each[index] == most[index]}
    assert all(most[index] is None or each[index] <= most[index] for index in each)
    assert sum(got) == amount or (sum(got) < amount and full == set(each))
    rest = {each[index] for index in each if index not in full}
    assert len(rest) <= 1
    assert all(each[index] <= level for index in full for level in rest)
