"""The register of a company that exists: what happens to it is entered, and a wrong entry is struck out."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.domain.roles import DESIGNERS
from accounts.models import User
from spinouts.actions.ventures import write_events
from spinouts.domain.company import Company
from spinouts.domain.entries import entry_of
from spinouts.domain.events import EventKind, Reason
from spinouts.domain.events import HoldingEvent as Event
from spinouts.domain.parties import Party as PartyValue
from spinouts.domain.sentinel import Caution, new_warnings
from spinouts.domain.telling import told
from spinouts.models import HoldingEvent, JointVenture, Party


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an entry would do: the company with it, and the warnings that it would bring."""

    company: Company
    event: Event
    warnings: tuple[Caution, ...]


def foresee(company: Company, event: Event, newcomer: PartyValue | None = None) -> Foreseen:
    """What the entry would do; its number is the next one. Raises Refusal if it can't have happened."""
    number = max((each.sequence for each in company.events), default=0) + 1
    event = replace(event, sequence=number)
    parties = (*company.parties, newcomer) if newcomer else company.parties
    after = replace(company, parties=parties, events=(*company.events, event))
    after.check()
    return Foreseen(after, event, new_warnings(company, after))


@transaction.atomic
def record(
    venture: JointVenture,
    event: Event,
    *,
    newcomer: PartyValue | None = None,
    reference: str,
    again: bool = False,
    by: User,
    at: datetime,
) -> HoldingEvent:
    """Enter what happened. `reference` comes from the page, so that a button pressed twice enters it once.

    `newcomer` is a party of the event that the company did not have. Refused if it can't have happened, lies in the
    future, or stands there already, unless it happened `again`.
    """
    venture = JointVenture.objects.select_for_update().get(pk=venture.pk)
    if there := HoldingEvent.objects.filter(venture=venture, reference=reference).first():
        return there
    if event.on > at.date():
        raise Refusal("The day lies in the future: enter a change once it has happened.")
    foreseen = foresee(venture.as_value(), event, newcomer)
    _check_new(venture, foreseen.event, again)
    if newcomer:
        Party.objects.create(
            venture=venture, reference=newcomer.reference, kind=newcomer.kind.value, name=newcomer.name
        )
    (row,) = write_events(venture, [foreseen.event], reference=reference, by=by, at=at)
    _note(venture, row, foreseen, by=by, at=at)
    _tell(venture, foreseen, by=by, at=at)
    return row


def _note(venture: JointVenture, row: HoldingEvent, foreseen: Foreseen, *, by: User, at: datetime) -> None:
    """The entry on the trail, with what it says and what it was warned of."""
    trail.record(
        "spinouts.record_event",
        venture,
        trail=venture.reference,
        by=by,
        at=at,
        entry=row.sequence,
        kind=row.kind,
        on=row.on.isoformat(),
        says=told(foreseen.event, foreseen.company.form),
        fingerprint=row.entry,
        warnings=[warning.sentence for warning in foreseen.warnings],
    )


@transaction.atomic
def strike_out(entry: HoldingEvent, *, note: str, by: User, at: datetime) -> HoldingEvent:
    """Strike out a wrong entry, with a note that says what was wrong. Refused where later entries rest on it."""
    venture = JointVenture.objects.select_for_update().get(pk=entry.venture_id)
    if there := HoldingEvent.objects.filter(corrects=entry).first():
        return there
    if not note.strip():
        raise Refusal("Say what was wrong with the entry: it stays on the record, and so do your reasons.")
    if entry.kind == EventKind.STRIKE.value:
        raise Refusal("A correction can't be corrected: enter what really happened as a new entry.")
    if entry.reason == Reason.FORMATION.value:
        raise Refusal(
            "This entry is how the award formed the company, so it stays. If it changed later, enter that change."
        )
    strike = Event(EventKind.STRIKE, at.date(), 0, corrects=entry.sequence, reason=Reason.CORRECTION, note=note.strip())
    company = venture.as_value()
    struck = next(event for event in company.events if event.sequence == entry.sequence)
    foreseen = foresee(company, strike)
    (row,) = write_events(venture, [foreseen.event], by=by, at=at)
    trail.record(
        "spinouts.strike_out",
        venture,
        trail=venture.reference,
        by=by,
        at=at,
        entry=entry.sequence,
        said=told(struck, foreseen.company.form),
        correction=row.sequence,
        note=note.strip(),
    )
    _tell(venture, foreseen, by=by, at=at)
    return row


def _check_new(venture: JointVenture, event: Event, again: bool) -> None:
    alike = HoldingEvent.objects.filter(venture=venture, entry=entry_of(event), corrected_by=None)
    earlier = alike.select_related("recorded_by").first()
    if earlier and not again:
        raise Refusal(
            f"{earlier.recorded_by.name} has entered just this already, as entry {earlier.sequence}. "
            "If it really happened twice that day, say so below the form and record it again."
        )


def _tell(venture: JointVenture, foreseen: Foreseen, *, by: User, at: datetime) -> None:
    """Warn the council's officers, but for the one who has just read it."""
    if not foreseen.warnings:
        return
    sentences = "\n".join(f"- {each.level.label}: {each.sentence} ({each.source})" for each in foreseen.warnings)
    people = User.objects.filter(
        council_roles__council=venture.council, council_roles__role__in=[role.value for role in DESIGNERS]
    )
    for person in people.exclude(pk=by.pk).distinct().order_by("pk"):
        letters.queue(
            person.email,
            f"A change in the ownership of {venture.name}",
            f"{by.name} entered a change in the register of {venture.name}. These warnings follow:\n\n{sentences}\n\n"
            "Each compares the change with what was bid, what was published and what the law says; none is advice. "
            "Sign in to see the register.",
            at=at,
            trail=venture.reference,
        )
