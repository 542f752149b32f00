"""Minutes of a moderation meeting: frozen when they are asked for, drawn as a PDF by the worker."""

from datetime import UTC, datetime

from django.db import transaction
from django.template.loader import render_to_string

from accounts.actions import pdf, reports, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from scoring.actions.minutes_content import content_of
from scoring.domain.minutes import minutes_of
from scoring.models import Meeting, MeetingMinutes


def draw(minutes: MeetingMinutes, tell: pdf.Tell) -> bytes:
    """The minutes as a tagged PDF (PDF/UA-1). `tell` hears how far it has come, in per cent and in words."""
    return pdf.draw(minutes.content, minutes.fingerprint, lambda: _html(minutes), name="minutes", tell=tell)


MAKING = reports.Making(
    rows=MeetingMinutes.objects.all(),
    draw=draw,
    task="scoring.tasks.make_minutes",
    lock="minutes",
    safe="The record of the meeting is safe.",
)


@transaction.atomic
def request(meeting: Meeting, *, by: User, at: datetime) -> MeetingMinutes:
    """Ask for the minutes of a meeting that is closed; asked again they are the ones that are there."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("competition").get(pk=meeting.pk)
    if meeting.closed_at is None:
        raise Refusal("The meeting is still open: close it, then ask for its minutes.")
    made = MeetingMinutes.objects.filter(meeting=meeting).first()
    if made:
        return made
    content = content_of(meeting)
    made = MeetingMinutes.objects.create(
        meeting=meeting,
        content=content,
        fingerprint=fingerprint(content),
        requested_by=by,
        requested_at=at,
        next_attempt_at=at,
    )
    _record("scoring.request_minutes", made, by=by, at=at)
    reports.start_soon(MAKING, made.pk)
    return made


@transaction.atomic
def retry(minutes: MeetingMinutes, *, by: User, at: datetime) -> None:
    """Have minutes that failed made again, from the same frozen record."""
    made, is_retried = reports.retry(MAKING, minutes.pk, at)
    if is_retried:
        _record("scoring.retry_minutes", made, by=by, at=at)


def make(pk: int, *, at: datetime) -> None:
    """Make the minutes, if they still wait and their turn has come. Called by a worker, and may be called twice."""
    reports.make(MAKING, pk, at)


def _record(verb: str, made: MeetingMinutes, *, by: User, at: datetime) -> None:
    meeting = made.meeting
    trail.record(
        verb,
        str(meeting),
        trail=meeting.competition.reference,
        by=by,
        at=at,
        number=meeting.number,
        fingerprint=made.fingerprint,
    )


def _html(minutes: MeetingMinutes) -> str:
    record = minutes.content
    context = {
        "record": record,
        "minutes": minutes_of(record),
        "fingerprint": minutes.fingerprint,
        "dated": datetime.fromisoformat(record["meeting"]["closed_at"]).astimezone(UTC),
    }
    return render_to_string("reports/minutes.html", context)
