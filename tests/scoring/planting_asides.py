"""What others write beside their scores: questions to bidders, scores of a sample answer, and a workbook filled in."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.actions import calibrations, enquiries, enquiry_answers, score_sheets
from scoring.models import Sample
from tests.scoring.planted import OURS, SHUT, STEMS, THEIRS, Planted


def a_sample_is_written(planted: Planted) -> None:
    text = f"We would open on two evenings: {planted.by('chair')('sample')}."
    who = {"by": planted.people["chair"], "at": planted.at}
    options = {"is_required": False, "is_made_up": True}
    planted.all_of_it.keep(
        *calibrations.write(planted.competition, [planted.criterion("service")], text, **options, **who)
    )


def evan_writes_aside(planted: Planted) -> None:
    evan = planted.seats["Evan"]
    words, who = planted.by("evan"), {"by": evan.user, "at": planted.at}
    sample = planted.all_of_it.things[Sample]
    calibrations.give(sample, evan, Decimal(4), words("sample"), **who)
    upload = SimpleUploadedFile(f"{words('sheet-name')}.xlsx", words("sheet").encode())
    planted.all_of_it.keep(score_sheets.bring(evan, upload, **who))
    _asks(planted)


def _asks(planted: Planted) -> None:
    """Each bidder is to be asked: of one the question waits, of one it is refused, of one it is sent and answered."""
    chair, officer, at = planted.people["chair"], planted.people["officer"], planted.at
    words, drafts = planted.by("evan"), {}
    for bidder, stem in STEMS.items():
        texts = words(f"asks-{stem}"), words(f"unclear-{stem}")
        who = {"by": planted.seats["Evan"].user, "at": at}
        drafts[bidder] = enquiries.draft(planted.assignment("Evan", bidder, "service"), *texts, **who)
    enquiries.refuse(drafts[THEIRS], planted.by("chair")("refuses"), by=chair, at=at)
    enquiries.approve(drafts[SHUT], planted.by("chair")("words-it"), only_clarifies=True, by=chair, at=at)
    sent = enquiries.send(drafts[SHUT], at + timedelta(days=2), by=officer, at=at)
    answered = f"{STEMS[SHUT]}-in-the-answer-to-the-panel"
    planted.bids[SHUT].words.by_place["answered"] = answered
    along = f"{STEMS[SHUT]}-in-a-file-beside-the-bid"
    planted.bids[SHUT].words.by_place["sent-along"] = along
    file = SimpleUploadedFile(f"{along}.txt", along.encode())
    enquiry_answers.answer(sent, answered, files=[file], by=planted.people["third"], at=at)
    planted.all_of_it.keep(drafts[OURS], sent)
