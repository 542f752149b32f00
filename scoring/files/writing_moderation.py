"""What a written file tells of moderation: how many must be present, meetings, reveals, agreed scores."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from procurement.models import Competition
from scoring.files.content import Content, deed
from scoring.models import Attendance, ConsensusScore, Meeting, ModerationRules, Reveal, Score

Key = tuple[int, int]


def content(competition: Competition) -> Content:
    return {
        "moderation_rules": _rules(competition),
        "meetings": list(_meetings(competition)),
        "revealed": list(_revealed(competition)),
        "moderation": list(_moderation(competition)),
    }


def _rules(competition: Competition) -> Content | None:
    rules = ModerationRules.objects.filter(competition=competition).select_related("set_by").first()
    if rules is None:
        return None
    said = {name: getattr(rules, name) for name in ("quorum", "quorum_of", "needs_sign_off", "why")}
    return {**deed(rules.set_by, rules.set_at), **said}


def _meetings(competition: Competition) -> Iterator[Content]:
    for each in Meeting.objects.filter(competition=competition).select_related("opened_by", "closed_by"):
        said = Attendance.objects.filter(meeting=each).select_related("member__user", "by")
        yield {
            "opened": deed(each.opened_by, each.opened_at),
            "attendance": [
                {**deed(row.by, row.at), "person": row.member.user.email, "state": row.state} for row in said
            ],
            "closed": deed(each.closed_by, each.closed_at) if each.closed_at else None,
        }


def _revealed(competition: Competition) -> Iterator[Content]:
    """Without those that were revealed when they were agreed, which need not be told."""
    agreed = set(
        ConsensusScore.objects.current(competition).values_list("bid", "criterion", "decided_by", "decided_at")
    )
    for each in Reveal.objects.of(competition).select_related("bid__organisation", "criterion", "by"):
        if (each.bid_id, each.criterion_id, each.by_id, each.at) not in agreed:
            said = {"organisation": each.bid.organisation.name, "criterion": each.criterion.reference}
            yield {**deed(each.by, each.at), **said}


def _moderation(competition: Competition) -> Iterator[Content]:
    """What stands, and what stood when the offers were opened if it was changed since: the file shows both."""
    rows = ConsensusScore.objects.current(competition)
    if opened_at := competition.offers_opened_at:
        stood = ConsensusScore.objects.filter(bid__competition=competition, superseded_at__gt=opened_at)
        rows = rows | stood.filter(decided_at__lte=opened_at)
    rows = rows.prefetch_related("dissents__member__user", "quality_checks__by")
    counting = _counting(competition)
    for each in rows.select_related("bid__organisation", "criterion", "decided_by").order_by("decided_at", "pk"):
        yield {
            "organisation": each.bid.organisation.name,
            "criterion": each.criterion.reference,
            "score": each.exact(each.criterion.panel_result),
            "given": _given(each, counting),
            "reasons": "" if each.in_parts else each.reasons,
            "reasons_in_parts": asdict(each.in_parts) if each.in_parts else None,
            "dissenters": [dissent.member.user.email for dissent in each.dissents.all()],
            "dissent": each.dissent,
            "why_then": each.why_then,
            "checks": [
                {**deed(check.by, check.at), "signed_off": check.is_signed_off, "remark": check.remark}
                for check in each.quality_checks.all()
            ],
            **deed(each.decided_by, each.decided_at),
        }


def _counting(competition: Competition) -> dict[Key, list[Score]]:
    """The scores that a written file tells, by bid and criterion."""
    found: dict[Key, list[Score]] = defaultdict(list)
    rows = Score.objects.counting(competition).select_related("assignment").prefetch_related("changes")
    for each in rows:
        found[each.assignment.bid_id, each.assignment.criterion_id].append(each)
    return found


def _given(agreed: ConsensusScore, counting: dict[Key, list[Score]]) -> list[str]:
    """What a mean is of, if that can't be told from the scores in the file: somebody left who was counted then."""
    told = [_as_of(each, agreed.decided_at) for each in counting.get((agreed.bid_id, agreed.criterion_id), ())]
    given = [Decimal(each) for each in agreed.given]
    return agreed.given if given and sorted(each for each in told if each is not None) != sorted(given) else []


def _as_of(score: Score, at: datetime) -> Decimal | None:
    """What the score was at that instant."""
    later = [change for change in score.changes.all() if change.at > at]
    return later[0].value_before if later else score.value
