from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection, models, transaction

from accounts.domain.trail import FIRST, event_hash
from accounts.models import TrailEvent, User


@transaction.atomic
def record(
    verb: str,
    subject: models.Model | str,
    *,
    trail: str,
    by: User | None,
    at: datetime,
    **details: str | int | bool | list[str] | dict[str, str] | None,
) -> TrailEvent:
    """Append an event to a trail, in the transaction of the deed itself.

    `verb` is "app.deed", such as "partners.submit_bid"; `details` are JSON values, never a secret of another
    trail.
    """
    with connection.cursor() as cursor:
        # One writer at a time on each trail, until this transaction ends.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [trail])
    last = TrailEvent.objects.filter(trail=trail).order_by("-sequence").first()
    event = TrailEvent(
        trail=trail,
        sequence=last.sequence + 1 if last else 1,
        at=at,
        by=by,
        verb=verb,
        subject=str(subject)[:300],
        details=details,
    )
    event.hash = event_hash(last.hash if last else FIRST, _hashed_fields(event))
    event.save(force_insert=True)
    return event


def broken_links(trail: str) -> list[int]:
    """The places on the trail whose hash does not follow from what stands there and before; none if it is whole."""
    broken, previous = [], FIRST
    events: Iterable[TrailEvent] = TrailEvent.objects.filter(trail=trail).order_by("sequence")
    for place, event in enumerate(events, start=1):
        if event.sequence != place or event.hash != event_hash(previous, _hashed_fields(event)):
            broken.append(place)
        previous = event.hash
    return broken


def _hashed_fields(event: TrailEvent) -> dict[str, object]:
    return {
        "trail": event.trail,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(),
        "by": event.by_id,
        "verb": event.verb,
        "subject": event.subject,
        "details": event.details,
    }
