from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from procurement.domain import formulas
from procurement.domain.figures import shown
from procurement.domain.formulas import around_mean, compared_with, linear, pro_rata_to_highest, pro_rata_to_lowest
from procurement.domain.methodology import Formula, Measure, Method
from tests.procurement.domain.methodologies import FIVE

prices = st.decimals(min_value="0.01", max_value=10**9, places=2)
figures = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
available = st.decimals(min_value=0, max_value=100, places=4)


@given(st.lists(prices, min_size=1), available)
def test_a_cheaper_bid_never_earns_fewer_marks(bids, available):
    earned = [pro_rata_to_lowest(bid, min(bids), available) for bid in sorted(bids)]

    assert earned == sorted(earned, reverse=True)
    assert earned[0] == Fraction(available)


@given(st.lists(prices, min_size=1), available)
def test_a_larger_benefit_never_earns_fewer_marks(bids, available):
    earned = [pro_rata_to_highest(bid, max(bids), available) for bid in sorted(bids)]

    assert earned == sorted(earned)
    assert earned[-1] == Fraction(available)


@given(st.lists(prices, min_size=1), available)
def test_around_the_mean_a_cheaper_bid_never_earns_fewer_marks_and_the_mean_half(bids, available):
    mean = compared_with(Method.AROUND_MEAN, bids)

    earned = [around_mean(bid, mean, available) for bid in sorted(bids)]

    assert earned == sorted(earned, reverse=True)
    assert 0 <= earned[-1] <= earned[0] <= Fraction(available)
    assert around_mean(mean, mean, available) == Fraction(available) / 2
    assert compared_with(Method.AROUND_MEAN, [mean]) == mean


@given(figures, figures, st.tuples(figures, figures).filter(lambda bounds: bounds[0] != bounds[1]), available)
def test_a_line_never_falls_towards_its_full_marks_nor_leaves_its_bounds(one, other, bounds, available):
    zero_at, full_at = bounds
    nearer_zero, nearer_full = sorted((one, other), reverse=full_at < zero_at)

    low, high = (linear(value, zero_at, full_at, available) for value in (nearer_zero, nearer_full))

    assert 0 <= low <= high <= Fraction(available)
    assert (linear(zero_at, zero_at, full_at, available), linear(full_at, zero_at, full_at, available)) == (
        0,
        Fraction(available),
    )


@given(figures, st.tuples(figures, figures).filter(lambda bounds: bounds[0] != bounds[1]), available)
def test_a_line_seen_from_its_other_end_earns_the_rest(value, bounds, available):
    there, back = linear(value, *bounds, available), linear(value, *reversed(bounds), available)

    assert there + back == Fraction(available)


@pytest.mark.parametrize(
    ("marks_of", "published"),
    [
        (lambda price: pro_rata_to_lowest(price, 100, 40), ["40.00", "33.33", "20.00"]),
        (lambda price: linear(price, 200, 50, 40), ["26.67", "21.33", "0.00"]),
        (lambda price: linear(price, 200, 100, 40), ["40.00", "32.00", "0.00"]),
    ],
    ids=["lowest ÷ bid", "ceiling 200 and floor 50", "percentage above the lowest, as a line to twice the lowest"],
)
def test_bids_of_100_120_and_200_for_40_marks(marks_of, published):
    assert [str(shown(marks_of(price))) for price in (100, 120, 200)] == published


def test_the_crown_commercial_service_example():
    """Prices of £15,000, £10,000 and £30,000 score 0.667, 1 and 0.333."""
    scores = [pro_rata_to_lowest(Decimal(price), Decimal(10_000), 1) for price in (15_000, 10_000, 30_000)]

    assert scores == [Fraction(2, 3), 1, Fraction(1, 3)]
    assert [str(shown(score, 3)) for score in scores] == ["0.667", "1.000", "0.333"]


def test_the_bevan_brittan_example_where_one_unit_price_is_nothing():
    """Block price 85 against 100 for 10%, service 15 against 25 for 5%, unit 10 against 0 for 15%."""
    block = [shown(pro_rata_to_lowest(price, 85, 10), 1) for price in (85, 100)]
    service = [shown(pro_rata_to_lowest(price, 15, 5), 1) for price in (15, 25)]

    assert (block, service) == ([10, Decimal("8.5")], [5, 3])
    with pytest.raises(Refusal, match="zero"):
        pro_rata_to_lowest(10, 0, 15)
    with pytest.raises(Refusal, match="zero"):
        pro_rata_to_lowest(0, 0, 15)


def test_around_the_mean_the_published_figures_and_what_has_no_answer():
    """50 at the mean, and one more or less for each per cent below or above it, of 40 marks."""
    mean = compared_with(Method.AROUND_MEAN, [100, 120, 200])

    assert mean == 140
    assert [str(shown(around_mean(price, mean, 40))) for price in (100, 120, 200)] == ["31.43", "25.71", "2.86"]
    assert [around_mean(price, 100, 40) for price in (30, 50, 100, 150, 170)] == [40, 40, 20, 0, 0]
    for price, mean in ((0, 100), (-1, 100), (1, 0)):
        with pytest.raises(Refusal, match="zero or less"):
            around_mean(price, mean, 40)


