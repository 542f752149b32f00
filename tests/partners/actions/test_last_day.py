"""Near the deadline each deed is kept with its instant and what became of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.domain.refusals import Refusal
from partners.actions import bids, submissions, uploads
from partners.actions.last_day import told
from partners.domain.deadlines import TooLate
from partners.models import Answer, LastDayEntry
from tests.world import AFTER, BEFORE, DEADLINE


def log():
    return [(each.at, each.words, each.outcome) for each in LastDayEntry.objects.order_by("pk")]


def test_what_is_done_earlier_is_not_logged(bid, bidder, criteria):
    bids.save_answer(bid, criteria.service, "Ours.", version=0, by=bidder, at=BEFORE - timedelta(seconds=1))

    assert log() == []


def test_a_save_a_clash_a_file_and_a_press_of_submit_are_logged(bid, bidder, criteria):
    bids.save_answer(bid, criteria.service, "Ours.", version=0, by=bidder, at=BEFORE)
    bids.save_answer(bid, criteria.service, "Other.", version=0, by=bidder, at=BEFORE)
    bids.add_document(bid, title="Plans", upload=SimpleUploadedFile("plans.txt", b"Plans"), by=bidder, at=BEFORE)
    with pytest.raises(Refusal) as refused:
        submissions.submit(bid, by=bidder, at=DEADLINE)

    assert log() == [
        (BEFORE, "Save the answer “How the service will run”", "done"),
        (BEFORE, "Save the answer “How the service will run”", "clashed"),
        (BEFORE, "Add a document: “plans.txt”", "done"),
        (DEADLINE, "Submit the bid", "refused"),
    ]
    assert LastDayEntry.objects.last().said == " ".join(refused.value.sentences)


def test_a_file_that_is_refused_before_it_is_sent_is_logged(bid, bidder):
    about = {"name": "virus.exe", "size": 9, "mark": "a" * 64, "title": "", "criterion": None}
    with pytest.raises(Refusal):
        uploads.begin(bid, **about, by=bidder, at=BEFORE)

    assert log() == [(BEFORE, "Begin to send a file: “virus.exe”", "refused")]


def test_what_comes_late_is_logged_each_time_also_where_one_late_attempt_stands_for_two(complete_bid, bidder):
    LastDayEntry.objects.all().delete()
    for _ in range(2):
        with pytest.raises(TooLate):
            submissions.submit(complete_bid, by=bidder, at=AFTER)

    assert log() == [(AFTER, "Submit the bid", "late")] * 2
    assert complete_bid.late_attempts.count() == 1


def test_what_fails_is_logged_as_the_fault_of_the_service(bid, bidder):
    def fail():
        with told(bid, "Submit the bid", by=bidder, at=BEFORE):
            Answer.objects.create(bid=bid, criterion=bid.competition.criteria.first(), saved_by=bidder, saved_at=BEFORE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert log() == [(BEFORE, "Submit the bid", "failed")]
    assert not Answer.objects.exists()


def test_what_is_taken_back_with_its_deed_leaves_no_word_that_it_was_done(bid, bidder, criteria):
    def fail():
        with transaction.atomic():
            bids.save_answer(bid, criteria.service, "Ours.", version=0, by=bidder, at=BEFORE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert log() == []
