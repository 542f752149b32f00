"""What is frozen of a moderation meeting: all that its minutes say, in JSON values."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Q

from accounts.models import TrailEvent
from partners.models import Bid, Enquiry
from procurement.domain.figures import exactly
from procurement.models import Criterion
from scoring.models import Attendance, ConsensusScore, Meeting, ModerationRules, PanelMember, Reveal, Score, ScoreChange
from scoring.models.reading import bidders_of, criteria_in_order

VERSION = 1
Content = dict[str, Any]
Key = tuple[int, int]


def content_of(meeting: Meeting) -> Content:
    """The whole record of a meeting that is closed, from its rows as they stand now."""
    competition = meeting.competition
    last = TrailEvent.objects.filter(trail=competition.reference).order_by("-sequence").first()
    return {
        "version": VERSION,
        "council": {"name": competition.council.name},
        "competition": {"reference": competition.reference, "title": competition.title},
        "meeting": {
            "reference": meeting.reference,
            "number": meeting.number,
            "opened_by": meeting.opened_by.name,
            "opened_at": meeting.opened_at.isoformat(),
            "closed_by": meeting.closed_by.name if meeting.closed_by else "",
            "closed_at": meeting.closed_at.isoformat() if meeting.closed_at else "",
        },
        "quorum": _quorum(meeting),
        "attendance": _attendance(meeting),
        "items": _items(meeting),
        "trail": {"sequence": last.sequence if last else 0, "hash": last.hash if last else ""},
    }


def _quorum(meeting: Meeting) -> Content:
    """How many of those who score a criterion had to be present; None where nothing was set."""
    rules = ModerationRules.objects.filter(competition=meeting.competition).first()
    titles = dict(Criterion.objects.filter(competition=meeting.competition).values_list("reference", "title"))
    exceptions = {titles[reference]: number for reference, number in rules.quorum_of.items()} if rules else {}
    return {"general": rules.quorum if rules else None, "exceptions": exceptions}


def _attendance(meeting: Meeting) -> list[Content]:
    """Each member of the panel, with all that was said of whether they were there, in order of time."""
    said: dict[int, list[Content]] = defaultdict(list)
    for each in Attendance.objects.filter(meeting=meeting):
        said[each.member_id].append({"state": each.state, "at": each.at.isoformat()})
    members = PanelMember.objects.filter(Q(left_at=None) | Q(pk__in=said), competition=meeting.competition)
    return [
        {"name": member.user.name, "role": member.role, "states": said[member.pk]}
        for member in members.select_related("user")
    ]


def _items(meeting: Meeting) -> list[Content]:
    """Each criterion of each bid of which something was revealed, changed or agreed, as the methodology has them."""
    competition = meeting.competition
    agreed: dict[Key, list[ConsensusScore]] = defaultdict(list)
    rows = ConsensusScore.objects.filter(_during(meeting, "decided_at"), bid__competition=competition)
    related = ("dissents__member__user", "quality_checks__by")
    for each in rows.select_related("criterion", "decided_by").prefetch_related(*related).order_by("decided_at"):
        agreed[each.criterion_id, each.bid_id].append(each)
    revealed = {(each.criterion_id, each.bid_id): each for each in Reveal.objects.of(competition).select_related("by")}
    here = {key for key, each in revealed.items() if meeting.opened_at <= each.at <= (meeting.closed_at or each.at)}
    changed = ScoreChange.objects.filter(_during(meeting, "at"), score__assignment__bid__competition=competition)
    touched = set(changed.values_list("score__assignment__criterion", "score__assignment__bid"))
    scores, asked = _scores(meeting), _asked(meeting)
    return [
        {
            "criterion": criterion.title,
            "bidder": bidder.name,
            "steps": [[_plain(step.value), step.label] for step in criterion.steps],
            "is_condition": criterion.is_condition,
            "revealed_at": revealed[key].at.isoformat() if key in revealed else None,
            "asked": asked[key],
            "scores": scores[key],
            "agreed": [_agreed(each) for each in agreed[key]],
        }
        for criterion in criteria_in_order(competition)
        for bid, bidder in bidders_of(competition).items()
        if (key := (criterion.pk, bid.pk)) in here | touched & set(revealed) | set(agreed)
    ]


def _during(meeting: Meeting, field: str) -> Q:
    return Q(**{f"{field}__gte": meeting.opened_at, f"{field}__lte": meeting.closed_at})


def _asked(meeting: Meeting) -> dict[Key, list[Content]]:
    """What bidders were asked about their bids, with the answers that count."""
    found: dict[Key, list[Content]] = defaultdict(list)
    bids = Bid.objects.opened(meeting.competition).filter(was_asked=True)
    for each in Enquiry.objects.filter(bid__in=bids.values("pk")):
        found[each.criterion_id, each.bid_id].append(
            {
                "question": each.question,
                "sent_at": each.sent_at.isoformat(),
                "answer": each.answer if each.counts else None,
                "files": (each.files or []) if each.counts else [],
                "answered_at": each.answered_at.isoformat() if each.answered_at else None,
            }
        )
    return found


def _scores(meeting: Meeting) -> dict[Key, list[Content]]:
    """The revealed scores as they were locked, with every change up to the end of the meeting."""
    found: dict[Key, list[Content]] = defaultdict(list)
    rows = Score.objects.counting(meeting.competition).revealed().prefetch_related("changes")
    for each in rows.select_related("assignment__member__user").order_by("assignment__member"):
        every = list(each.changes.all())
        found[each.assignment.criterion_id, each.assignment.bid_id].append(
            {
                "name": each.assignment.member.user.name,
                "locked": _plain(every[0].value_before if every else each.value),
                "reasons": every[0].reasons_before if every else each.reasons,
                "changes": [_change(change) for change in every if change.at <= (meeting.closed_at or change.at)],
            }
        )
    return found


def _change(change: ScoreChange) -> Content:
    return {
        "value": _plain(change.value),
        "reasons": change.reasons,
        "why": change.why,
        "at": change.at.isoformat(),
    }


def _agreed(agreed: ConsensusScore) -> Content:
    return {
        "value": exactly(agreed.exact(agreed.criterion.panel_result)),
        "reasons": agreed.reasons,
        "dissent": agreed.dissent,
        "dissenters": [each.member.user.name for each in agreed.dissents.all()],
        "by": agreed.decided_by.name,
        "at": agreed.decided_at.isoformat(),
        "checks": [
            {"by": each.by.name, "at": each.at.isoformat(), "signed_off": each.is_signed_off, "remark": each.remark}
            for each in agreed.quality_checks.all()
        ],
    }


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
