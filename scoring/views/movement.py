"""Who moved: each evaluator's own locked score beside what the panel agreed, and how near results were to whom."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.models import User
from procurement.models import Competition, Criterion
from scoring.domain.movement import Step, influence, moved_in_words
from scoring.models import ConsensusScore, Score, ScoreChange
from scoring.models.reading import Bidder, bidders_of, criteria_in_order, steps_of


@dataclass(frozen=True, slots=True)
class Moved:
    """One evaluator's way on one criterion of one bid, to the score that the panel agreed."""

    criterion: Criterion
    bidder: Bidder
    score: Score
    changes: list[ScoreChange]
    agreed: ConsensusScore
    step: Step

    @property
    def words(self) -> str:
        return moved_in_words(self.step.by)


@require_GET
@requires("scoring.view_movement", Competition)
def movement(request: UserRequest, competition: Competition) -> HttpResponse:
    """For chair and auditor only: it could turn a panel's talk into a contest."""
    rows = _rows(request.user, competition)
    context = {
        "competition": competition,
        "rows": [row for row in rows if row.step.by or row.changes],
        "total": len(rows),
        "people": influence(row.step for row in rows),
    }
    return render(request, "scoring/moderation_movement.html", context)


def _rows(user: User, competition: Competition) -> list[Moved]:
    """Criterion by criterion and bid by bid, of what is revealed and agreed and the person may see."""
    recorded = ConsensusScore.objects.visible_to(user, competition).filter(superseded_at=None)
    agreed = {(each.criterion_id, each.bid_id): each for each in recorded}
    bidders = {bid.pk: bidder for bid, bidder in bidders_of(competition).items()}
    criteria = {each.pk: each for each in criteria_in_order(competition)}
    order = {pk: place for place, pk in enumerate(criteria)}
    scores = Score.objects.visible_to(user, competition).revealed().prefetch_related("changes")
    rows = []
    for score in scores.select_related("assignment__member__user"):
        key = score.assignment.criterion_id, score.assignment.bid_id
        changes = list(score.changes.all())
        locked = changes[0].value_before if changes else score.value
        if key in agreed and locked is not None:
            criterion = criteria[key[0]]
            name = score.assignment.member.user.name
            step = Step(name, locked, agreed[key].exact(criterion.panel_result), _points(criterion))
            rows.append(Moved(criterion, bidders[key[1]], score, changes, agreed[key], step))
    return sorted(rows, key=lambda row: (order[row.criterion.pk], row.bidder.name, row.step.evaluator))


def _points(criterion: Criterion) -> Decimal:
    values = [step.value for step in steps_of(criterion)]
    return max(values) - min(values)
