from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from procurement.models import Criterion
from scoring.models import Assignment, PanelMember, Score
from scoring.models.evidence import with_evidence
from scoring.models.reading import answers_to


@dataclass(frozen=True, slots=True)
class Beside:
    """A bid's answer to the criterion, and what the member gave it so far."""

    assignment: Assignment
    answer: str
    words: int
    score: Score | None


@require_GET
@requires("scoring.declare_interests", PanelMember)
def compare(request: UserRequest, member: PanelMember, criterion: str) -> HttpResponse:
    """One criterion across the bids that the member scores, with their own scores and reasons: is it one measure?"""
    own = Assignment.objects.visible_to(request.user).filter(member=member, criterion__reference=criterion)
    assignments = list(own.select_related("bid__organisation").order_by("bid__organisation__name", "bid"))
    if not assignments:
        raise Http404
    asked = Criterion.objects.select_related("scale").get(pk=assignments[0].criterion_id)
    answers = answers_to(asked, [each.bid for each in assignments])
    given = Score.objects.filter(assignment__in=assignments).prefetch_related("changes", with_evidence())
    scores = {score.assignment_id: score for score in given}
    rows = [
        Beside(each, answers.get(each.bid_id, ""), len(answers.get(each.bid_id, "").split()), scores.get(each.pk))
        for each in assignments
    ]
    if is_by_score := request.GET.get("order") == "score":
        rows.sort(key=lambda row: (row.score is None or row.score.value is None, -_value(row)))
    context = {
        "member": member,
        "competition": member.competition,
        "criterion": asked,
        "rows": rows,
        "is_by_score": is_by_score,
    }
    return render(request, "scoring/own_scores.html", context)


def _value(row: Beside) -> Decimal:
    return row.score.value if row.score and row.score.value is not None else Decimal(0)
