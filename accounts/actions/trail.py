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
    return broken_links_of([trail])[trail]


def broken_links_of(trails: Iterable[str]) -> dict[str, list[int]]:
    """The broken places of each trail, as `broken_links` tells them, read in one go however many trails there are."""
    broken: dict[str, list[int]] = {trail: [] for trail in trails}
    previous = dict.fromkeys(broken, FIRST)
    places = dict.fromkeys(broken, 0)
    events = TrailEvent.objects.filter(trail__in=broken).order_by("trail", "sequence")
    for event in events.iterator(chunk_size=1000):
        places[event.trail] += 1
        expected = event_hash(previous[event.trail], _hashed_fields(event))
        if event.sequence != places[event.trail] or event.hash != expected:
            broken[event.trail].append(places[event.trail])
        previous[event.trail] = event.hash
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
