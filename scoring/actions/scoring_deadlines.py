"""By when scores are locked, who is overdue, and the letters that remind them."""

from datetime import date, datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.counts import counted
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.supplier_information import day_of
from procurement.domain.dates import day_in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.domain.reminding import ReminderKind, reminder_on
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, PanelMember, ScoringDeadline, ScoringReminder


@transaction.atomic
def set_day(competition: Competition, due_on: date, *, by: User, at: datetime) -> ScoringDeadline:
    """Set the day by whose end scores are to be locked, in place of the one before."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so there is nothing to score now.")
    if due_on < day_of(at):
        raise Refusal("The day has passed: choose today or a later one.")
    last = ScoringDeadline.objects.filter(competition=competition).first()
    if last and last.due_on == due_on:
        return last
    made, _ = ScoringDeadline.objects.update_or_create(
        competition=competition, defaults={"due_on": due_on, "by": by, "at": at}
    )
    trail.record(
        "scoring.set_scoring_deadline",
        day_in_words(due_on),
        trail=competition.reference,
        by=by,
        at=at,
        due_on=due_on.isoformat(),
        before=last.due_on.isoformat() if last else None,
    )
    return made


def unlocked(competition: Competition) -> list[tuple[PanelMember, int, int]]:
    """Who has not locked what they score, with how many scores they have given and have to give. Two queries."""
    progress = Assignment.objects.of(competition).progress()
    return [
        (member, *progress[member.pk])
        for member in PanelMember.objects.sitting(competition).filter(locked_at=None)
        if member.pk in progress
    ]


def remind(*, at: datetime) -> int:
    """Write to everybody whose scores are due soon or overdue, and to the chair of who is overdue; each once."""
    today = day_of(at)
    running = ScoringDeadline.objects.filter(competition__state=CompetitionState.OPENED.value)
    due = [(each, kind) for each in running.order_by("pk") if (kind := reminder_on(today, each.due_on))]
    return sum(_remind(each, kind, at) for each, kind in due)


@transaction.atomic
def _remind(deadline: ScoringDeadline, kind: ReminderKind, at: datetime) -> int:
    competition = Competition.objects.select_for_update(no_key=True).get(pk=deadline.competition_id)
    told = ScoringReminder.objects.of_kind(kind).filter(due_on=deadline.due_on, member__competition=competition)
    known = set(told.values_list("member", flat=True))
    waiting = [each for each in unlocked(competition) if each[0].pk not in known]
    if competition.stage != CompetitionState.OPENED or not waiting:
        return 0
    ScoringReminder.objects.bulk_create(
        ScoringReminder(member=member, due_on=deadline.due_on, kind=kind.value, at=at) for member, _, _ in waiting
    )
    day = day_in_words(deadline.due_on)
    for member, done, total in waiting:
        _write(competition, member.user, kind, day, f"{done} of {counted(total, 'score')} given", at)
    if kind is ReminderKind.OVERDUE:
        _tell_the_chair(competition, waiting, day, at)
    trail.record(
        "scoring.remind_of_scores",
        day,
        trail=competition.reference,
        by=None,
        at=at,
        kind=kind.value,
        members=[str(member.user) for member, _, _ in waiting],
    )
    return len(waiting)


def _write(competition: Competition, user: User, kind: ReminderKind, day: str, progress: str, at: datetime) -> None:
    is_late = kind is ReminderKind.OVERDUE
    subject = "Your scores are overdue" if is_late else "Your scores are due soon"
    letters.queue(
        user.email,
        f"{subject}: {competition.title}",
        f"Your scores for “{competition}” {'were' if is_late else 'are'} to be locked by the end of {day}. "
        f"{progress}, and not locked yet.\n\nSign in and open “My work”. If you can’t do it in time, tell the chair.\n",
        at=at,
        trail=competition.reference,
    )


def _tell_the_chair(
    competition: Competition, waiting: list[tuple[PanelMember, int, int]], day: str, at: datetime
) -> None:
    names = "".join(f"- {member.user}: {done} of {total} scored\n" for member, done, total in waiting)
    for chair in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value):
        letters.queue(
            chair.user.email,
            f"Scores are overdue: {competition.title}",
            f"Scores for “{competition}” were to be locked by the end of {day}. These members have not:\n\n{names}\n"
            "They were written to. You may give what they have not begun to others, or set another day.\n",
            at=at,
            trail=competition.reference,
        )
