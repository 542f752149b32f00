import io
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.actions import pieces, submissions, uploads
from partners.models import BidDocument, LateAttempt, Upload
from tests.world import AFTER, BEFORE, DEADLINE

CONTENT = bytes(range(256)) * 40
MARK = "a" * 64


def begin(bid, by, name="plans.txt", content=CONTENT, at=BEFORE, **more):
    about = {"name": name, "size": len(content), "mark": MARK, "title": "Plans", "criterion": None} | more
    return uploads.begin(bid, **about, by=by, at=at)


def send(upload, start, content, at=BEFORE, checksum=""):
    piece = pieces.store(upload, start, io.BytesIO(content), size=len(content), checksum=checksum)
    return uploads.take(piece, at=at) if piece else None


def read(row):
    with row.file.open("rb") as file:
        return file.read()


def files_on_disk():
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        inner, files = default_storage.listdir(folder)
        folders += [f"{folder}/{each}".lstrip("/") for each in inner]
        found += files
    return found


def test_pieces_become_a_document_with_the_hash_of_the_whole(bid, bidder, django_capture_on_commit_callbacks):
    upload = begin(bid, bidder)
    for start in range(0, len(CONTENT), 3000):
        upload = send(upload, start, CONTENT[start : start + 3000])

    with django_capture_on_commit_callbacks(execute=True):
        upload = uploads.finish(upload, at=BEFORE)

    document = upload.document
    assert (document.title, document.name, document.size) == ("Plans", "plans.txt", len(CONTENT))
    assert (document.sha256, document.uploaded_by) == (sha256(CONTENT).hexdigest(), bidder)
    assert read(document) == CONTENT
    assert upload.ended_at == BEFORE
    # The times of the pieces stay; their bytes are in the whole.
    assert {(piece.size, piece.at, piece.file.name) for piece in upload.pieces.all()} == {
        (3000, BEFORE, ""),
        (1240, BEFORE, ""),
    }
    assert len(files_on_disk()) == 1


def test_the_same_file_begun_again_goes_on_where_it_stopped(bid, bidder):
    send(begin(bid, bidder), 0, CONTENT[:5000])

    again = begin(bid, bidder, at=BEFORE + timedelta(minutes=5), title="Another")

    assert (again.received, again.title) == (5000, "Plans")
    assert Upload.objects.count() == 1
    assert TrailEvent.objects.filter(verb="partners.begin_upload").count() == 1


@pytest.mark.parametrize("other", [{"mark": "b" * 64}, {"name": "other.txt"}, {"size": 11}])
def test_another_file_begins_at_its_start(bid, bidder, other):
    send(begin(bid, bidder), 0, CONTENT[:5000])

    assert begin(bid, bidder, **other).received == 0


def test_a_piece_that_is_not_the_next_one_changes_nothing(bid, bidder):
    upload = begin(bid, bidder)
    send(upload, 0, CONTENT[:100])

    for start, content in ((0, b"x" * 100), (50, b"x" * 100), (200, b"x"), (100, b"x" * len(CONTENT))):
        assert send(upload, start, content).received == 100

    assert upload.pieces.count() == 1
    assert len(files_on_disk()) == 1


def test_a_piece_that_was_cut_short_or_changed_on_its_way_is_dropped(bid, bidder):
    upload = begin(bid, bidder)

    assert pieces.store(upload, 0, io.BytesIO(b"only this"), size=100) is None
    assert send(upload, 0, b"changed", checksum=f"sha256 {b64encode(sha256(b'as sent').digest()).decode()}") is None
    assert files_on_disk() == []
    assert (
        send(upload, 0, b"as sent", checksum=f"sha256 {b64encode(sha256(b'as sent').digest()).decode()}").received == 7
    )


def test_a_piece_that_breaks_in_the_middle_leaves_nothing_behind(bid, bidder):
    class Broken:
        def __init__(self):
            self.left = 1

        def read(self, size):
            if self.left:
                self.left = 0
                return b"x" * 10
            raise OSError("The connection is gone.")

    assert pieces.store(begin(bid, bidder), 0, Broken(), size=100) is None
    assert files_on_disk() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=6), repeats=st.lists(st.integers(0, 6), max_size=4))
def test_however_it_is_cut_and_repeated_the_whole_is_the_same(bid, bidder, cuts, repeats):
    Upload.objects.unfinished().update(ended_at=BEFORE)
    BidDocument.objects.update(removed_at=BEFORE)
    upload = begin(bid, bidder)
    ends = sorted({*cuts, len(CONTENT)} - {0})
    sent = list(zip([0, *ends], ends, strict=False))
    for place, (start, end) in enumerate(sent):
        upload = send(upload, start, CONTENT[start:end])
        for back in repeats:
            if back <= place:
                earlier = sent[back]
                upload = send(upload, earlier[0], b"?" * (earlier[1] - earlier[0]))

    assert read(uploads.finish(upload, at=BEFORE).document) == CONTENT


