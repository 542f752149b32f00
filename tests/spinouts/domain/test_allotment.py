from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.allotment import allot

stakes = st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=12).filter(any)
totals = st.integers(min_value=1, max_value=1_000_000)


def test_hamiltons_method_gives_the_published_example():
    """Balinski and Young, Fair Representation, 1982: 26 seats for 9,061, 7,179, 5,259, 3,319 and 1,182 people."""
    people = [Fraction(count) for count in (9061, 7179, 5259, 3319, 1182)]

    assert allot(26, people) == (9, 7, 5, 4, 1)


def test_a_third_each_of_a_hundred_shares_gives_the_odd_share_to_the_first():
    assert allot(100, [Fraction(1, 3)] * 3) == (34, 33, 33)


def test_the_larger_remainder_comes_before_the_earlier_party():
    assert allot(10, [Fraction("24.9"), Fraction("75.1")]) == (2, 8)


@given(totals, stakes)
def test_all_shares_are_allotted_and_each_part_is_within_one_share_of_its_due(total, parts):
    shares = allot(total, parts)

    assert sum(shares) == total
    assert all(abs(got - total * part / sum(parts)) < 1 for got, part in zip(shares, parts, strict=True))


@given(totals, stakes)
def test_a_part_of_nothing_receives_nothing(total, parts):
    assert allot(total, [*parts, Fraction(0)]) == (*allot(total, parts), 0)


@given(totals, stakes)
def test_a_larger_stake_never_receives_fewer_shares_and_an_equal_one_at_most_one_fewer(total, parts):
    pairs = sorted(zip(parts, allot(total, parts), strict=True), key=lambda pair: pair[0])

    for (less, fewer), (more, shares) in pairwise(pairs):
        assert shares >= fewer - (less == more)


@given(totals, stakes, st.fractions(min_value="0.001", max_value=1000))
def test_the_unit_of_the_parts_does_not_matter(total, parts, scale):
    assert allot(total, [part * scale for part in parts]) == allot(total, parts)


@given(st.lists(st.integers(min_value=0, max_value=1000), min_size=1).filter(any))
def test_parts_that_are_whole_shares_are_kept(shares):
    assert allot(sum(shares), [Fraction(count) for count in shares]) == tuple(shares)


@pytest.mark.parametrize(
    ("total", "parts", "why"),
    [
        (0, [Fraction(1)], "at least 1 share"),
        (-5, [Fraction(1)], "at least 1 share"),
        (10, [Fraction(1), Fraction(-1)], "less than nothing"),
        (10, [Fraction(0), Fraction(0)], "Nobody has a stake"),
        (10, [], "Nobody has a stake"),
    ],
)
def test_what_cannot_be_divided_is_refused_with_the_reason(total, parts, why):
    with pytest.raises(Refusal, match=why):
        allot(total, parts)
