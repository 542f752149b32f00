"""Steps of the judging for the tests: assign, score, lock, with the real actions."""

from datetime import timedelta
from decimal import Decimal

from procurement.models import Criterion
from scoring.actions import assignments, reveals, scores
from scoring.models import Assignment
from tests import world

AT = world.AFTER + timedelta(days=1)
REASONS = "Names eleven centres and their opening hours; says nothing of transport."


def criterion(opened, reference="service"):
    return Criterion.objects.get(competition=opened.competition, reference=reference)


def assign_all(opened, members=None, references=("service", "employees", "insurance")):
    members = opened.panel.evaluators if members is None else members
    pairs = [(member, criterion(opened, reference)) for member in members for reference in references]
    return assignments.assign(opened.competition, pairs, by=opened.panel.chair.user, at=AT)


def assignment(member, bid, reference="service"):
    return Assignment.objects.get(member=member, bid=bid, criterion__reference=reference)


def save(each, value=3, reasons=REASONS, version=None):
    current = each.score.version if hasattr(each, "score") else 0
    return scores.save(
        each,
        value=None if value is None else Decimal(value),
        reasons=reasons,
        version=current if version is None else version,
        by=each.member.user,
        at=AT,
    )


def score_all(member, value=3, reasons=REASONS):
    for each in Assignment.objects.filter(member=member).select_related("criterion", "member__user"):
        save(each, 1 if each.criterion.is_condition else value, reasons)


def reveal(opened, bid=0, reference="service"):
    """The scores of a criterion of a bid are shown to the panel."""
    chair = opened.panel.chair.user
    return reveals.reveal(opened.bids[bid], criterion(opened, reference), by=chair, at=AT)


def reveal_all(opened, *references):
    for reference in references or ("service", "employees", "insurance"):
        reveals.reveal_all(criterion(opened, reference), by=opened.panel.chair.user, at=AT)


def score_and_lock(member, value=3):
    score_all(member, value)
    scores.lock(member, by=member.user, at=AT)
    member.refresh_from_db()
