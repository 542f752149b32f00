from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spinouts.domain.percentages import THRESHOLDS, percent_in_words, percentages, stake_in_words

holdings = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=60).filter(any)


def side(figure, line):
    return (figure > line) - (figure < line)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (25, 100, "25%"),
        (249, 1000, "24.9%"),
        (751, 1000, "75.1%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (2501, 10_000, "just over 25%"),
        (2499, 10_000, "just under 25%"),
        (4_999_999, 10_000_000, "just under 50%"),
        (50_001, 100_000, "just over 50%"),
        (7499, 10_000, "just under 75%"),
        (7501, 10_000, "just over 75%"),
        (1999, 10_000, "just under 20%"),
        (1, 100_000, "just over 0%"),
        (99_999, 100_000, "just under 100%"),
        (0, 5, "0%"),
        (5, 5, "100%"),
        (Fraction(1, 8), 1, "12.5%"),
    ],
)
def test_a_stake_reads_as_a_careful_person_would_say_it(part, whole, words):
    assert stake_in_words(part, whole) == words


@given(
    st.integers(min_value=1, max_value=10**9).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
)
@example((2501, 10_000))
def test_words_never_move_a_holder_across_a_threshold(stake):
    exact = Fraction(stake[0] * 100, stake[1])

    words = stake_in_words(*stake)

    shown = Fraction(words.split()[-1].rstrip("%"))
    nudge = {"just over": 1, "just under": -1}.get(words.rpartition(" ")[0], 0)
    assert all((side(shown, line) or nudge) == side(exact, line) for line in THRESHOLDS)
    assert abs(shown - exact) <= Fraction(1, 20)


def test_a_figure_beside_a_limit_is_not_rounded_onto_it():
    assert stake_in_words(3502, 10_000) == "35%"
    assert stake_in_words(3502, 10_000, beside=[Decimal(35)]) == "just over 35%"
    assert stake_in_words(2494, 10_000, beside=[Decimal("24.92")]) == "just over 24.92%"
    assert stake_in_words(3500, 10_000, beside=[Decimal(35)]) == "35%"


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_part_of_the_whole_has_no_words(part, whole):
    with pytest.raises(ValueError, match="not a part"):
        stake_in_words(part, whole)


def test_a_percentage_is_written_without_idle_zeros():
    figures = (Decimal("25.00"), Decimal("24.95"), Decimal("1E+2"), Fraction(100, 3), Decimal(0))

    assert [percent_in_words(figure) for figure in figures] == ["25%", "24.95%", "100%", "100/3%", "0%"]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((1, 1, 1), ("33.4", "33.3", "33.3")),
        ((40, 35, 25), ("40.0", "35.0", "25.0")),
        ((751, 249), ("75.1", "24.9")),
        ((2501, 7499), ("25.1", "74.9")),
        ((2499, 7501), ("24.9", "75.1")),
        ((25_001, 25_001, 49_998), ("25.1", "25.1", "49.8")),
        ((1, 99_999), ("0.1", "99.9")),
        ((0, 7), ("0.0", "100.0")),
    ],
)
def test_a_column_of_percentages_adds_up_and_keeps_to_its_side_of_each_line(parts, shown):
    assert percentages(parts) == tuple(Decimal(figure) for figure in shown)


@given(holdings, st.integers(min_value=0, max_value=4))
def test_percentages_add_up_to_exactly_one_hundred(parts, places):
    assert sum(map(Fraction, percentages(parts, places))) == 100


@given(holdings)
def test_percentages_put_no_holder_on_another_side_of_a_threshold(parts):
    for part, shown in zip(parts, percentages(parts), strict=True):
        exact = Fraction(part * 100, sum(parts))
        assert [side(shown, line) for line in THRESHOLDS] == [side(exact, line) for line in THRESHOLDS]


@given(holdings)
def test_percentages_show_a_larger_holder_never_below_a_smaller_one(parts):
    pairs = sorted(zip(parts, percentages(parts), strict=True))

    for (less, fewer), (more, shown) in pairwise(pairs):
        assert less == more or shown >= fewer


@given(st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=8))
def test_percentages_that_need_no_rounding_are_kept(tenths):
    tenths = [*tenths, max(1000 - sum(tenths), 0)]
    if sum(tenths) == 1000:
        assert percentages(tenths) == tuple(Decimal(part) / 10 for part in tenths)


def test_a_crowd_of_tiny_holders_is_shown_with_more_places_rather_than_as_nothing():
    shown = percentages([1] * 2000)

    assert set(shown) == {Decimal("0.05")}


@pytest.mark.parametrize("parts", [(), (0, 0), (5, -1)])
def test_no_percentages_of_nothing(parts):
    with pytest.raises(ValueError, match="zero or more"):
        percentages(parts)
