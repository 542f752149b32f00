"""What a bidder is told of its own bid when a stage ends: nothing of anybody else's.

Marks of a formula that compares offers would tell it: whoever knows their own price and their marks for it computes the
lowest price from them, before the final tenders. So such marks are not told between stages, and no total that holds
them (s.12(2) and (3): nobody gains an unfair advantage; at this point no assessment summary is owed, s.50(5)).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from procurement.domain import panel_results
from procurement.domain.figures import plain, shown
from procurement.domain.methodology import Criterion, Methodology, criteria
from procurement.domain.panel_results import in_full
from procurement.domain.stages import Standing
from scoring.domain.ranking import RankedBid, Ranking
from scoring.domain.sheet import BidFigures

Content = dict[str, Any]
COMPARES = "marks not told between stages, as they follow from other offers too"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion of one's own bid: what it was scored, its marks of how many, and the panel's reasons."""

    title: str
    score: str
    marks: str
    reasons: str


@dataclass(frozen=True, slots=True)
class StageResult:
    """The total is of 100, as published; without one the bid failed or was disregarded, and `failures` say why.

    Where marks follow from other offers too, `without_compared` tells in a sentence what all others come to instead.
    """

    total: str
    failures: tuple[str, ...]
    criteria: tuple[CriterionResult, ...]
    without_compared: str = ""


def standings_of(ranking: Ranking) -> list[Standing]:
    """Where each bid came, for the rule by which bidders go on."""
    return [Standing(bid.bid, bid.place, bid.total, " ".join(bid.failures)) for bid in ranking.bids]


def result_of(ranking: Ranking, bid: str, reasons: Mapping[str, str]) -> Content:
    """A bid's own result in JSON values, from the ranking and the agreed reasons by criterion."""
    ranked = next(each for each in ranking.bids if each.bid == bid)
    figures = next(each for each in ranking.figures if each.bid == bid)
    compared = [each for each in criteria(ranking.methodology) if _compares(each)]
    total = "" if ranked.published_total is None else f"{ranked.published_total:f}"
    return {
        "total": "" if compared else total,
        "without_compared": _without(compared, ranked, ranking.methodology) if compared and total else "",
        "failures": list(ranked.failures),
        "criteria": [
            {
                "title": part.title,
                "score": _score(part, figures),
                "marks": _marks(ranked, part, ranking.methodology),
                "reasons": reasons.get(part.reference, ""),
            }
            for part in criteria(ranking.methodology)
        ],
    }


def read_result(content: Mapping[str, Any]) -> StageResult:
    """What `result_of` wrote."""
    told = tuple(CriterionResult(**each) for each in content["criteria"])
    return StageResult(content["total"], tuple(content["failures"]), told, content.get("without_compared", ""))


def in_words(result: StageResult) -> str:
    """The result as a letter has it."""
    return "\n".join(_lines(result))


def _lines(result: StageResult) -> Iterator[str]:
    if result.total:
        yield f"Your total: {result.total} of 100 marks."
    if result.without_compared:
        yield result.without_compared
    yield from result.failures
    for each in result.criteria:
        yield ""
        yield ", ".join(part for part in (each.title, each.score, each.marks) if part)
        if each.reasons:
            yield each.reasons


def _score(criterion: Criterion, figures: BidFigures) -> str:
    """ "4 Good"; of a published mean or median all of it, and no label."""
    if given := figures.given.get(criterion.reference):
        return in_full(panel_results.result_of(criterion.result, given))
    value = figures.scores.get(criterion.reference)
    if value is None:
        return ""
    steps = criterion.scale.steps if criterion.scale else ()
    label = next((step.label for step in steps if step.value == value), "")
    return label if label and not criterion.weight else f"{plain(value)} {label}".strip()


def _compares(criterion: Criterion) -> bool:
    return criterion.formula is not None and criterion.formula.method.is_relative


def _without(compared: Sequence[Criterion], ranked: RankedBid, methodology: Methodology) -> str:
    own = [
        ranked.marks[each.reference]
        for each in criteria(methodology)
        if not _compares(each) and each.reference in ranked.marks
    ]
    earned = shown(sum((mark.earned for mark in own), Fraction(0)), methodology.places)
    whole = shown(sum((mark.available for mark in own), Fraction(0)), methodology.places)
    names = " and ".join(f"“{each.title}”" for each in compared)
    return f"Your marks for all but {names}: {earned:f} of {whole:f}."


def _marks(ranked: RankedBid, criterion: Criterion, methodology: Methodology) -> str:
    if _compares(criterion):
        return COMPARES
    mark = ranked.marks.get(criterion.reference)
    if mark is None or not mark.available:
        return ""
    return f"{shown(mark.earned, methodology.places):f} of {shown(mark.available, methodology.places):f} marks"
