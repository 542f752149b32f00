"""Steps of asking a bidder what its bid means, with the real actions."""

from datetime import timedelta

from scoring.actions import enquiries, enquiry_answers
from scoring.models import EnquiryDraft
from tests.scoring.judging import AT, criterion

QUESTION = "You name eleven centres on one page and ten on another. Which is it?"
WHY = "My score depends on how many stay open."
ANSWER = "Eleven. The list leaves out the centre at Marsh Lane by mistake."
DUE = AT + timedelta(days=3)


def draft(assignment, text=QUESTION, **more):
    return enquiries.draft(assignment, text, WHY, by=assignment.member.user, at=AT, **more)


def draft_as_chair(opened, text=QUESTION, bid=0, **more):
    """Of the chair, who scores nothing."""
    chair = opened.panel.chair
    about = enquiries.About(chair, opened.bids[bid], criterion(opened))
    return enquiries.draft_as_chair(about, text, WHY, by=chair.user, at=AT, **more)


def approve(opened, drafted, wording=None):
    chair = opened.panel.chair.user
    enquiries.approve(drafted, wording or drafted.text, only_clarifies=True, by=chair, at=AT)
    drafted.refresh_from_db()


def send(opened, assignment, officer, text=QUESTION):
    """The question, on its way to the bidder."""
    drafted = draft(assignment, text)
    approve(opened, drafted)
    return enquiries.send(drafted, DUE, by=officer, at=AT)


def answer(enquiry, at=AT + timedelta(days=1), text=ANSWER, files=()):
    return enquiry_answers.answer(enquiry, text, files=files, by=enquiry.bid.started_by, at=at)


def of(enquiry):
    return EnquiryDraft.objects.get(enquiry=enquiry)
