"""What is still missing before bids can be ranked, in sentences that name the bid and the criterion."""

from collections.abc import Iterable, Iterator, Sequence

from procurement.domain import formulas
from procurement.domain.figures import plain
from procurement.domain.methodology import Criterion, Methodology, criteria
from scoring.domain.sheet import BidFigures, fails_condition


def missing(methodology: Methodology, bids: Iterable[BidFigures]) -> list[str]:
    """Each score or figure that is missing, is off its scale, or belongs to no criterion; bid by bid.

    A bid that fails a condition of participation lacks nothing more, though what it has must be right.
    """
    parts = criteria(methodology)
    return [sentence for figures in bids for sentence in _missing(parts, figures)]


def unanswerable(methodology: Methodology, admitted: Iterable[BidFigures]) -> list[str]:
    """Each figure of an admitted bid for which its relative formula has no answer, such as a price of zero."""
    return [
        f"“{figures.name}” {reason}, so “{criterion.title}” cannot be marked and the bids cannot be ranked."
        for figures in admitted
        for criterion in criteria(methodology)
        if criterion.formula
        and (reason := formulas.unanswerable(criterion.formula, figures.measures[criterion.formula.measure]))
    ]


def _missing(parts: Sequence[Criterion], figures: BidFigures) -> Iterator[str]:
    failed = any(fails_condition(criterion, figures) for criterion in parts)
    for criterion in parts:
        if criterion.formula:
            yield from _figure(criterion, figures, failed)
        else:
            yield from _score(criterion, figures, failed)
    judged = {criterion.reference for criterion in parts if not criterion.formula}
    for reference in sorted(figures.scores.keys() - judged):
        yield f"“{figures.name}” has a score for “{reference}”, which is not a criterion that is judged."


def _score(criterion: Criterion, figures: BidFigures, failed: bool) -> Iterator[str]:
    score = figures.scores.get(criterion.reference)
    if score is None:
        if not failed:
            yield f"“{figures.name}” has no agreed score for “{criterion.title}”."
    elif criterion.scale and not criterion.scale.permits(score):
        scale = criterion.scale.name
        yield f"“{figures.name}” has the score {plain(score)} for “{criterion.title}”, which is not on “{scale}”."


def _figure(criterion: Criterion, figures: BidFigures, failed: bool) -> Iterator[str]:
    if criterion.formula and criterion.formula.measure not in figures.measures and not failed:
        noun = criterion.formula.measure.label.lower()
        yield f"“{figures.name}” has no figure for its {noun}, which “{criterion.title}” needs."
