"""What a written file tells of what surrounds the scores. Nothing of it says what somebody scored."""

from collections.abc import Iterator

from procurement.models import Competition
from scoring.domain.assigning import Way
from scoring.files.content import Content, deed
from scoring.models import (
    Advice,
    AssignmentChange,
    Briefing,
    Expertise,
    InterestReopening,
    LinkFinding,
    PanelMember,
    ScoringDeadline,
)


def content(competition: Competition, seats: list[Content]) -> Content:
    """`seats` are those of the panel as they are written."""
    due = ScoringDeadline.objects.filter(competition=competition).select_related("by").first()
    return {
        "briefings": list(_briefings(competition)),
        "links": list(_links(competition)),
        "scores_due": {**deed(due.by, due.at), "on": due.due_on} if due else None,
        "assignment_changes": _changes(competition, seats),
    }


def of_seat(seat: PanelMember) -> Content:
    """On what a subject expert advises, and every text in which they did, also those which they wrote anew."""
    named = Expertise.objects.filter(member=seat).select_related("criterion", "named_by")
    rows = Advice.objects.filter(member=seat, criterion__in=named.values("criterion"))
    return {
        "advises_on": [
            {**deed(each.named_by, each.named_at), "criterion": each.criterion.reference}
            for each in named.order_by("named_at", "criterion__section__position", "criterion__position")
        ],
        "advice": [
            {
                "organisation": each.bid.organisation.name,
                "criterion": each.criterion.reference,
                "text": each.text,
                "at": each.at,
            }
            for each in rows.select_related("bid__organisation", "criterion").order_by("at", "pk")
        ],
    }


def reopening(row: InterestReopening) -> Content:
    return {**deed(row.by, row.at), "cause": row.cause, "reason": row.reason}


def _briefings(competition: Competition) -> Iterator[Content]:
    sitting = set(PanelMember.objects.sitting(competition).values_list("pk", flat=True))
    for each in Briefing.objects.of(competition).prefetch_related("acknowledgements__member__user"):
        yield {
            **deed(each.by, each.at),
            "text": each.text,
            "acknowledged": [
                {"person": row.member.user.email, "at": row.at}
                for row in each.acknowledgements.all()
                if row.member_id in sitting and row.member.user_id != each.by_id
            ],
        }


def _links(competition: Competition) -> Iterator[Content]:
    """Every finding in the order of time: a later one on the same link supersedes the one before."""
    for each in LinkFinding.objects.filter(competition=competition).select_related("by"):
        said = {"match": each.match, "words": each.words, "confirmed": each.is_confirmed, "reason": each.reason}
        yield {**deed(each.by, each.at), **said}


def _changes(competition: Competition, seats: list[Content]) -> list[Content]:
    """None where all was assigned once and stayed so: then it follows from the seats, and loading records it anew."""
    rows = list(AssignmentChange.objects.filter(competition=competition).select_related("by"))
    deeds = [seat["assigned"] for seat in seats]
    if all(row.way == Way.MATRIX and not row.removed and not row.why and deed(row.by, row.at) in deeds for row in rows):
        return []
    return [
        {
            **deed(row.by, row.at),
            "way": row.way,
            "why": row.why,
            "added": row.added,
            "removed": row.removed,
            "changes": row.changes,
        }
        for row in rows
    ]
