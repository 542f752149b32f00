from datetime import datetime

from django.db import transaction

from accounts.actions import fields
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from scoring.actions.scores import held_for_saving
from scoring.domain.evidence import Marking, find_passage
from scoring.models import Assignment, Evidence
from scoring.models.enquiries import enquiries_about
from scoring.models.reading import Read, read_for

MOST = 100
SAME = ("bearing", "quote", "start", "document", "page", "note", "enquiry")


@transaction.atomic
def mark(assignment: Assignment, marking: Marking, *, by: User, at: datetime) -> Evidence:
    """Mark a passage of the answer, or a page of a document, as evidence for one's score; only before one's lock.

    Not on the audit trail, which is told when the scores are locked: the fingerprint of the lock covers it.
    """
    score = held_for_saving(assignment)
    made = _found(assignment, marking, read_for(assignment.criterion, assignment.bid))
    made.bearing, made.note, made.marked_at = marking.bearing.value, " ".join(normalise(marking.note).split()), at
    current = Evidence.objects.current().filter(score=score.pk)
    same = current.filter(**{name: getattr(made, name) for name in SAME})
    if there := same.first():
        return there
    if current.count() >= MOST:
        raise Refusal(f"You have marked {MOST} passages and pages here: take away some that you do not need.")
    if score._state.adding:
        score.saved_at = at
        score.save(force_insert=True)
    made.score = score
    fields.check(made)
    made.save(force_insert=True)
    return made


@transaction.atomic
def take_away(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Take away what one has marked; it is kept as taken away, and counts no longer. Only before one's lock."""
    held_for_saving(evidence.score.assignment)
    Evidence.objects.current().filter(pk=evidence.pk).update(removed_at=at)


def _found(assignment: Assignment, marking: Marking, read: Read) -> Evidence:
    """The passage with its place in the answer, or the page with its document."""
    words = normalise(marking.words).strip()
    if marking.enquiry:
        return _in_clarification(assignment, marking, words)
    if marking.document:
        title = next((each["title"] for each in read.documents if each["reference"] == marking.document), None)
        if title is None:
            raise Refusal("This document is not one that belongs to this answer: choose one of the list.")
        if not marking.page:
            raise Refusal("Give the number of the page.")
        return Evidence(document=marking.document, document_title=title, page=marking.page, quote=words)
    if not words:
        raise Refusal("Copy the passage from the answer.")
    span = find_passage(read.answer, words, marking.near)
    if span is None:
        raise Refusal("The passage does not stand in the answer: copy it from there word for word.")
    return Evidence(quote=read.answer[span.start : span.end], start=span.start, end=span.end)


def _in_clarification(assignment: Assignment, marking: Marking, words: str) -> Evidence:
    """The passage with its place in what the bidder answered when it was asked what its bid means."""
    asked = enquiries_about(assignment.bid, assignment.criterion).filter(reference=marking.enquiry).first()
    if asked is None or not asked.counts:
        raise Refusal("This clarification is not one of this answer: choose one of the list.")
    span = find_passage(asked.answer, words, marking.near)
    if span is None:
        raise Refusal("The passage does not stand in the clarification: copy it from there word for word.")
    return Evidence(quote=asked.answer[span.start : span.end], start=span.start, end=span.end, enquiry=asked)
