"""The database shows no row, and no count, to a connection without the installation's key; and says so to a program."""

import base64
import os
import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test import override_settings

from accounts.actions.doors import key_of_the_door, openings
from accounts.postgres import doors
from accounts.postgres.base import DoorIsShut, tokens
from config.local import services
from partners.models import Bid
from tests import scanning, world

ANOTHER, THIRD = (base64.b64encode(bytes([number]) * 32).decode() for number in (7, 8))
NAME = "Zanzibar Care"


@pytest.fixture
def at():
    """How to reach the tests' database, for psycopg: with the application's credentials, and without its key."""
    place = connection.settings_dict
    return {"host": place["HOST"], "user": place["USER"], "dbname": place["NAME"]}


@pytest.fixture
def programs():
    """The environment in which PostgreSQL's own programs are found, and manage.py finds the tests' database."""
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    path = f"{services.postgres_programs()}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "DATABASE_URL": f"{url}/{connection.settings_dict['NAME']}", "DEBUG": "1"}


@pytest.fixture
def started(transactional_db):
    """A bid that is committed, so that every connection could see it."""
    return world.bid(world.publish(world.draft_competition(world.service(world.council()))), *world.organisation(NAME))


def manage(programs, *arguments, **env):
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(command, env={**programs, **env}, check=False, capture_output=True, text=True)
    return SimpleNamespace(code=done.returncode, out=done.stdout, said=done.stderr)


def test_a_dump_with_the_applications_own_credentials_is_refused(started):
    # It may not see where the numbering of rows stands, whether told to take what it may see or not.
    for option in ("--clean", "--enable-row-security"):
        plain = scanning.plain_dump(option)
        assert plain.refused
        assert "failed to get data for sequence" in plain.said
    without_numbers = scanning.plain_dump("--exclude-table-data=*_seq")
    assert without_numbers.refused
    assert "would be affected by row-level security policy" in without_numbers.said
    assert without_numbers.rows == []

    # Told both, it has every table, and of none a row or a count.
    whole = scanning.plain_dump()
    assert not whole.refused
    assert "COPY public.partners_bid (" in whole.out
    assert "COPY public.django_session (" in whole.out
    assert (whole.rows, "setval" in whole.out, NAME in whole.out) == ([], False, False)

    # Shown the key, the same dump has all of it: what is not seen above is there.
    opened = scanning.plain_dump(env=connection.client.door())
    assert len(opened.rows) > 50
    assert NAME in opened.out


