"""The rush itself is no test (`make rush`); that it would see what is lost or doubled is one."""

import json
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile

from accounts.models import Letter
from benchmarks.rush.figures import percentile, report
from benchmarks.rush.inside.findings import Findings
from partners.actions import bids, document_checks, receipts, submissions
from partners.domain.deadlines import TooLate
from partners.models import Answer, AnswerVersion, BidDocument, LateAttempt, Receipt, Submission
from tests.partners.conftest import complete
from tests.world import AFTER, BEFORE

PLAN = b"Our plan for the centres.\n"


@pytest.fixture
def lived(bid, bidder, settings, tmp_path):
    """What one bidder was told, who saved, sent a file, submitted, kept the receipt and came late; and the plan."""
    settings.MEDIA_ROOT = tmp_path
    complete(bid, bidder)
    question = bid.competition.criteria.get(reference="service")
    first = {each.criterion.reference: each.text for each in bid.answers.select_related("criterion")}
    who = {"by": bidder, "at": BEFORE}
    bids.save_answer(bid, question, "In the last minute.", version=1, **who)
    document = bids.add_document(bid, title="", upload=ContentFile(PLAN, "plan.txt"), **who)
    document_checks.check(document.pk, at=BEFORE)
    submission = submissions.submit(bid, **who)
    with pytest.raises(TooLate):
        bids.save_answer(bid, question, "Too late.", version=2, by=bidder, at=AFTER)
    with pytest.raises(TooLate):
        submissions.submit(bid, by=bidder, at=AFTER)
    digest, answers = sha256(PLAN).hexdigest(), {"service": "In the last minute."}
    told = [
        {"what": "answer", "criterion": "service", "text": "In the last minute.", "version": 2},
        {"what": "document", "name": "plan.txt", "size": len(PLAN), "sha256": digest},
        {"what": "submission", "receipt": submission.reference, "answers": answers, "documents": [digest]},
        {"what": "receipt", "receipt": submission.reference, "file": json.dumps(receipts.signed(submission))},
        {"what": "late answer", "criterion": "service", "text": "Too late."},
        {"what": "late press"},
    ]
    sent = [{"bidder": 0, "criterion": "service", "text": text} for text in ("In the last minute.", "Too late.")]
    record = {"told": [{"bidder": 0, "at": 0.0, **each} for each in told], "sent": sent}
    return record, [{"bid": bid.reference, "texts": first}]


def wrong(lived):
    findings = Findings(*lived)
    findings.look()
    return " ".join(findings.wrong)


def test_all_that_was_acknowledged_is_there_once(lived):
    assert wrong(lived) == ""


def again(row):
    """The same row once more."""
    row.pk, row._state.adding = None, True
    if hasattr(row, "reference"):
        row.reference = "TWICE"
    row.save()


def spoil_file(record):
    document = BidDocument.objects.get()
    document.file.storage.delete(document.file.name)
    document.file.save("plan.txt", ContentFile(b"Another plan."))


def tell(record, place, **other):
    record["told"][place] |= other


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda record: Answer.objects.update(text=b"Lost."), "another text stands"),
        (lambda record: Answer.objects.update(version=7), "version 7, not 2"),
        (lambda record: again(AnswerVersion.objects.first()), "a version is kept twice"),
        (lambda record: BidDocument.objects.all().delete(), "plan.txt was acknowledged, and is not there"),
        (lambda record: again(BidDocument.objects.get()), "a document is there twice"),
        (lambda record: BidDocument.objects.update(state="scanning"), "plan.txt is scanning"),
        (spoil_file, "plan.txt is not what was sent"),
        (lambda record: tell(record, 2, receipt="NOWHERE"), "submission NOWHERE was acknowledged, and is not there"),
        (lambda record: tell(record, 2, answers={"service": "Mine."}), "submitted with another text"),
        (lambda record: tell(record, 2, documents=["another"]), "a document that had arrived was not submitted"),
        (lambda record: Submission.objects.update(at=AFTER), "a submission after the deadline is in"),
        (lambda record: Receipt.objects.all().delete(), "a submission without a receipt"),
        (
            lambda record: tell(record, 3, file=record["told"][3]["file"].replace("Harbour", "Quay")),
            "signature is wrong",
        ),
        (lambda record: again(Letter.objects.get()), "2 letters on 1 submissions"),
        (lambda record: LateAttempt.objects.filter(kind="answer").delete(), "a late answer is 0 times in the tray"),
        (lambda record: again(LateAttempt.objects.get(kind="answer")), "a late answer is 2 times in the tray"),
        (lambda record: LateAttempt.objects.filter(kind="submission").delete(), "a late press is not in the tray"),
    ],
)
def test_what_is_lost_or_doubled_is_seen(lived, spoil, words):
    spoil(lived[0])

    assert words in wrong(lived)


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.95, 10), (1, 10), (0.05, 1)])
def test_percentiles_are_values_that_were_seen(share, value):
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == value


def test_the_report_tells_the_faults_and_what_bidders_met():
    page = {"bidder": 0, "kind": "page", "at": 1.0, "took": 0.5}
    requests = [page | {"outcome": "200"}, page | {"outcome": "connection refused"}, page | {"outcome": "500"}]
    known = {
        "plan": {"begins_at": 0.0, "deadline": 60.0, "seed": 1, "bidders": [{}]},
        "record": {
            "requests": requests,
            "deeds": [page | {"kind": "save", "ended": "too late", "failures": 2}],
            "conflicts_with_oneself": 0,
            "broken": [],
        },
        "kills": [{"part": "Redis", "at": 1.0, "back_at": 3.0}],
        "findings": {"counts": {"documents": 3}, "wrong": ["A document is gone."]},
    }

    said = report(known)

    assert "| page | 1 | 0.50 | 0.50 | 0.50 |" in said
    assert "3 requests, 3 of them before the deadline: 0 a second. 2 had no answer or an error." in said
    assert "- 1 × deed that ended “save: too late”" in said
    assert "- A document is gone." in said
