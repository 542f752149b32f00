"""A backup of the database shows nothing without the key, and comes back byte for byte."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from accounts.domain.sealed_streams import CHUNK
from config.local import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump():
    """A real dump of the database of the tests, of its shape alone, as rows of a test are not committed."""
    command, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    made = [services.postgres_programs() / "pg_dump", "--format=plain", "--schema-only", *command[1:]]
    return subprocess.run(made, env={**os.environ, **(env or {})}, check=True, capture_output=True).stdout


def manage(*arguments, given=b"", **env):
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(command, input=given, env={**os.environ, **env}, check=False, capture_output=True)


def test_a_backup_shows_nothing_and_comes_back_whole(dump, tmp_path):
    file = tmp_path / "backup"
    dump += b"Harbour Care bids." * (CHUNK // 10)

    assert manage("seal_backup", "--stdin", file, given=dump).returncode == 0
    assert b"partners_bid" in dump
    assert all(word not in file.read_bytes() for word in (b"partners_bid", b"Harbour"))
    assert manage("open_backup", file).stdout == dump
    assert [each.name for each in tmp_path.iterdir()] == ["backup"]

    # A second one of that name, and an empty one, are refused, and the first stays.
    again = manage("seal_backup", "--stdin", file, given=b"another")
    assert again.returncode
    assert b"stays as it is" in again.stderr
    empty = manage("seal_backup", "--stdin", tmp_path / "empty")
    assert empty.returncode
    assert b"nothing to seal" in empty.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["backup"]


@pytest.mark.parametrize(
    "spoil", [lambda kept: kept[:-1], lambda kept: kept[:-40] + b"x" * 40, lambda kept: b"x" + kept]
)
def test_one_that_was_cut_or_changed_fails_and_says_so(tmp_path, spoil):
    file = tmp_path / "backup"
    manage("seal_backup", "--stdin", file, given=b"all that the database holds")
    file.write_bytes(spoil(file.read_bytes()))

    spoiled = manage("open_backup", file)

    assert spoiled.returncode
    assert b"Traceback" not in spoiled.stderr
    assert spoiled.stdout == b""
