"""Worked figures that others published, each to the digit through the ranking itself.

By the formulas alone they stand in `tests/procurement/domain/test_formulas.py`; how far scores are apart in
`test_spread.py`; what leaving a bid out does in `sensitivity/test_leaving_out.py`; shares in `tests/spinouts/domain`.
Two that were published are not here, since no method of ours computes them: means of scores weighted by confidence, and
verdicts counted from opinions.
"""

from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Measure, Method, Methodology
from scoring.domain.ranking import rank
from scoring.domain.sheet import BidFigures
from tests.procurement.domain.methodologies import FIVE, HUNDRED, by_formula, scale, section
from tests.scoring.domain.bids import figures, places, quality_and_price, totals


def ranked(prices, quality=60, measure=Measure.PRICE_TOTAL, **formula):
    """Bids that earn nothing for quality, so that their totals are the marks for their figures."""
    methodology = quality_and_price(quality, FIVE, **formula)
    if measure is not Measure.PRICE_TOTAL:
        method = formula["method"]
        offer = section("offer", 100 - quality, by_formula("benefit", 100, method, measure))
        methodology = Methodology((methodology.sections[0], offer))
    bids = [BidFigures(str(each), str(each), {"answer": Decimal(0)}, {measure: Decimal(each)}) for each in prices]
    return totals(rank(methodology, bids))


@pytest.mark.parametrize(
    ("formula", "marks"),
    [
        ({"method": Method.PRO_RATA_LOWEST}, ["40.00", "33.33", "20.00"]),
        ({"method": Method.LINEAR, "zero_at": 200, "full_at": 100}, ["40.00", "32.00", "0.00"]),
        ({"method": Method.LINEAR, "zero_at": 200, "full_at": 50}, ["26.67", "21.33", "0.00"]),
        ({"method": Method.AROUND_MEAN}, ["31.43", "25.71", "2.86"]),
        ({"method": Method.PRO_RATA_HIGHEST, "measure": Measure.INVESTMENT_TOTAL}, ["20.00", "24.00", "40.00"]),
    ],
    ids=[
        "lowest ÷ bid",
        "per cent above the lowest",
        "ceiling 200, floor 50",
        "50 at the mean",
        "bid ÷ highest",
    ],
)
def test_bids_of_100_120_and_200_for_40_marks(formula, marks):
    assert ranked((100, 120, 200), **formula) == dict(zip(("100", "120", "200"), marks, strict=True))


def test_the_crown_commercial_service_example():
    """15,000, 10,000 and 30,000 score 0.667, 1 and 0.333; of 100 marks, as no criterion has just one."""
    methodology = Methodology((section("offer", 100, by_formula("price", 100)),), places=1)
    bids = [figures(str(price), price) for price in (15_000, 10_000, 30_000)]

    assert totals(rank(methodology, bids)) == {"10000": "100.0", "15000": "66.7", "30000": "33.3"}


def test_the_bevan_brittan_example_counts_two_prices_and_cannot_count_one_of_nothing():
    """Block 85 against 100 for 10%, service 15 against 25 for 5%; a unit price of nothing divides by zero."""
    assert ranked((85, 100), quality=90, method=Method.PRO_RATA_LOWEST) == {"85": "10.00", "100": "8.50"}
    assert ranked((15, 25), quality=95, method=Method.PRO_RATA_LOWEST) == {"15": "5.00", "25": "3.00"}
    with pytest.raises(Refusal, match="has no answer"):
        ranked((10, 0), quality=85, method=Method.PRO_RATA_LOWEST)


def test_goldilocks_never_wins_in_the_middle():
    bids = [figures(str(each), each, answer=each) for each in (50, 75, 100)]

    ranking = rank(quality_and_price(50, HUNDRED), bids)

    assert (totals(ranking), places(ranking)["75"]) == ({"100": "75.00", "50": "75.00", "75": "70.83"}, 3)


X, Y, Z = figures("X", 120, answer=54), figures("Y", 100, answer=48), figures("Z", 60, answer=10)
QUALITY = scale(0, 10, 48, 54, 60)


@pytest.mark.parametrize(
    ("bids", "relative", "absolute"),
    [
        ([X, Y], {"Y": "88.00", "X": "87.33"}, {"X": "75.33", "Y": "74.67"}),
        ([X, Y, Z], {"X": "74.00", "Y": "72.00", "Z": "50.00"}, {"X": "75.33", "Y": "74.67", "Z": "47.33"}),
    ],
    ids=["two bids", "and one that cannot win"],
)
def test_the_ranking_paradox_and_marks_that_know_none(bids, relative, absolute):
    by_bounds = quality_and_price(60, QUALITY, Method.LINEAR, zero_at=200, full_at=50)

    assert totals(rank(quality_and_price(60, QUALITY), bids)) == relative
    assert totals(rank(by_bounds, bids)) == absolute


def test_a_bid_that_is_set_aside_sets_no_figure_for_the_others():
    ranking = rank(quality_and_price(60, QUALITY), [X, Y, Z], {"z": "It is an excluded supplier."})

    assert totals(ranking) == {"Y": "88.00", "X": "87.33"}
