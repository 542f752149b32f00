import base64
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from accounts.domain.sealing import CannotOpen
from accounts.models import SealedStorage

SECRET = b"what-nobody-may-read " * 100_000


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return SealedStorage()


def test_a_file_is_sealed_under_a_random_name_and_read_back_in_pieces(storage, tmp_path):
    name = storage.save("harbour-care.txt", ContentFile(SECRET))

    with storage.open(name) as file:
        assert b"".join(file.chunks(300_000)) == SECRET
        file.seek(len(SECRET) - 5)
        assert file.read() == SECRET[-5:]
        assert file.size == storage.size(name) == len(SECRET)
    [path] = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    assert "harbour" not in str(path)
    assert SECRET[:21] not in path.read_bytes()


@pytest.mark.django_db
def test_another_key_opens_no_file(storage, settings):
    name = storage.save("x", ContentFile(SECRET))
    settings.SEALING_KEY = base64.b64encode(bytes(32)).decode()

    with pytest.raises(CannotOpen, match="give it the key again"):
        storage.open(name)


def test_the_server_does_not_start_with_a_setting_that_is_no_key(settings):
    settings.SEALING_KEY = "short"

    with pytest.raises((CommandError, SystemExit), match="Make a key with"):
        call_command("check")
