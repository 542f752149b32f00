"""The commands that look after the installation's key, over rows and files of every kind."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.postgres import doors
from accounts.postgres.base import SETTING, tokens
from partners.actions import bids, organisations
from partners.models import Answer, BidDocument, Invitation
from tests.partners.conftest import complete
from tests.world import BEFORE

OLD, NEW = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
BIG = b"a film of a day at the centre " * 100_000
WORD = "quiet mornings"


@pytest.fixture
def sealed_before(settings, tmp_path, bid, bidder):
    """A bid that was written before the key was changed, over a connection that was opened with the key before."""
    settings.MEDIA_ROOT, settings.SEALING_KEY, settings.OLDER_SEALING_KEYS = tmp_path, OLD, []
    doors.put_up()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {SETTING} = '{tokens()[0]}'")
    complete(bid, bidder)
    bids.add_document(bid, title=WORD, upload=SimpleUploadedFile("film.txt", BIG), by=bidder, at=BEFORE)
    organisations.invite(bid.organisation, "ann@example.org", "writer", by=bidder, at=BEFORE)
    settings.SEALING_KEY, settings.OLDER_SEALING_KEYS = NEW, [OLD]
    return bid


def said(command):
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_after_the_rotation_nothing_needs_the_older_key(sealed_before, settings):
    before, report = {answer.pk: answer.text for answer in Answer.objects.all()}, said("check_keys")
    assert "partners_biddocument.file, files: 0 with the current key, 1 with an older one, 0 not opened" in report
    assert "run rotate_sealing_key before you drop one" in report

    with BidDocument.objects.get().file.open("rb") as being_read:
        said("rotate_sealing_key")
        assert being_read.read() == BIG

    settings.OLDER_SEALING_KEYS = []
    assert "nothing needs an older key" in said("check_keys")
    assert {answer.pk: answer.text for answer in Answer.objects.all()} == before
    with BidDocument.objects.get().file.open("rb") as again:
        assert again.read() == BIG
    assert Invitation.objects.to("Ann@example.org").exists()
    assert said("rotate_sealing_key").startswith("0 rows or files sealed anew")


def test_a_run_that_was_interrupted_is_finished_by_the_next(sealed_before, settings, tmp_path):
    name = BidDocument.objects.get().file.name
    # What a machine that stopped in the middle of a file leaves behind.
    (tmp_path / f"{name}.anew").write_bytes(b"half")
    Answer.objects.order_by("pk").first().save()

    said("rotate_sealing_key")

    settings.OLDER_SEALING_KEYS = []
    assert "nothing needs an older key" in said("check_keys")
    assert list(tmp_path.rglob("*.anew")) == []


def test_what_cannot_be_opened_is_counted_kept_and_never_shown(sealed_before, settings, tmp_path):
    (tmp_path / BidDocument.objects.get().file.name).unlink()
    spoilt, *others = Answer.objects.order_by("pk").values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partners_answer SET text = text || '\\x00' WHERE id = %s", [spoilt])

    out = io.StringIO()
    with pytest.raises(CommandError, match="2 values or files can’t be opened"):
        call_command("check_keys", stdout=out)
    with pytest.raises(CommandError, match="2 rows or files can’t be opened, so they stay as they are"):
        call_command("rotate_sealing_key", stdout=out)

    assert f"partners_answer: {len(others)} sealed anew, 1 not opened" in out.getvalue()
    assert WORD not in out.getvalue()
    settings.OLDER_SEALING_KEYS = []
    assert all(answer.text for answer in Answer.objects.filter(pk__in=others))


def test_without_the_key_the_check_fails(sealed_before, settings):
    settings.OLDER_SEALING_KEYS = []

    with pytest.raises(CommandError, match="If a key is missing"):
        said("check_keys")
