import itertools
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.staff_ratings import FEWEST
from scoring.domain.told_of_ballots import (
    bands_of,
    counted,
    groups_may_be_told,
    may_be_told,
    turnout_may_be_told,
)

SIX = [Decimal(step) for step in range(6)]


def counts(*numbers):
    return {Decimal(step): number for step, number in enumerate(numbers)}


def told(*numbers):
    return {band.label: band.ballots for band in may_be_told(counts(*numbers))}


def test_each_rating_is_told_if_five_or_more_gave_it():
    assert told(5, 7, 9, 12, 30, 8) == {"0": 5, "1": 7, "2": 9, "3": 12, "4": 30, "5": 8}


def test_bands_are_told_if_one_rating_was_given_by_few():
    assert told(2, 7, 9, 12, 30, 8) == {"0 to 1": 9, "2 to 3": 21, "4 to 5": 38}


def test_nothing_is_told_if_a_band_is_small_or_the_sum_gives_a_rating_away():
    assert told(0, 1, 9, 12, 30, 8) == {}
    # All gave the lower rating of their band, as the sum then says.
    assert told(6, 0, 9, 0, 30, 0) == {}
    assert told(1, 2, 3) == {}


def test_bands_are_the_same_whatever_was_given():
    assert [len(bands_of(SIX[:number])) for number in (2, 3, 4, 5, 6)] == [1, 1, 2, 2, 3]
    assert [len(band) for band in bands_of(map(Decimal, range(11)))] == [3, 4, 4]


def test_what_was_given_is_counted_with_what_nobody_gave():
    assert counted(SIX, [Decimal(4), Decimal(4), Decimal(0)]) == counts(1, 0, 0, 0, 2, 0)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7))
def test_no_small_figure_is_told_and_together_they_are_all_ballots(numbers):
    bands = may_be_told(counts(*numbers))

    assert all(band.ballots >= FEWEST for band in bands)
    assert not bands or sum(band.ballots for band in bands) == sum(numbers)
    assert not bands or [step for band in bands for step in band.steps] == list(counts(*numbers))


@pytest.mark.parametrize(("steps", "ballots"), [(2, 24), (3, 24), (4, 23), (5, 22), (6, 18)])
def test_nobody_who_knows_the_rule_and_the_sum_can_work_out_a_small_figure(steps, ballots):
    """Every distribution of so many ballots, by all that is published of it: told, number, sum, and the rule itself."""
    by_published = defaultdict(list)
    for numbers in _all_distributions(steps, ballots):
        total = sum(step * number for step, number in enumerate(numbers))
        by_published[may_be_told(counts(*numbers)), total].append(numbers)

    for (bands, _), alike in by_published.items():
        if not bands:
            # Nothing is told but the sum, which is published for the marks.
            continue
        for rating in range(steps):
            possible = {numbers[rating] for numbers in alike}
            assert len(possible) > 1 or min(possible) >= FEWEST, (bands, alike)


@given(st.lists(st.lists(st.integers(0, 20), min_size=6, max_size=6), min_size=2, max_size=4))
def test_groups_are_told_all_or_none_and_never_by_a_small_figure(groups):
    shown = groups_may_be_told([counts(*numbers) for numbers in groups])

    assert len(shown) in {0, len(groups)}
    assert all(band.ballots >= FEWEST for bands in shown for band in bands)
    if shown:
        whole = may_be_told(counts(*[sum(column) for column in zip(*groups, strict=True)]))
        # Whoever takes all groups but one from the whole learns what is told of that one anyhow.
        assert sum(band.ballots for bands in shown for band in bands) == sum(band.ballots for band in whole)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_the_turnout_of_groups_is_told_only_if_none_is_small(ballots):
    assert turnout_may_be_told(ballots) == (len(ballots) > 1 and min(ballots) >= FEWEST)


def test_a_large_ballot_on_a_long_scale_is_quickly_decided():
    assert len(may_be_told(counts(*([200] * 10), 3))) == 3


def _all_distributions(steps, ballots):
    for bars in itertools.combinations(range(ballots + steps - 1), steps - 1):
        ends = (-1, *bars, ballots + steps - 1)
        yield tuple(high - low - 1 for low, high in itertools.pairwise(ends))
