"""The questions of the panel to bidders, as a file tells of them."""

from collections.abc import Iterator
from functools import partial

from accounts.domain.refusals import Refusal
from scoring.actions import enquiries, enquiry_answers
from scoring.domain.roles import PanelRole
from scoring.files.answer_files import note_stored, uploads_of
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import EnquiryPart
from scoring.models import Assignment, EnquiryDraft


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    for index, part in enumerate(file.enquiries):
        here = ("enquiries", index)
        yield Step(part.drafted.at, (*here, "drafted"), partial(_draft, rows, part))
        yield Step(part.decided.at, (*here, "decided"), partial(_decide, rows, part))
        if part.sent:
            yield Step(part.sent.at, (*here, "sent"), partial(_send, rows, part))
        if part.answered:
            yield Step(part.answered.at, (*here, "answered"), partial(_answer, rows, part))
        if part.late:
            yield Step(part.late.at, (*here, "late"), partial(_late, rows, part))


def _draft(rows: Rows, part: EnquiryPart) -> None:
    if part.drafted.by not in rows.seats:
        raise Refusal(f"{part.drafted.by} has no seat on the panel by then")
    seat, bid, criterion = rows.seats[part.drafted.by], rows.bid(part.organisation), rows.criteria[part.criterion]
    held = Assignment.objects.filter(member=seat, bid=bid, criterion=criterion)
    assignment = held.select_related("member", "bid__organisation", "bid__competition", "criterion").first()
    if assignment:
        enquiries.draft(assignment, part.question, part.why, document=part.document, **rows.who(part.drafted))
    elif seat.role == PanelRole.CHAIR:
        about = enquiries.About(seat, bid, criterion)
        enquiries.draft_as_chair(about, part.question, part.why, document=part.document, **rows.who(part.drafted))
    else:
        raise Refusal(f"by then {part.drafted.by} had not been assigned this criterion of this bid")


def _decide(rows: Rows, part: EnquiryPart) -> None:
    if part.refused_because:
        enquiries.refuse(_drafted(rows, part), part.refused_because, **rows.who(part.decided))
    else:
        wording = part.wording or part.question
        enquiries.approve(_drafted(rows, part), wording, only_clarifies=True, **rows.who(part.decided))


def _send(rows: Rows, part: EnquiryPart) -> None:
    if part.sent:
        enquiries.send(_drafted(rows, part), part.sent.due_at, **rows.who(part.sent))


def _answer(rows: Rows, part: EnquiryPart) -> None:
    sent = _drafted(rows, part).enquiry
    if sent is None:
        raise Refusal("by then this question was not sent")
    if part.answered:
        files, who = uploads_of(part.answered.files), rows.who(part.answered)
        enquiry_answers.answer(sent, part.answered.text, files=files, **who)
        note_stored(rows, sent.bid, who["at"])


def _late(rows: Rows, part: EnquiryPart) -> None:
    if part.late:
        late = part.late
        enquiries.decide_late(_drafted(rows, part), accepts=late.counts, reasons=late.reasons, **rows.who(late))


def _drafted(rows: Rows, part: EnquiryPart) -> EnquiryDraft:
    rows_of_it = EnquiryDraft.objects.of(rows.competition).select_related("enquiry")
    found = rows_of_it.filter(
        bid=rows.bid(part.organisation), criterion=rows.criteria[part.criterion], drafted_at=part.drafted.at
    ).first()
    if found is None:
        raise Refusal("by then this question was not drafted")
    return found
