"""The check of an evaluator's reasons: beside the field, and once more before they lock. It stops nobody."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from procurement.models import ScaleStep
from scoring.domain.reasons import advice_on
from scoring.models import Assignment, PanelMember, Score
from scoring.models.own_scores import beside, own_scores
from scoring.models.reading import criteria_in_order, steps_of


def advice_for(assignment: Assignment, value: Decimal | None, reasons: str) -> list[str]:
    """Advice on the reasons, once a score is chosen. One query."""
    if value is None:
        return []
    found = beside(assignment, reasons)
    descriptor = _descriptor(assignment.criterion.steps, value)
    return advice_on(reasons, descriptor, marked=found.marked, same_as=found.same_as)


def advice_before_lock(member: PanelMember) -> list[tuple[Score, list[str]]]:
    """Each score of the member on which there is advice, criterion by criterion. Three queries."""
    scores = list(own_scores(member))
    alike: dict[tuple[int, str], list[Score]] = defaultdict(list)
    for score in scores:
        alike[score.assignment.criterion_id, score.reasons].append(score)
    criteria = {each.pk: (place, steps_of(each)) for place, each in enumerate(criteria_in_order(member.competition))}
    found = []
    for score in sorted(scores, key=lambda each: criteria[each.assignment.criterion_id][0]):
        others = [each for each in alike[score.assignment.criterion_id, score.reasons] if each != score]
        advice = advice_on(
            score.reasons,
            _descriptor(criteria[score.assignment.criterion_id][1], score.value),
            # The type checker does not know the annotation.
            marked=vars(score)["how_many"],
            same_as=[str(each.assignment.bid.organisation) for each in others],
        )
        if advice:
            found.append((score, advice))
    return found


def _descriptor(steps: Sequence[ScaleStep], value: Decimal | None) -> str:
    return next((step.descriptor for step in steps if step.value == value), "")
