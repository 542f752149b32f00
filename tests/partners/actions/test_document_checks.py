import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from accounts.actions.alone import alone
from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import document_checks, submissions
from partners.actions.documents import add_document
from partners.domain.uploads import FileState
from partners.models import BidDocument
from partners.tasks import check_waiting_documents
from tests.world import AFTER, BEFORE


def add(bid, by, name="notes.txt", content=b"Our notes.", at=BEFORE):
    return add_document(bid, title="", upload=SimpleUploadedFile(name, content), by=by, at=at)


def bomb():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", bytes(60 * 1024 * 1024))
    return file.getvalue()


def checked(document, at=BEFORE):
    document_checks.check(document.pk, at=at)
    document.refresh_from_db()
    return document


def test_a_good_file_is_clean_and_says_whether_it_was_scanned(bid, bidder):
    document = checked(add(bid, bidder))

    assert (document.stands, document.reason, document.checked_at) == (FileState.CLEAN, "", BEFORE)
    assert not document.was_scanned
    event = TrailEvent.objects.get(verb="partners.check_document")
    assert (event.by, event.details["state"]) == (None, "clean")


def test_a_bad_file_is_refused_and_blocks_no_other(complete_bid, bidder):
    bad, good = add(complete_bid, bidder, "bomb.zip", bomb()), add(complete_bid, bidder)

    assert checked(bad).stands == FileState.REFUSED
    assert checked(good).stands == FileState.CLEAN
    assert "“bomb.zip” would unpack to more than 200 times its size" in bad.reason
    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    assert [each["name"] for each in submission.whole()["documents"]] == ["notes.txt"]
    [letter] = [each for each in Letter.objects.all() if each.subject == "A file was refused: bomb.zip"]
    assert (letter.to, letter.trail) == (bidder.email, complete_bid.reference)
    assert "The rest of your bid is not touched by this" in letter.body


def test_a_bid_is_submitted_while_files_are_checked_and_a_refusal_later_changes_nothing_else(complete_bid, bidder):
    bad = add(complete_bid, bidder, "bomb.zip", bomb())
    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)

    checked(bad, at=AFTER)

    assert [each["name"] for each in submission.whole()["documents"]] == ["bomb.zip"]
    assert not submissions.changed_since(complete_bid, submission)
    assert (
        "It is in the bid as you submitted it"
        in next(each for each in Letter.objects.all() if "refused" in each.subject).body
    )
    submission.refresh_from_db()
    assert submission.superseded_at is None


def test_checked_twice_it_is_checked_once(bid, bidder):
    document = add(bid, bidder)
    for _ in range(2):
        checked(document)

    assert TrailEvent.objects.filter(verb="partners.check_document").count() == 1


def test_a_failed_check_says_why_is_tried_again_ever_later_and_can_be_retried(bid, bidder, settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    document = checked(add(bid, bidder))

    assert (document.stands, document.reason) == (FileState.FAILED, "The virus scanner did not answer.")
    assert checked(document, BEFORE + timedelta(seconds=29)).attempts == 1
    assert checked(document, BEFORE + timedelta(seconds=30)).attempts == 2
    settings.CLAMD_URL = ""
    document_checks.check_again(document, by=bidder, at=AFTER)
    assert checked(document, AFTER).stands == FileState.CLEAN
    with pytest.raises(Refusal, match="nothing to check again"):
        document_checks.check_again(document, by=bidder, at=AFTER)


def test_bytes_that_are_not_those_that_were_sent_are_no_clean_file(bid, bidder):
    document = add(bid, bidder)
    BidDocument.objects.update(sha256="0" * 64)

    assert checked(document).reason.startswith("What is stored is not what was sent.")


def test_a_file_whose_worker_was_killed_is_taken_up_again(bid, bidder):
    document = add(bid, bidder)
    document_checks._claim(document.pk, BEFORE)
    document.refresh_from_db()
    assert document.stands == FileState.SCANNING
    assert list(BidDocument.objects.waiting(BEFORE)) == []

    later = BEFORE + timedelta(seconds=30)
    assert list(BidDocument.objects.waiting(later)) == [document]
    assert checked(document, later).stands == FileState.CLEAN


def test_a_file_that_kills_each_worker_is_set_aside_for_an_hour(bid, bidder):
    document, at = add(bid, bidder), BEFORE
    for _ in range(document_checks.MOST_ATTEMPTS + 1):
        document_checks._claim(document.pk, at)
        at += timedelta(hours=2)

    document.refresh_from_db()
    assert (document.stands, document.reason) == (FileState.FAILED, "The check stopped in the middle, several times.")


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_check_the_same_file_at_once(bid, bidder):
    document = add(bid, bidder)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"check of bid document {document.pk}"])
            cursor.execute("SELECT pg_backend_pid()")
            (worker,) = cursor.fetchone()
        assert checked(document).stands == FileState.RECEIVED
        with connection.cursor() as cursor:
            # The other worker dies, and the database has seen it.
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [worker])
    finally:
        other.close()

    assert checked(document).stands == FileState.CLEAN
    with alone("the same key") as first:
        assert first
    assert connection.is_usable()


def test_the_sweep_finds_what_waits(bid, bidder, settings, clock):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    clock(BEFORE)
    document = add(bid, bidder)

    for pk in BidDocument.objects.waiting(BEFORE).values_list("pk", flat=True):
        document_checks.check(pk, at=BEFORE)

    document.refresh_from_db()
    assert document.stands == FileState.CLEAN
    assert check_waiting_documents.name == "partners.tasks.check_waiting_documents"
