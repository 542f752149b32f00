from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spinouts.domain.percentages import THRESHOLDS, parts_in_words, percent_in_words, stake_in_words

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
    assert stake_in_words(2495, 10_000, beside=[Decimal("24.95")]) == "24.95%"


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
        ((1, 1, 1), ("33 1/3%", "33 1/3%", "33 1/3%")),
        ((1, 1, 1, 3), ("16 2/3%", "16 2/3%", "16 2/3%", "50%")),
        ((1,) * 6, ("16 2/3%",) * 6),
        ((1, 2), ("33.3%", "66.7%")),
        ((1,) * 7, ("14.3%",) * 6 + ("14.2%",)),
        ((40, 35, 25), ("40%", "35%", "25%")),
        ((751, 249), ("75.1%", "24.9%")),
        ((2501, 7499), ("just over 25%", "just under 75%")),
        ((2501, 3745, 3754), ("just over 25%", "37.5%", "37.5%")),
        ((2000, 5000, 23_250, 37_200, 32_550), ("2%", "5%", "23.3%", "37.2%", "32.5%")),
        ((2650, 3140, 2746, 1464), ("26.5%", "31.4%", "27.5%", "14.6%")),
        ((0, 7), ("0%", "100%")),
        ((0, 0), ("0%", "0%")),
    ],
)
def test_a_column_of_percentages_adds_up_and_keeps_to_its_side_of_each_line(parts, shown):
    assert parts_in_words(parts) == shown


def figure(words):
    return sum(map(Fraction, words.removeprefix("just over ").removeprefix("just under ").rstrip("%").split()))


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=20).filter(any))
@example([2501, 3746, 3753])
def test_a_column_adds_up_to_exactly_one_hundred(parts):
    shown = parts_in_words(parts)

    if not any(0 < part * 1000 < sum(parts) for part in parts):
        assert sum(map(figure, shown)) == 100


@given(holdings)
def test_a_column_puts_no_holder_on_another_side_of_a_threshold(parts):
    for part, words in zip(parts, parts_in_words(parts), strict=True):
        exact = Fraction(part * 100, sum(parts))
        nudge = {"just over": 1, "just under": -1}.get(words.rpartition(" ")[0], 0)
        assert [side(figure(words), line) or nudge for line in THRESHOLDS if nudge == 0 or line == figure(words)] == [
            side(exact, line) for line in THRESHOLDS if nudge == 0 or line == figure(words)
        ]
        assert abs(figure(words) - exact) <= Fraction(1, 10) * len(parts)


@given(st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=8))
def test_figures_that_need_no_rounding_are_kept(tenths):
    tenths = [*tenths, max(1000 - sum(tenths), 0)]
    if sum(tenths) == 1000:
        assert [figure(words) for words in parts_in_words(tenths)] == [Fraction(part, 10) for part in tenths]


def test_a_crowd_of_tiny_holders_is_shown_as_rounding_has_it():
    assert set(parts_in_words([1] * 2001)) == {"0.1%"} or set(parts_in_words([1] * 2001)) == {"just over 0%"}


@given(holdings, st.integers(1, 999).map(lambda tenths: Fraction(tenths, 10)))
def test_a_column_keeps_to_its_side_of_a_line_that_is_read_beside_it(parts, line):
    for part, words in zip(parts, parts_in_words(parts, beside=(line,)), strict=True):
        exact = Fraction(part * 100, sum(parts))
        if not words.startswith("just "):
            assert side(figure(words), line) == side(exact, line)


def test_a_column_beside_a_line_adds_up_where_it_can():
    assert parts_in_words((2650, 3140, 2746, 1464), beside=(Decimal("27.5"),)) == (
        "26.5%",
        "31.4%",
        "just under 27.5%",
        "14.6%",
    )
    assert parts_in_words((2495, 3745, 3760), beside=(Decimal("24.95"),)) == ("24.95%", "37.5%", "37.6%")


def test_no_part_is_below_nothing():
    with pytest.raises(ValueError, match="not a part"):
        parts_in_words((5, -1))
