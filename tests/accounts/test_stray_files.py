"""What killed programs leave in the store goes after a week; what a row names stays, and what may yet be named."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import stray_files
from accounts.tasks import clear_stray_files
from partners.actions import bids, pieces, uploads
from partners.models import BidDocument, UploadPiece
from tests.world import BEFORE

DAYS_AGO_8 = timedelta(days=8)
# A document of the bid of the test that is being sent while the store is listed.
SENT_MEANWHILE = []


class BusyStorage(FileSystemStorage):
    """A store in which something happens between its listing and the look at each file."""

    def listdir(self, path):
        listed = super().listdir(path)
        while SENT_MEANWHILE:
            SENT_MEANWHILE.pop()()
        return listed


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def kept(store, bid, bidder):
    """A document, and an upload of which a piece is there; both older than what goes."""
    document = bids.add_document(bid, title="", upload=ContentFile(b"Our plan.\n", "plan.txt"), by=bidder, at=BEFORE)
    about = {"name": "film.txt", "size": 99, "mark": "a" * 64, "title": "", "criterion": None}
    upload = uploads.begin(bid, **about, by=bidder, at=BEFORE)
    uploads.take(pieces.store(upload, 0, io.BytesIO(b"A day"), size=5, checksum=""), at=BEFORE)
    for path in files(store):
        age(path)
    return [document.file.name, UploadPiece.objects.get().file.name]


def files(store):
    return [path for path in store.rglob("*") if path.is_file()]


def names(store):
    return sorted(str(path.relative_to(store)) for path in files(store))


def age(path, by=DAYS_AGO_8):
    then = (timezone.now() - by).timestamp()
    os.utime(path, (then, then))


def leave(store, name, by=DAYS_AGO_8):
    path = store / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"what a program left that was killed")
    age(path, by)
    return path


def test_what_no_row_names_goes_after_a_week_and_all_else_stays(kept, store, capsys):
    leave(store, "sealed/ab/abandoned")
    # What a change of key leaves when it is interrupted.
    leave(store, f"{kept[0]}.anew")
    fresh = leave(store, "sealed/ab/being-sent", by=timedelta(days=6, hours=23))
    other = leave(store, "reports/2026/11/report.pdf")

    call_command("clear_stray_files")

    assert capsys.readouterr().out == "2 files taken away.\n"
    assert names(store) == sorted([*kept, *(str(path.relative_to(store)) for path in (fresh, other))])
    call_command("clear_stray_files")
    assert capsys.readouterr().out == "0 files taken away.\n"


def test_what_is_sent_and_taken_away_while_the_store_is_looked_through(kept, store, bid, bidder, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.accounts.test_stray_files.BusyStorage"}}
    leave(store, "sealed/ab/abandoned")
    gone = leave(store, "sealed/ab/taken-away-by-another")

    def send():
        gone.unlink()
        bids.add_document(bid, title="", upload=ContentFile(b"In the meantime.\n", "two.txt"), by=bidder, at=BEFORE)
        # However old the store says that it is: its row is there.
        age(store / BidDocument.objects.latest("pk").file.name)

    SENT_MEANWHILE.append(send)
    assert stray_files.clear(at=timezone.now()) == 1

    for document in BidDocument.objects.all():
        with document.file.open("rb") as file:
            assert file.read()
    assert len(files(store)) == 3


def test_where_rows_are_missing_nothing_is_taken_away(kept, store, caplog):
    for number in range(3):
        leave(store, f"sealed/ab/{number}")
    before = names(store)

    with pytest.raises(CommandError, match="the database and the files do not belong together"):
        call_command("clear_stray_files")
    clear_stray_files()

    assert names(store) == before
    assert "clear_stray_files --however-many" in caplog.text
    # As before the opening the log must tell nobody how many there are.
    assert not any(letter.isdigit() for letter in caplog.messages[0])
    call_command("clear_stray_files", "--however-many")
    assert names(store) == sorted(kept)


@pytest.mark.django_db
def test_a_store_without_any_file_is_no_trouble(store):
    assert stray_files.clear(at=timezone.now()) == 0
