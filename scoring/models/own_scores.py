"""An evaluator's own scores of a criterion, beside each other: for the check of reasons, and for consistency."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, When

from scoring.domain.reasons import MOST_NAMED
from scoring.models.assignments import Assignment
from scoring.models.panels import PanelMember
from scoring.models.scores import Score, ScoreQuerySet

MARKED = Count("evidence", filter=Q(evidence__removed_at=None))


@dataclass(frozen=True, slots=True)
class Beside:
    """How much is marked as evidence for a score, and for which bidders the same reasons were written.

    Of many bidders only as many as can be told.
    """

    marked: int
    same_as: list[str]


def beside(assignment: Assignment, reasons: str) -> Beside:
    """What stands beside reasons that are written for an assignment. One query."""
    wanted = Q(assignment=assignment)
    if reasons.strip():
        wanted |= Q(reasons=reasons)
    own = Score.objects.filter(
        wanted,
        assignment__member=assignment.member_id,
        assignment__criterion=assignment.criterion_id,
        assignment__counts=True,
    )
    first = Case(When(assignment=assignment, then=0), default=1)
    rows = own.annotate(marked=MARKED).order_by(first, "assignment__bid__organisation__name", "pk")
    named = rows.values_list("assignment", "assignment__bid__organisation__name", "marked")
    found = list(named[: MOST_NAMED + 2])
    return Beside(
        marked=sum(marked for pk, _, marked in found if pk == assignment.pk),
        same_as=[name for pk, name, _ in found if pk != assignment.pk],
    )


def own_scores(member: PanelMember) -> ScoreQuerySet:
    """All that the member scored and that counts, each with `how_many` pieces of evidence, in order of the bidders."""
    own = Score.objects.filter(assignment__member=member, assignment__counts=True)
    related = own.select_related("assignment__bid__organisation", "assignment__criterion").annotate(how_many=MARKED)
    return related.order_by("assignment__bid__organisation__name", "assignment__bid")
