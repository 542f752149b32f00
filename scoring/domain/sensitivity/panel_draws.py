"""How often each bid would come first if any evaluator's score might have been the agreed one: draws by chance.

The generator is Python's own Mersenne Twister with a seed that is kept with the result, so anyone gets the same draws.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from random import Random

from scoring.domain.ranking import RankedBid, Ranking
from scoring.domain.sensitivity.leaving_out import PanelScore, mark_of_a_point


@dataclass(frozen=True, slots=True)
class Draws:
    """In how many of `draws` each bid with a place had the highest total, alone or level with another."""

    seed: int
    draws: int
    highest: dict[str, int]
    level: dict[str, int]


def panel_draws(ranking: Ranking, scores: Sequence[PanelScore], *, seed: int, draws: int = 1000) -> Draws:
    """Take each agreed score, by chance, to be what one of its evaluators gave; each with the same chance.

    Least scores and shares are not applied, and marks of formulas stay as they are. A score that nobody gave alone
    stays as agreed.
    """
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point; nothing is secret.
    placed = [bid for bid in ranking.bids if bid.place is not None]
    given: dict[str, dict[str, list[PanelScore]]] = defaultdict(lambda: defaultdict(list))
    for score in sorted(scores, key=lambda each: (each.bid, each.criterion, each.evaluator)):
        given[score.bid][score.criterion].append(score)
    worth = mark_of_a_point(ranking.methodology)
    unit = _unit(placed, worth.values(), scores)
    columns = []
    for bid in placed:
        fixed = bid.total or Fraction(0)
        drawn = []
        for criterion, by_evaluator in given[bid.bid].items():
            if criterion in worth:
                fixed -= bid.marks[criterion].earned
                values = [int(worth[criterion] * Fraction(each.value) * unit) for each in by_evaluator]
                drawn.append(chance.choices(values, k=draws))
        whole = int(fixed * unit)
        columns.append([whole + sum(each) for each in zip(*drawn, strict=True)] if drawn else [whole] * draws)
    return _counted(seed, draws, [bid.bid for bid in placed], columns)


def _unit(placed: Sequence[RankedBid], worth: Collection[Fraction], scores: Sequence[PanelScore]) -> int:
    """A number that turns every total into a whole one, so that sums are exact and quick."""
    denominators = {(bid.total or Fraction(0)).denominator for bid in placed}
    denominators |= {mark.earned.denominator for bid in placed for mark in bid.marks.values()}
    points = {Fraction(score.value).denominator for score in scores}
    return lcm(*denominators, lcm(*(each.denominator for each in worth)) * lcm(*points))


def _counted(seed: int, draws: int, bids: Sequence[str], columns: Sequence[Sequence[int]]) -> Draws:
    highest, level = dict.fromkeys(bids, 0), dict.fromkeys(bids, 0)
    for totals in zip(*columns, strict=True):
        most = max(totals)
        best = [bid for bid, total in zip(bids, totals, strict=True) if total == most]
        for bid in best:
            (highest if len(best) == 1 else level)[bid] += 1
    return Draws(seed, draws, highest, level)
