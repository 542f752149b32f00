from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent, User
from accounts.models.questions import Question
from partners.domain.words import normalise
from procurement.models import Competition
from scoring.models import Assignment, PanelMember, PrivateNote

READ = "scoring.read_notes"
_NOTE = Question(
    lambda member, bid, criterion: PrivateNote.objects.filter(member=member, bid=bid, criterion=criterion),
    member=int,
    bid=int,
    criterion=int,
)


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a save. In a conflict `note` is the newer text that was met, which stays."""

    state: Literal["saved", "conflict"]
    note: PrivateNote


def note_for(assignment: Assignment) -> PrivateNote:
    """The evaluator's note on what they are assigned, or an empty one that is not saved. One query."""
    member, bid, criterion = assignment.member_id, assignment.bid_id, assignment.criterion_id
    found = _NOTE.first(member=member, bid=bid, criterion=criterion)
    return found or PrivateNote(member_id=member, bid_id=bid, criterion_id=criterion)


@transaction.atomic
def write(assignment: Assignment, text: str, *, version: int, by: User, at: datetime) -> Noted:
    """Save one's private note, also after the lock; `version` is the one that this was written on top of.

    Not on the audit trail, which people read who may never see it; the database keeps each version.
    """
    member = PanelMember.objects.select_for_update(no_key=True).get(pk=assignment.member_id)
    if member.left_at:
        raise Refusal("You have left the panel, so your note stays as it is.")
    note, text = note_for(assignment), normalise(text)
    if note.text == text:
        return Noted("saved", note)
    if note.version != version:
        return Noted("conflict", note)
    note.text, note.version, note.saved_at = text, note.version + 1, at
    note.save()
    return Noted("saved", note)


def note_reading(competition: Competition, notes: Sequence[PrivateNote], *, by: User, at: datetime) -> None:
    """Put on the record that the person read the notes; once for each person as long as the notes stay as they are."""
    content = [[str(each.member.user), each.bid.reference, each.criterion.reference, each.text] for each in notes]
    mark = fingerprint(content)
    if not TrailEvent.objects.of(competition.reference).filter(verb=READ, by=by, details__fingerprint=mark).exists():
        trail.record(
            READ,
            competition.title,
            trail=competition.reference,
            by=by,
            at=at,
            notes=len(notes),
            fingerprint=mark,
        )
