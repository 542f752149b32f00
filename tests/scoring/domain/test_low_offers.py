from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.low_offers import Thresholds, seen

prices = st.decimals(min_value=1, max_value=10**9, places=2)
MILLION, USUAL = Decimal(1_000_000), Thresholds()


def prompts(*figures, estimate=None, thresholds=USUAL):
    found = seen({str(place): price for place, price in enumerate(figures)}, estimate, thresholds)
    return [len(found[str(place)].prompts) for place in range(len(figures))]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # A fifth below the mean of the others, 100, is 80: exactly that is not below it.
        ((80, 100, 100), [0, 0, 0]),
        ((Decimal("79.99"), 100, 100), [1, 0, 0]),
        # The mean leaves out the price itself: with it the mean would be 76, and 60 a fifth below 75.
        ((60, 84, 84), [1, 0, 0]),
        ((100,), [0]),
        ((100, 100), [0, 0]),
        ((40, 100), [1, 0]),
    ],
)
def test_a_price_more_than_a_fifth_below_the_mean_of_the_others_prompts_a_question(figures, expected):
    assert prompts(*map(Decimal, figures)) == expected


def test_the_estimate_is_compared_too_and_both_are_told_with_their_figures():
    found = seen({"low": 6 * MILLION, "other": 10 * MILLION}, 10 * MILLION, Thresholds())["low"]

    assert found.others == 10 * MILLION
    assert found.prompts == (
        "£6,000,000 is 40% below the mean of the other prices, £10,000,000; more than 20% is worth a question.",
        "£6,000,000 is 40% below the council’s estimate, £10,000,000; more than 30% is worth a question.",
    )


def test_what_is_published_goes_before_what_is_usual():
    strict = Thresholds(below_others=Decimal(5), below_estimate=Decimal(5))

    assert prompts(Decimal(94), Decimal(100), estimate=Decimal(100), thresholds=strict) == [2, 0]
    assert prompts(Decimal(94), Decimal(100), estimate=Decimal(100)) == [0, 0]


@given(st.lists(prices, min_size=2, max_size=8))
def test_the_mean_of_the_others_is_exact_and_the_highest_price_is_never_marked(figures):
    found = seen({str(place): price for place, price in enumerate(figures)}, None, Thresholds())

    whole = sum(map(Fraction, figures))
    for place, price in enumerate(figures):
        assert found[str(place)].others == (whole - Fraction(price)) / (len(figures) - 1)
    assert not found[str(figures.index(max(figures)))].prompts


@given(st.lists(prices, min_size=2, max_size=6), prices, st.decimals(min_value=0, max_value=99, places=1))
def test_a_lower_price_is_never_marked_less(figures, estimate, percent):
    thresholds = Thresholds(percent, percent)
    first, *others = figures

    higher = prompts(first, *others, estimate=estimate, thresholds=thresholds)[0]
    lower = prompts(first / 2, *others, estimate=estimate, thresholds=thresholds)[0]

    assert lower >= higher
