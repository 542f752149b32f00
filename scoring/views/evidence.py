"""What is marked as evidence, on the page of a score."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.access import UserRequest
from accounts.refusals import refused_into
from scoring.actions import evidence
from scoring.domain.evidence import Bearing, Piece, pieces
from scoring.forms.evidence import EvidenceForm
from scoring.models import Assignment, Evidence
from scoring.models.evidence import evidence_for
from scoring.models.reading import Read


@dataclass(frozen=True, slots=True)
class Marked:
    """One's own evidence, and the answer cut where it begins and ends."""

    rows: Sequence[Evidence]
    answer: list[Piece]


def marked_by(assignment: Assignment, read: Read) -> Marked:
    """What the evaluator has marked for their score. One query."""
    rows = evidence_for(assignment)
    spans = [
        (row.start, row.end, Bearing(row.bearing))
        for row in rows
        if row.start is not None and row.end and row.enquiry_id is None
    ]
    return Marked(rows, pieces(read.answer, spans))


def change_evidence(request: UserRequest, assignment: Assignment, form: EvidenceForm) -> bool:
    """Take away what the button names, and mark what is typed. True if something was done; errors are in the form."""
    done = _take_away(request, assignment) if "take_away" in request.POST else False
    if not form.is_empty and form.is_valid():
        with refused_into(form):
            marking = form.marking()
            evidence.mark(assignment, marking, by=request.user, at=timezone.now())
            messages.success(request, marking.bearing.done)
            done = True
    return done


def _take_away(request: UserRequest, assignment: Assignment) -> bool:
    held = Evidence.objects.filter(score__assignment=assignment).select_related("score__assignment")
    found = get_object_or_404(held, reference=request.POST["take_away"])
    evidence.take_away(found, by=request.user, at=timezone.now())
    messages.success(request, "Taken away.")
    return True
