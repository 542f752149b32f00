import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actions import trail
from accounts.models import TrailEvent
from tests import world

NOW = datetime(2026, 11, 2, 12, 0, 0, 123456, tzinfo=UTC)


def record(name="T", verb="procurement.publish", by=None, **details):
    return trail.record(verb, "A partner for our day centres", trail=name, by=by, at=NOW, **details)


def run(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)


@pytest.fixture
def tampered(db):
    """Runs SQL as somebody who owns the database can: with the trigger that refuses it switched off."""

    def tamper(sql, *arguments):
        run("SET LOCAL session_replication_role = replica")
        run(sql, *arguments)
        run("SET LOCAL session_replication_role = origin")

    return tamper


def test_what_was_done_is_told_whole(officer):
    event = record(by=officer, reasons="None", bids=3, places=["a", "b"])

    event.refresh_from_db()
    assert (event.trail, event.sequence, event.at, event.by, event.verb, event.subject, event.details) == (
        "T",
        1,
        NOW,
        officer,
        "procurement.publish",
        "A partner for our day centres",
        {"reasons": "None", "bids": 3, "places": ["a", "b"]},
    )


def test_each_trail_counts_for_itself_and_is_whole(officer):
    for _ in range(3):
        record("competition", by=officer)
    record("bid")

    assert [(e.trail, e.sequence) for e in TrailEvent.objects.of("competition")] == [
        ("competition", n) for n in (1, 2, 3)
    ]
    assert [e.sequence for e in TrailEvent.objects.of("bid")] == [1]
    assert trail.broken_links("competition") == trail.broken_links("bid") == trail.broken_links("none") == []


def test_equal_deeds_have_different_hashes_since_each_follows_another(db):
    assert record().hash != record().hash


def test_several_trails_are_told_in_the_order_of_time(db):
    record("competition")
    trail.record(
        "partners.open",
        "x",
        trail="bid",
        by=None,
        at=NOW.replace(hour=11),
    )

    assert [event.trail for event in TrailEvent.objects.of("competition", "bid")] == ["bid", "competition"]


def test_no_event_is_left_of_a_deed_that_was_not_done(db):
    class Undone(Exception):
        pass

    @transaction.atomic
    def deed():
        record()
        raise Undone

    with pytest.raises(Undone):
        deed()

    assert not TrailEvent.objects.exists()
    record()
    assert trail.broken_links("T") == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_trailevent SET subject = 'another'",
        "UPDATE accounts_trailevent SET at = now()",
        "DELETE FROM accounts_trailevent",
        "TRUNCATE accounts_trailevent",
    ],
)
def test_the_database_refuses_to_rewrite_the_record(db, sql):
    record()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET LOCAL competitions.tables_may_be_emptied = 'off'")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)

    assert TrailEvent.objects.get().subject == "A partner for our day centres"


def test_the_models_can_not_rewrite_it_either(db):
    event = record()
    event.subject = "another"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "another"),
        ("verb", "procurement.abandon"),
        ("at", "2026-11-02 12:00:00.123457+00"),
        ("details", '{"n": 9}'),
        ("hash", "f" * 64),
        ("by_id", None),
    ],
)
def test_a_change_behind_its_back_is_found(tampered, officer, field, value):
    for number in range(4):
        record(by=officer, n=number)

    tampered(f"UPDATE accounts_trailevent SET {field} = %s WHERE sequence = 2", value)  # noqa: S608

    assert 2 in trail.broken_links("T")


def test_a_gap_is_found(tampered):
    for number in range(4):
        record(n=number)

    tampered("DELETE FROM accounts_trailevent WHERE sequence = 2")

    assert trail.broken_links("T") == [2, 3]


def test_an_event_slipped_in_is_found(db):
    record()
    TrailEvent.objects.create(trail="T", sequence=2, at=NOW, verb="x", subject="slipped in", hash="f" * 64)
    record()

    assert trail.broken_links("T") == [2]


def test_two_at_the_same_place_can_not_be(db):
    record()

    with pytest.raises(DatabaseError, match="one_event_per_place_on_a_trail"), transaction.atomic():
        TrailEvent.objects.create(trail="T", sequence=1, at=NOW, verb="x", subject="beside", hash="f" * 64)


def test_nobody_who_did_something_can_be_removed(officer):
    record(by=officer)
    officer.council_roles.all().delete()

    run("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="accounts_trailevent"), transaction.atomic():
        run("DELETE FROM accounts_user WHERE id = %s", officer.pk)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_stand_one_after_another():
    user = world.person("Busy Person")
    start, failures = threading.Barrier(4), []

    def work():
        try:
            start.wait()
            for number in range(5):
                record(by=user, n=number)
        except Exception as error:  # noqa: BLE001 - told to the test below.
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert list(TrailEvent.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert trail.broken_links("T") == []


def test_several_trails_are_checked_at_once_each_by_itself(tampered, django_assert_num_queries):
    for number in range(3):
        record(n=number)
    trail.record("x.done", "elsewhere", trail="Other", by=None, at=NOW)
    tampered("UPDATE accounts_trailevent SET subject = 'changed' WHERE trail = 'T' AND sequence = 2")

    with django_assert_num_queries(1):
        found = trail.broken_links_of(["T", "Other", "none"])

    assert found == {"T": [2], "Other": [], "none": []}