def test_a_connection_without_the_key_sees_no_row_of_any_table_and_writes_none(started, at):
    with psycopg.connect(**at) as plain:
        tables = [name for (name,) in plain.execute(f"SELECT relname {doors.TABLES}")]
        assert {"partners_bid", "accounts_trailevent", "django_session", "django_migrations"} < set(tables)
        seen = {name: plain.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
        assert set(seen.values()) == {0}
        assert plain.execute("UPDATE accounts_user SET name = %s", ["Nobody"]).rowcount == 0
        assert plain.execute("DELETE FROM partners_bid").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            plain.execute("INSERT INTO accounts_council (name, reference) VALUES ('x', 'x')")
        plain.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for sequence"):
            plain.execute("SELECT last_value FROM partners_bid_id_seq")
        plain.rollback()
        # A guess at the token is as good as none, and so is what the database keeps of the right one.
        for guess in ("", "0" * 64, *doors.door().digests):
            plain.execute("SELECT set_config('competitions.door', %s, false)", [guess])
            assert plain.execute("SELECT count(*) FROM partners_bid").fetchone() == (0,)

    assert Bid.objects.get().organisation.name == NAME


def test_a_sealed_backup_has_every_row_and_comes_back_with_its_door(started, at, programs, tmp_path):
    file, place = tmp_path / "backup", programs["DATABASE_URL"].rsplit("/", 1)[0] + "/restored"
    made = manage(programs, "seal_backup", file)
    assert (made.code, openings()) == (0, []), made.said
    assert NAME.encode() not in file.read_bytes()

    # As docs/running.md has it, into an empty database.
    restore = (
        f"{sys.executable} manage.py open_backup {file} | pg_restore --single-transaction --no-owner --no-privileges"
    )
    with emptied("restored"):
        line = ["bash", "-c", f"set -o pipefail; {restore} --no-privileges --dbname={place}"]
        assert subprocess.run(line, env=programs, check=False, capture_output=True, text=True).stderr == ""
        with psycopg.connect(**{**at, "dbname": "restored"}) as plain:
            assert plain.execute("SELECT count(*) FROM partners_bid").fetchone() == (0,)
        ours = {"DATABASE_URL": place}
        assert manage(programs, "check_keys", SEALING_KEY=ANOTHER, **ours).code
        assert manage(programs, "migrate", "--verbosity=0", **ours).code == 0
        told = manage(programs, "check_keys", **ours)
        assert (told.code, told.said) == (0, "")
        assert "All can be opened" in told.out
        next_number = str(started.competition.council.pk + 1)
        write = "from tests import world; print(world.council('Loamshire Council').pk, world.Bid.objects.count())"
        assert manage(programs, "shell", "--no-imports", "-c", write, **ours).out.split() == [next_number, "1"]


@contextmanager
def emptied(name):
    """An empty database of that name within."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_no_statement_and_no_view_of_the_database_carries_the_token(started, at):
    (token,) = tokens()
    # A role sees its own sessions' whole state there.
    with connection.cursor() as cursor, psycopg.connect(**at) as plain:
        cursor.execute("SELECT current_setting('competitions.door')")
        assert cursor.fetchone() == (token,)
        for question in (
            "SELECT activity::text FROM pg_stat_activity activity",
            "SELECT setting::text FROM pg_settings setting",
            "SELECT setting::text FROM pg_db_role_setting setting",
            "SELECT prosrc FROM pg_proc WHERE proname = 'door_is_open'",
        ):
            assert token not in str(plain.execute(question).fetchall())


def test_what_the_product_asks_is_told_to_nobody_with_its_credentials(started, at):
    with connection.cursor() as cursor, psycopg.connect(**at) as plain:
        cursor.execute("SELECT %s", [NAME])
        told = plain.execute("SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()

        assert told
        assert [query for (query,) in told if query and "SELECT" in query] == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            plain.execute("SET track_activities = on")


def test_with_a_wrong_key_every_program_says_so_and_does_nothing(started, programs):
    for command in (["migrate"], ["seal_backup", "backup"]):
        done = manage(programs, *command, SEALING_KEY=ANOTHER, OLDER_SEALING_KEYS=THIRD)
        assert done.code
        assert "it was made with another SEALING_KEY than is given here" in done.said
        assert "Traceback" not in done.said

    assert Bid.objects.count() == 1


def test_with_a_wrong_key_the_site_says_that_it_is_shut(started, client):
    client.raise_request_exception = False
    connection.close()
    with override_settings(SEALING_KEY=ANOTHER):
        answers = [client.get(place) for place in ("/health/", f"/competitions/{started.competition.reference}/")]
        answers.append(client.post("/sign-in/", {"login": "ada@example.org", "password": "x"}))

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert all("What was saved before is safe" in answer.content.decode() for answer in answers)
    assert client.get("/health/").status_code == 200


def test_a_connection_of_which_the_options_are_lost_is_given_up(started, monkeypatch):
    connection.close()
    connect = connection.Database.connect
    with monkeypatch.context() as patch:
        patch.setattr(connection.Database, "connect", lambda **given: connect(**{**given, "options": ""}))
        with pytest.raises(DoorIsShut, match="such as a pooler"):
            Bid.objects.count()


def test_while_the_key_is_changed_the_older_one_opens_until_the_new_one_does(started, programs, settings):
    first = settings.SEALING_KEY
    changing = {"SEALING_KEY": ANOTHER, "OLDER_SEALING_KEYS": first}
    try:
        assert "opens with an older key alone: run rotate_sealing_key" in manage(programs, "check_keys", **changing).out
        assert manage(programs, "rotate_sealing_key", **changing).code == 0
        assert "opens with the key" in manage(programs, "check_keys", **changing).out

        # The older key is dropped; until then it opens, also on machines that have not heard of the new one.
        told = manage(programs, "check_keys", SEALING_KEY=ANOTHER)
        assert "a key besides that is not given here: run migrate" in told.out
        assert Bid.objects.count() == 1
        assert manage(programs, "migrate", "--verbosity=0", SEALING_KEY=ANOTHER).code == 0
        assert manage(programs, "check_keys", SEALING_KEY=first).code
        assert Bid.objects.count() == 0
    finally:
        back = {"SEALING_KEY": first, "OLDER_SEALING_KEYS": ANOTHER}
        assert manage(programs, "rotate_sealing_key", **back).code == 0
        doors.put_up()
    assert "and with an older key" not in key_of_the_door()


def test_what_is_left_open_is_told_and_shut_by_the_next_migrate(transactional_db):
    assert openings() == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE brought (id bigint GENERATED BY DEFAULT AS IDENTITY)")
        cursor.execute("ALTER TABLE partners_bid NO FORCE ROW LEVEL SECURITY")
        cursor.execute("ALTER POLICY only_through_the_door ON partners_answer USING (true)")
        try:
            assert doors.door()[2:] == (["brought", "partners_answer", "partners_bid"], ["brought_id_seq"])
            with pytest.raises(CommandError, match="3 tables can be read past the database's door: brought, partners"):
                call_command("check_keys")

            call_command("migrate", verbosity=0)
            assert openings() == []
            cursor.execute("CREATE POLICY wide ON partners_bid USING (true)")
            assert doors.door().tables == ["partners_bid"]
            body = doors.door().digests[0]
            cursor.execute(doors.FUNCTION.format(body=f"SELECT true -- '{body}'"))
            assert openings()[0].startswith("The database has no door, or it was changed")
            doors.put_up()
            assert doors.door().is_sound
        finally:
            cursor.execute("DROP TABLE brought")
            cursor.execute("DROP POLICY IF EXISTS wide ON partners_bid")
            doors.put_up()


@pytest.mark.django_db
def test_rows_are_numbered_though_nobody_may_read_the_numbers():
    first, second = world.council("Harrowmere Council"), world.council("Loamshire Council")

    assert second.pk == first.pk + 1
    refused = pytest.raises(ProgrammingError, match="permission denied for sequence")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval('accounts_council_id_seq')")


@pytest.mark.django_db
def test_the_check_for_serving_fails_for_a_role_above_the_policies(programs):
    environment = {**programs, "EMAIL_URL": "console:"}
    assert manage(environment, "check", "--deploy", "--database=default").code == 0
    with emptied("fresh"):
        fresh = environment["DATABASE_URL"].rsplit("/", 1)[0] + "/fresh"
        assert manage({**environment, "DATABASE_URL": fresh}, "check", "--deploy", "--database=default").code == 0

    superuser = programs["DATABASE_URL"].replace("//competitions@", "//postgres@")
    told = manage({**environment, "DATABASE_URL": superuser}, "check", "--deploy", "--database=default")
    assert told.code
    assert "“postgres” is a superuser, for whom no row is shut" in told.said
