from decimal import Decimal

from scoring.domain.ranking import rank
from scoring.domain.sensitivity.leaving_out import (
    PanelScore,
    WithoutBid,
    WithoutEvaluator,
    without_each_bid,
    without_each_evaluator,
)
from tests.procurement.domain.methodologies import scale
from tests.scoring.domain.bids import figures, quality_and_price, quality_only

QUALITY = scale(0, 10, 48, 54, 60)


def test_a_hopeless_bid_that_decides_between_two_others_is_found():
    """The published ranking paradox: with Z in, X is first by 74.00 to 72.00; without, Y by 88.00 to 87.33."""
    bids = [figures("X", 120, answer=54), figures("Y", 100, answer=48), figures("Z", 60, answer=10)]

    assert without_each_bid(rank(quality_and_price(60, QUALITY), bids)) == (
        WithoutBid("y", ("x",), reorders=False),
        WithoutBid("z", ("y",), reorders=True),
    )


def test_without_formulas_that_compare_bids_nobody_depends_on_another():
    ranking = rank(quality_only(), [figures("A", a=5, b=5), figures("B", a=3, b=3), figures("C", a=1, b=1)])

    assert without_each_bid(ranking) == (
        WithoutBid("b", ("a",), reorders=False),
        WithoutBid("c", ("a",), reorders=False),
    )


def test_one_evaluator_on_whom_it_all_hangs():
    ranking = rank(quality_only(), [figures("First", a=4, b=3), figures("Second", a=3, b=3)])
    given = {
        "ann": {"first": (3, 3), "second": (4, 3)},
        "bob": {"first": (3, 3), "second": (3, 4)},
        "cat": {"first": (5, 5), "second": (0, 0)},
    }
    scores = [
        PanelScore(evaluator, bid, criterion, Decimal(value))
        for evaluator, bids in given.items()
        for bid, values in bids.items()
        for criterion, value in zip(("a", "b"), values, strict=True)
    ]

    assert without_each_evaluator(ranking, scores) == (
        WithoutEvaluator(None, ("first",)),
        WithoutEvaluator("ann", ("first",)),
        WithoutEvaluator("bob", ("first",)),
        WithoutEvaluator("cat", ("second",)),
    )


def test_where_nobody_else_scored_the_agreed_score_stands_in():
    ranking = rank(quality_only(), [figures("First", a=4, b=3), figures("Second", a=3, b=3)])
    scores = [PanelScore("ann", "second", "a", Decimal(5))]

    assert without_each_evaluator(ranking, scores) == (
        WithoutEvaluator(None, ("second",)),
        WithoutEvaluator("ann", ("first",)),
    )
