"""An evaluator's own scores of a criterion, beside each other: for the check of reasons, and for consistency."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Q, QuerySet

from accounts.models.questions import Question
from procurement.models import earlier_stages
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
    member, criterion = assignment.member_id, assignment.criterion_id
    found = _BESIDE.first(assignment=assignment.pk, member=member, criterion=criterion, reasons=reasons)
    marked, same_as = found or (0, [])
    return Beside(marked, same_as if reasons.strip() else [])


def _beside(assignment: int, member: int, criterion: int, reasons: str) -> QuerySet[Assignment, tuple[int, list[str]]]:
    alike = Score.objects.filter(
        reasons=reasons, assignment__member=member, assignment__criterion=criterion, assignment__counts=True
    ).exclude(assignment=assignment)
    names = alike.order_by("assignment__bid__organisation__name", "pk").values("assignment__bid__organisation__name")
    marked = Count("score__evidence", filter=Q(score__evidence__removed_at=None))
    own = Assignment.objects.filter(pk=assignment).annotate(
        marked=marked, same_as=ArraySubquery(names[: MOST_NAMED + 1])
    )
    return own.values_list("marked", "same_as")


_BESIDE = Question(_beside, assignment=int, member=int, criterion=int, reasons=str)


def own_scores(member: PanelMember) -> ScoreQuerySet:
    """All that the member scored and that counts, each with `how_many` pieces of evidence, in order of the bidders."""
    own = Score.objects.filter(assignment__member=member, assignment__counts=True)
    related = own.select_related("assignment__bid__organisation", "assignment__criterion").annotate(how_many=MARKED)
    return related.order_by("assignment__bid__organisation__name", "assignment__bid")


def earlier_scores(assignment: Assignment) -> list[Score]:
    """What the same person gave the same bidder for the same question in earlier stages: a record, and no score now.

    No query in a competition with one stage.
    """
    before = earlier_stages(assignment.bid.competition)
    if not before:
        return []
    own = Score.objects.filter(
        assignment__member__user=assignment.member.user_id,
        assignment__bid__organisation=assignment.bid.organisation_id,
        assignment__bid__competition__in=before,
        assignment__criterion__reference=assignment.criterion.reference,
    )
    return list(own.select_related("assignment__bid__competition").order_by("assignment__bid__competition"))
