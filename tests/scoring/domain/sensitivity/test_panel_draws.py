from decimal import Decimal
from fractions import Fraction

from scoring.domain.ranking import rank
from scoring.domain.sensitivity.leaving_out import PanelScore
from scoring.domain.sensitivity.panel_draws import Draws, panel_draws
from tests.scoring.domain.bids import figures, quality_only


def ranking():
    return rank(quality_only(), [figures("First", a=4, b=3), figures("Second", a=3, b=3)])


def scores(bid, criterion, *values):
    return [
        PanelScore(evaluator, bid, criterion, Decimal(value))
        for evaluator, value in zip(("ann", "bob", "cat", "dan"), values, strict=False)
    ]


def test_a_panel_of_one_mind_leaves_nothing_to_chance():
    agreed = [*scores("first", "a", 4, 4), *scores("second", "a", 3, 3)]

    assert panel_draws(ranking(), agreed, seed=1, draws=50) == Draws(
        1, 50, {"first": 50, "second": 0}, {"first": 0, "second": 0}
    )


def test_chances_come_out_near_what_can_be_counted():
    """Of four equally likely scores for the second bid one is higher, one level: a quarter of the draws each."""
    found = panel_draws(ranking(), scores("second", "a", 5, 4, 3, 0), seed=7, draws=4000)

    for counted in (found.highest["second"], found.level["second"], found.level["first"]):
        assert abs(Fraction(counted, 4000) - Fraction(1, 4)) < Fraction(3, 100)
    assert sum(found.highest.values()) + found.level["first"] == 4000


def test_the_same_seed_gives_the_same_draws_whatever_the_order_of_the_scores():
    given = [*scores("first", "a", 4, 2, 5), *scores("second", "a", 3, 5, 1), *scores("second", "b", 0, 5, 3)]

    assert panel_draws(ranking(), given, seed=3) == panel_draws(ranking(), given[::-1], seed=3)
    assert panel_draws(ranking(), given, seed=3) != panel_draws(ranking(), given, seed=4)


def test_scores_between_whole_points_are_added_exactly():
    halves = [*scores("first", "a", "3.5", "3.5"), *scores("second", "a", "3.5", "3.5")]

    assert panel_draws(ranking(), halves, seed=1, draws=10).level == {"first": 10, "second": 10}
