"""What is still missing before bids can be ranked, in sentences that name the bid and the criterion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from procurement.domain import formulas
from procurement.domain.figures import plain
from procurement.domain.methodology import Criterion, Methodology, Scale, criteria
from scoring.domain.sheet import BidFigures, fails_condition

Permitted = Mapping[str, frozenset[Decimal | None]]
"""The scores that may be given, by criterion that is judged."""


def missing(methodology: Methodology, bids: Iterable[BidFigures]) -> list[str]:
    """Each score or figure that is missing, is off its scale, or belongs to no criterion; bid by bid.

    A bid that fails a condition of participation lacks nothing more, though what it has must be right.
    """
    parts = criteria(methodology)
    permitted = {each.reference: _permitted(each.scale) for each in parts if each.kind.is_judged}
    return [sentence for figures in bids for sentence in _missing(parts, figures, permitted)]


def missing_scores(methodology: Methodology, bids: Iterable[BidFigures]) -> list[str]:
    """Each score that is missing or off its scale, as `missing` says it; of the offers nothing is asked."""
    judged = [each for each in criteria(methodology) if each.kind.is_judged]
    permitted = {each.reference: _permitted(each.scale) for each in judged}
    return [sentence for figures in bids for sentence in _missing(judged, figures, permitted)]


def unanswerable(methodology: Methodology, admitted: Iterable[BidFigures]) -> list[str]:
    """Each figure of an admitted bid for which its relative formula has no answer, such as a price of zero."""
    by_formula = [(criterion.title, criterion.formula) for criterion in criteria(methodology) if criterion.formula]
    return [
        f"“{figures.name}” {reason}, so “{title}” cannot be marked and the bids cannot be ranked."
        for figures in admitted
        for title, formula in by_formula
        if (reason := formulas.unanswerable(formula, figures.measures[formula.measure]))
    ]


def _missing(parts: Sequence[Criterion], figures: BidFigures, permitted: Permitted) -> Iterator[str]:
    failed = any(fails_condition(criterion, figures) for criterion in parts if criterion.minimum_score is not None)
    for criterion in parts:
        if criterion.formula:
            yield from _figure(criterion, figures, failed)
        elif criterion.staff:
            yield from _ratings(criterion, figures, failed)
        elif criterion.result.is_computed:
            yield from _given(criterion, figures, failed)
        elif figures.scores.get(criterion.reference) not in permitted[criterion.reference]:
            yield from _score(criterion, figures, failed)
    for reference in sorted(figures.scores.keys() - permitted.keys()):
        yield f"“{figures.name}” has a score for “{reference}”, which is not a criterion that is judged."


def _permitted(scale: Scale | None) -> frozenset[Decimal | None]:
    """The scores of the scale, to be looked up at once where many bids are asked about."""
    return frozenset(step.value for step in scale.steps) if scale else frozenset()


def _score(criterion: Criterion, figures: BidFigures, failed: bool) -> Iterator[str]:
    score = figures.scores.get(criterion.reference)
    if score is None:
        if not failed:
            yield f"“{figures.name}” has no agreed score for “{criterion.title}”."
    elif criterion.scale and not criterion.scale.permits(score):
        scale = criterion.scale.name
        yield f"“{figures.name}” has the score {plain(score)} for “{criterion.title}”, which is not on “{scale}”."


def _given(criterion: Criterion, figures: BidFigures, failed: bool) -> Iterator[str]:
    given, scale = figures.given.get(criterion.reference, ()), criterion.scale
    if not given and not failed:
        yield f"“{figures.name}” has no recorded {criterion.result.value} for “{criterion.title}”."
    for score in given:
        if scale and not scale.permits(score):
            off = f"which is not on “{scale.name}”"
            yield f"“{figures.name}” has the score {plain(score)} for “{criterion.title}”, {off}."


def _ratings(criterion: Criterion, figures: BidFigures, failed: bool) -> Iterator[str]:
    if criterion.reference not in figures.ratings and not failed and not criterion.is_advisory:
        yield f"“{figures.name}” has no count of the ballot of staff, which “{criterion.title}” needs."


def _figure(criterion: Criterion, figures: BidFigures, failed: bool) -> Iterator[str]:
    if criterion.formula and criterion.formula.measure not in figures.measures and not failed:
        noun = criterion.formula.measure.label.lower()
        yield f"“{figures.name}” has no figure for its {noun}, which “{criterion.title}” needs."
