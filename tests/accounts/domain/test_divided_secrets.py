from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.divided_secrets import divide, put_together

secret = st.binary(min_size=1, max_size=40)
counts = st.integers(1, 6).flatmap(lambda needed: st.tuples(st.just(needed), st.integers(needed, 8)))


@given(secret, counts, st.randoms())
def test_any_shares_that_are_enough_give_it_back(secret, counts, random):
    needed, shares = counts
    divided = divide(secret, shares=shares, needed=needed)

    chosen = random.sample(sorted(divided), random.randint(needed, shares))

    assert put_together({number: divided[number] for number in chosen}) == secret


def test_the_shares_that_draft_mcgrew_tss_03_publishes_give_its_secret():
    shares = {1: bytes.fromhex("B9FA07E185"), 2: bytes.fromhex("F5409B4511")}

    assert put_together(shares) == bytes.fromhex("7465737400")


def test_with_one_share_too_few_every_secret_is_as_likely_as_any_other():
    """Each of the 256 bytes fits the one share that is known, with exactly one other share of the same number."""
    known = divide(b"s", shares=3, needed=2)[1]

    possible = {put_together({1: known, 2: bytes([other])}) for other in range(256)}

    assert len(possible) == 256


def test_each_division_is_another_one():
    key = bytes(32)
    assert len({divide(key, shares=2, needed=2)[1] for _ in range(20)}) == 20


def test_every_pair_of_five_shares_gives_the_key_back():
    key = bytes(range(32))
    divided = divide(key, shares=5, needed=2)

    assert all(put_together(dict(pair)) == key for pair in combinations(divided.items(), 2))


@pytest.mark.parametrize(("shares", "needed"), [(2, 3), (3, 0), (256, 2)])
def test_impossible_counts_are_told(shares, needed):
    with pytest.raises(ValueError, match="can’t be"):
        divide(b"key", shares=shares, needed=needed)


@pytest.mark.parametrize("shares", [{}, {1: b"ab", 2: b"c"}, {0: b"ab", 1: b"cd"}, {300: b"ab"}])
def test_shares_that_cannot_belong_together_are_told(shares):
    with pytest.raises(ValueError, match="Shares"):
        put_together(shares)
