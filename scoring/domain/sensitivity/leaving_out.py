"""Who would be first without one bid, or without one evaluator."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.domain.figures import added_up
from procurement.domain.methodology import Method, Methodology, criteria
from scoring.domain.ranking import Ranking, rank
from scoring.domain.sensitivity.weights import the_first
from scoring.domain.sheet import Sheet


@dataclass(frozen=True, slots=True)
class PanelScore:
    """What one evaluator gave, once locked. `evaluator` is any reference that tells them apart."""

    evaluator: str
    bid: str
    criterion: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class WithoutBid:
    """What the others would be ranked without one bid: who is first, and whether any two of them change places."""

    bid: str
    first: tuple[str, ...]
    reorders: bool


@dataclass(frozen=True, slots=True)
class WithoutEvaluator:
    """Who has the highest total if each agreed score is replaced by the mean of the panel's scores.

    `evaluator` is whose scores are left out, None for nobody's. An alarm, never a result: the panel agrees scores, and
    a mean is none (Bromcom v United Learning Trust [2022] EWHC 3262 (TCC)). Least scores and shares are not applied.
    """

    evaluator: str | None
    highest: tuple[str, ...]


def without_each_bid(ranking: Ranking) -> tuple[WithoutBid, ...]:
    """For each bid with a place but the first. Only a bid with which a formula compares can make any difference.

    Raises Refusal if no bid, or more than one, is in first place.
    """
    first = the_first(ranking)
    others = [bid for bid in ranking.bids if bid.place is not None and bid != first]
    compared_with = comparators(ranking)
    return tuple(
        _without(ranking, bid.bid) if bid.bid in compared_with else WithoutBid(bid.bid, (first.bid,), reorders=False)
        for bid in others
    )


def comparators(ranking: Ranking) -> set[str]:
    """The bids with whose figures a relative formula compares, all for a mean: without any other no mark changes."""
    sheet = Sheet(ranking.methodology)
    placed = {bid.bid for bid in ranking.bids if bid.place is not None}
    admitted = [each for each in ranking.figures if each.bid in placed]
    compared = sheet.compared_with(admitted)
    return {
        figures.bid
        for figures in admitted
        for criterion, formula in sheet.relative
        if formula.method is Method.AROUND_MEAN or figures.measures[formula.measure] == compared[criterion.reference]
    }


def _without(ranking: Ranking, left_out: str) -> WithoutBid:
    figures = [each for each in ranking.figures if each.bid != left_out]
    then = rank(ranking.methodology, figures, ranking.disregarded)
    return WithoutBid(
        bid=left_out,
        first=tuple(bid.bid for bid in then.first),
        reorders=_order(then, left_out) != _order(ranking, left_out),
    )


def _order(ranking: Ranking, left_out: str) -> list[set[str]]:
    """The bids with a place in their order, those that share one together."""
    together: dict[int, set[str]] = defaultdict(set)
    for bid in ranking.bids:
        if bid.place is not None and bid.bid != left_out:
            together[bid.place].add(bid.bid)
    return [together[place] for place in sorted(together)]


def without_each_evaluator(ranking: Ranking, scores: Sequence[PanelScore]) -> tuple[WithoutEvaluator, ...]:
    """First with nobody left out, then without each evaluator in turn, in the order of their references.

    Where somebody was the only one to score a criterion of a bid, the agreed score stands in.
    """
    evaluators = sorted({score.evaluator for score in scores})
    return tuple(
        WithoutEvaluator(left_out, _highest(ranking, [each for each in scores if each.evaluator != left_out]))
        for left_out in (None, *evaluators)
    )


def _highest(ranking: Ranking, scores: Iterable[PanelScore]) -> tuple[str, ...]:
    given: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for score in scores:
        given[score.bid][score.criterion].append(score.value)
    worth = mark_of_a_point(ranking.methodology)
    totals = {}
    for bid in ranking.bids:
        if bid.place is not None:
            means = [
                Fraction(sum(values)) / len(values) * worth[criterion] - bid.marks[criterion].earned
                for criterion, values in given[bid.bid].items()
                if criterion in worth
            ]
            totals[bid.bid] = (bid.total or Fraction(0)) + added_up(means)
    most = max(totals.values(), default=Fraction(0))
    return tuple(bid for bid, total in totals.items() if total == most)


def mark_of_a_point(methodology: Methodology) -> Mapping[str, Fraction]:
    """How many marks, out of 100, one point of the scale is worth, by criterion that evaluators score for marks."""
    marks = Sheet(methodology).available
    return {
        each.reference: marks[each.reference] / Fraction(each.scale.maximum)
        for each in criteria(methodology)
        if each.kind.is_judged and each.scale is not None and marks[each.reference]
    }