def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(bid, bidder, settings):
    settings.BID_LIMIT_BYTES = 20_000
    begin(bid, bidder)

    with pytest.raises(Refusal, match="is empty"):
        begin(bid, bidder, size=0)
    with pytest.raises(Refusal, match="may be at most 500 MB"):
        begin(bid, bidder, size=settings.UPLOAD_LIMIT_BYTES + 1)
    with pytest.raises(Refusal, match="of a type that is not taken"):
        begin(bid, bidder, name="a.exe")
    with pytest.raises(Refusal, match=r"there is room for 9\.5 KB more"):
        begin(bid, bidder, name="second.txt")


def test_finished_twice_it_is_one_document_and_the_same_file_again_is_none_more(bid, bidder):
    whole = send(begin(bid, bidder), 0, CONTENT)
    first, second = uploads.finish(whole, at=BEFORE), uploads.finish(whole, at=BEFORE)
    third = uploads.finish(send(begin(bid, bidder), 0, CONTENT), at=BEFORE)

    assert first.document == second.document == third.document
    assert BidDocument.objects.count() == 1


def test_one_that_is_not_whole_is_not_finished(bid, bidder):
    upload = send(begin(bid, bidder), 0, CONTENT[:-1])

    assert uploads.finish(upload, at=BEFORE).document is None
    assert not BidDocument.objects.exists()


def test_what_arrived_whole_in_time_is_in_though_it_is_finished_later(bid, bidder):
    whole = send(begin(bid, bidder), 0, CONTENT, at=DEADLINE)

    uploads.settle(whole, at=AFTER)

    assert BidDocument.objects.get().uploaded_at == DEADLINE
    assert not LateAttempt.objects.exists()


def test_a_submission_takes_in_what_had_arrived_whole(complete_bid, bidder):
    send(begin(complete_bid, bidder), 0, CONTENT)

    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)

    assert [each["sha256"] for each in submission.content["documents"]] == [sha256(CONTENT).hexdigest()]


def test_one_whose_last_byte_came_too_late_is_kept_as_a_late_attempt_with_its_file(bid, bidder):
    upload = send(begin(bid, bidder), 0, CONTENT[:5000])
    upload = send(upload, 5000, CONTENT[5000:], at=DEADLINE + timedelta(microseconds=1))

    upload = uploads.finish(upload, at=AFTER)

    late = LateAttempt.objects.get()
    assert (late.content["sha256"], late.at) == (sha256(CONTENT).hexdigest(), DEADLINE + timedelta(microseconds=1))
    assert read(late) == CONTENT
    assert "The deadline has passed" in upload.problem
    assert not BidDocument.objects.exists()


def test_one_that_the_deadline_overtook_is_kept_as_far_as_it_came(bid, bidder):
    upload = send(begin(bid, bidder), 0, CONTENT[:5000], at=DEADLINE - timedelta(minutes=1))

    uploads.settle(upload, at=DEADLINE + timedelta(minutes=30))
    assert list(Upload.objects.to_settle(DEADLINE + timedelta(minutes=30))) == []
    assert list(Upload.objects.to_settle(AFTER)) == [upload]
    uploads.settle(upload, at=AFTER)
    uploads.settle(upload, at=AFTER)

    late = LateAttempt.objects.get()
    assert (late.content["received"], late.content["size"], late.content["name"]) == (5000, len(CONTENT), "plans.txt")
    assert late.content["last_piece"].startswith("11:59am on Monday 2 November 2026")
    assert read(late) == CONTENT[:5000]
    upload.refresh_from_db()
    assert upload.ended_at == AFTER


def test_a_stopped_one_is_forgotten_and_makes_room(bid, bidder, settings, django_capture_on_commit_callbacks):
    settings.BID_LIMIT_BYTES = len(CONTENT)
    upload = send(begin(bid, bidder), 0, CONTENT[:5000])

    with django_capture_on_commit_callbacks(execute=True):
        uploads.stop(upload, by=bidder, at=BEFORE)
        uploads.stop(upload, by=bidder, at=BEFORE)

    assert files_on_disk() == []
    assert send(upload, 5000, CONTENT[5000:]).received == 5000
    assert begin(bid, bidder).received == 0
    assert TrailEvent.objects.filter(verb="partners.stop_upload").count() == 1


def test_a_piece_that_is_gone_from_the_disk_is_no_document(bid, bidder):
    upload = send(begin(bid, bidder), 0, CONTENT[:5000])
    upload = send(upload, 5000, CONTENT[5000:])
    upload.pieces.first().delete()

    with pytest.raises(ValueError, match="missing"):
        uploads.finish(upload, at=BEFORE)

    assert not BidDocument.objects.exists()