def test_nothing_earns_nothing_where_the_highest_earns_all():
    assert [pro_rata_to_highest(value, 50, 40) for value in (0, 25, 50)] == [0, 20, 40]
    assert pro_rata_to_highest(0, 0, 40) == 0
    with pytest.raises(Refusal, match="below zero"):
        pro_rata_to_highest(-1, 50, 40)


def test_a_best_figure_that_is_not_the_best_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="lowest"):
        pro_rata_to_lowest(5, 6, 40)
    with pytest.raises(ValueError, match="highest"):
        pro_rata_to_highest(7, 6, 40)


def test_a_line_needs_two_different_bounds():
    with pytest.raises(Refusal, match="differ"):
        linear(5, 6, 6, 40)
    with pytest.raises(Refusal, match="both bounds"):
        formulas.marks(Formula(Measure.PRICE_TOTAL, Method.LINEAR, zero_at=Decimal(6)), 5, (), 40)


def words(method, value, comparators=(), measure=Measure.PRICE_TOTAL, zero_at=None, full_at=None):
    formula = Formula(measure, method, zero_at, full_at)
    return formulas.explain(formula, value, comparators, 40)


def test_marks_around_the_mean_are_explained_with_their_figures():
    prices = [Decimal(price) for price in (100, 140, 180)]
    half = "£140 is the mean of all and earns half of 40 marks"

    assert [words(Method.AROUND_MEAN, price, prices) for price in prices] == [
        f"{half}; £100, about 28.5714% below it, earns about 78.5714% of them = 31.43.",
        f"{half} = 20.00.",
        f"{half}; £180, about 28.5714% above it, earns about 21.4286% of them = 8.57.",
    ]
    assert words(Method.AROUND_MEAN, Decimal(10), [Decimal(10), Decimal(30)]) == (
        "£20 is the mean of all and earns half of 40 marks; £10, 50% below it, earns 100% of them, which is the most"
        " = 40.00."
    )


def test_a_ratio_is_explained_with_its_figures():
    prices = (Decimal(100_000), Decimal(120_000))

    assert [words(Method.PRO_RATA_LOWEST, price, prices) for price in prices] == [
        "£100,000 is the lowest total price and earns all of 40 marks = 40.00.",
        "£100,000 is the lowest total price; £120,000 earns 100,000 ÷ 120,000 of 40 marks = 33.33.",
    ]


def test_a_benefit_is_explained_with_its_figures():
    stakes = (Fraction(0), Fraction(20), Fraction(100, 3))

    assert [words(Method.PRO_RATA_HIGHEST, stake, stakes, Measure.EMPLOYEE_STAKE) for stake in stakes] == [
        "0% earns none of 40 marks = 0.00.",
        "about 33.3333% is the highest stake of the employees; 20% earns 20 ÷ 33.3333 of 40 marks = 24.00.",
        "about 33.3333% is the highest stake of the employees and earns all of 40 marks = 40.00.",
    ]


@pytest.mark.parametrize(
    ("price", "explained"),
    [
        (120, "£120 earns 80 ÷ 150 of them = 21.33."),
        (50, "£50 earns all of them = 40.00."),
        (49, "£49 earns all of them, as it lies beyond the line = 40.00."),
        (200, "£200 earns none of them = 0.00."),
        (201, "£201 earns none of them, as it lies beyond the line = 0.00."),
    ],
)
def test_a_line_is_explained_with_its_bounds(price, explained):
    assert words(Method.LINEAR, price, zero_at=Decimal(200), full_at=Decimal(50)) == (
        f"£200 earns no marks and £50 earns all of 40 marks; {explained}"
    )


def test_a_score_is_explained_with_its_scale():
    assert formulas.for_score(Decimal(4), FIVE.maximum, 36) == Fraction(144, 5)
    assert formulas.explain_score(Decimal("4.00"), FIVE, Fraction(36)) == (
        "The score 4 of 5 earns 4 ÷ 5 of 36 marks = 28.80."
    )


def test_a_sum_says_so_where_its_rounded_parts_do_not_add_up():
    thirds = [("A", Fraction(100, 3)), ("B", Fraction(100, 3)), ("C", Fraction(100, 3))]

    assert formulas.explain_sum(thirds[:2], Fraction(80), 1) == (
        "33.3 for “A” + 33.3 for “B” = 66.7 of 80 marks (added up exactly, and only then rounded)."
    )
    assert formulas.explain_sum(thirds[:1], Fraction(40)) == "33.33 for “A” = 33.33 of 40 marks."


def test_what_has_no_answer_is_said_of_the_bid():
    lowest, highest, line = (
        Formula(Measure.PRICE_TOTAL, method)
        for method in (Method.PRO_RATA_LOWEST, Method.PRO_RATA_HIGHEST, Method.LINEAR)
    )

    assert formulas.unanswerable(lowest, Decimal(0)) == (
        "offers £0 as its total price, for which “lowest ÷ figure” has no answer"
    )
    assert formulas.unanswerable(highest, Decimal(-5)) == (
        "offers −£5 as its total price, for which “figure ÷ highest” has no answer"
    )
    assert [formulas.unanswerable(*pair) for pair in ((lowest, 1), (highest, 0), (line, -5))] == [None, None, None]
