from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.domain.meetings import Presence, Quorum, least_for, quorum
from scoring.models import Assignment, Attendance, ConsensusScore, Meeting, ModerationRules, PanelMember


@transaction.atomic
def open_meeting(competition: Competition, *, by: User, at: datetime) -> Meeting:
    """Open a moderation meeting; while one is under way it is that one. Whoever opens it is present."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    under_way = Meeting.objects.under_way(competition)
    if under_way:
        return under_way
    if competition.stage not in {CompetitionState.OPENED, CompetitionState.RANKED}:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so there is nothing to moderate.")
    number = Meeting.objects.filter(competition=competition).count() + 1
    meeting = Meeting.objects.create(competition=competition, number=number, opened_by=by, opened_at=at)
    trail.record("scoring.open_meeting", str(meeting), trail=competition.reference, by=by, at=at, number=number)
    for seat in PanelMember.objects.sitting(competition).filter(user=by):
        mark(meeting, seat, Presence.PRESENT, by=by, at=at)
    return meeting


@transaction.atomic
def mark(meeting: Meeting, member: PanelMember, state: Presence, *, by: User, at: datetime) -> None:
    """Say that a member of the panel is present, absent, or has left; what was said before is kept with its time."""
    meeting = _held(meeting)
    if member.competition_id != meeting.competition_id or member.left_at is not None:
        raise Refusal(f"{member.user} does not sit on this panel.")
    last = Attendance.objects.newest(meeting).get(member.pk)
    if last and last.state == state:
        return
    if state == Presence.LEFT and (last is None or last.state != Presence.PRESENT):
        raise Refusal(f"{member.user} was not marked present, so they cannot have left: mark them absent.")
    Attendance.objects.create(meeting=meeting, member=member, state=state.value, by=by, at=at)
    trail.record(
        "scoring.mark_attendance",
        f"{member.user}, meeting {meeting.number}",
        trail=meeting.competition.reference,
        by=by,
        at=at,
        state=state.value,
    )


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Close the meeting. What is not agreed waits for another one."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("competition").get(pk=meeting.pk)
    if held.closed_at:
        return
    held.closed_by, held.closed_at = by, at
    held.save(update_fields=["closed_by", "closed_at"])
    agreed = ConsensusScore.objects.filter(bid__competition=held.competition, decided_at__gte=held.opened_at)
    trail.record(
        "scoring.close_meeting",
        str(held),
        trail=held.competition.reference,
        by=by,
        at=at,
        number=held.number,
        agreed=agreed.count(),
    )


def check_quorum(competition: Competition, bid: Bid, criterion: Criterion) -> None:
    """Refuse if the council set how many of those who score this must be present, and they are not."""
    least = least_of(competition, criterion)
    if not least:
        return
    meeting = Meeting.objects.under_way(competition)
    if meeting is None:
        raise Refusal(
            f"“{criterion}” needs {least} of its evaluators present, and no moderation meeting is open.",
            "Open a meeting, mark who is present, then go on.",
        )
    found = quorum_for(meeting, bid, criterion, least)
    if not found.is_met:
        raise Refusal(
            f"There is no quorum for “{criterion}” of {bid.organisation}: {found.words}.",
            f"Mark who has come of {', '.join(found.missing)}, or take something else first. The council can set "
            "another quorum on the page of the panel.",
        )


def least_of(competition: Competition, criterion: Criterion) -> int:
    """How many evaluators of the criterion must be present; 0 where nothing is set."""
    rules = ModerationRules.objects.filter(competition=competition).first()
    return least_for(criterion.reference, rules.quorum, rules.quorum_of) if rules else 0


def quorum_for(meeting: Meeting, bid: Bid, criterion: Criterion, least: int) -> Quorum:
    """Who of those who score the criterion of the bid is at the meeting now."""
    scoring = Assignment.objects.of(meeting.competition).filter(bid=bid, criterion=criterion)
    names = dict(scoring.values_list("member", "member__user__name"))
    return quorum(least, names, [each.pk for each in Attendance.objects.present(meeting)])


def _held(meeting: Meeting) -> Meeting:
    """The meeting's row, held until the transaction ends; refused once it is closed."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("competition").get(pk=meeting.pk)
    if held.closed_at:
        raise Refusal("This meeting is closed, so its attendance stays as it is. Open another one to go on.")
    return held
