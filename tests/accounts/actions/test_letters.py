import threading
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection, transaction

from accounts.actions import letters
from accounts.domain.refusals import Refusal
from accounts.models import Letter
from accounts.models.letters import MOST_ATTEMPTS
from accounts.tasks import send_letters

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


class BrokenServer:
    """A mail server that fails, named to Django by its path; `fails_for` are the addresses that it refuses."""

    fails_for: set[str] | None = None
    error: Exception = SMTPServerDisconnected("Connection unexpectedly closed")

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        for message in messages:
            if self.fails_for is None or self.fails_for & set(message.to):
                raise self.error
            mail.outbox.append(message)
        return len(messages)


@pytest.fixture
def broken_server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    monkeypatch.setattr(BrokenServer, "fails_for", None)
    return BrokenServer


def queue(to="ada@example.org", subject="Come in", at=NOW):
    return letters.queue(to, subject, "You are invited.", at=at)


def test_a_letter_goes_once(db):
    letter = queue()

    assert letters.send_waiting(at=NOW) == 1
    assert letters.send_waiting(at=NOW) == 0

    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["ada@example.org"], "Come in", "You are invited.")
    ]
    letter.refresh_from_db()
    assert (letter.sent_at, letter.state_in_words) == (NOW, "Sent")


def test_a_letter_that_leaves_twice_is_one_to_whoever_gets_it(db):
    """As when the worker dies after the mail server took it, before that is written down."""
    letter, other = queue(), queue()
    letters.send_waiting(at=NOW)
    Letter.objects.filter(pk=letter.pk).update(sent_at=None)

    letters.send_waiting(at=NOW)

    ids = [sent.message()["Message-ID"] for sent in mail.outbox]
    assert ids == [f"<{each.reference}@localhost>" for each in (letter, other, letter)]


def test_the_oldest_goes_first(db):
    queue("later@example.org", at=NOW)
    queue("sooner@example.org", at=NOW - timedelta(minutes=1))

    letters.send_waiting(at=NOW)

    assert [sent.to for sent in mail.outbox] == [["sooner@example.org"], ["later@example.org"]]


def test_the_task_sends_by_the_clock(db):
    queue()

    send_letters()
    send_letters()

    assert len(mail.outbox) == 1


def test_no_letter_is_left_of_a_deed_that_was_not_done(db):
    class Undone(Exception):
        pass

    @transaction.atomic
    def deed():
        queue()
        raise Undone

    with pytest.raises(Undone):
        deed()

    assert not Letter.objects.exists()


def test_after_a_failure_it_waits_longer_each_time_and_says_why(db, broken_server):
    letter, at, pauses = queue(), NOW, []
    for _ in range(10):
        assert letters.send_waiting(at=at) == 0
        assert letters.send_waiting(at=at) == 0
        letter.refresh_from_db()
        pauses.append(letter.next_attempt_at - at)
        at = letter.next_attempt_at

    assert [pause.total_seconds() / 60 for pause in pauses] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert letter.last_error == "SMTPServerDisconnected: Connection unexpectedly closed"
    assert letter.state_in_words == "Waiting, 10 failed"


def test_it_goes_when_the_server_is_back(db, broken_server, settings):
    letter = queue()
    letters.send_waiting(at=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert letters.send_waiting(at=NOW + timedelta(seconds=59)) == 0
    assert letters.send_waiting(at=NOW + timedelta(seconds=60)) == 1

    letter.refresh_from_db()
    assert (letter.state_in_words, letter.last_error) == ("Sent", "")


def test_it_is_given_up_in_the_end_and_kept(db, broken_server):
    letter, at = queue(), NOW
    for _ in range(MOST_ATTEMPTS):
        letters.send_waiting(at=at)
        letter.refresh_from_db()
        at = letter.next_attempt_at

    letters.send_waiting(at=at + timedelta(days=365))

    letter.refresh_from_db()
    assert (letter.attempts, letter.state_in_words) == (MOST_ATTEMPTS, "Given up")


@pytest.mark.parametrize(
    "error",
    [
        SMTPServerDisconnected("gone"),
        ConnectionRefusedError("refused"),
        ValueError("Header values can't contain newlines"),
    ],
)
def test_a_letter_that_no_server_takes_holds_up_no_other(db, broken_server, monkeypatch, error):
    monkeypatch.setattr(broken_server, "fails_for", {"poison@example.org"})
    monkeypatch.setattr(broken_server, "error", error)
    queue("poison@example.org", at=NOW - timedelta(minutes=1))
    queue("ada@example.org")

    assert letters.send_waiting(at=NOW) == 1

    assert [sent.to for sent in mail.outbox] == [["ada@example.org"]]


def test_a_subject_is_one_line_whatever_people_typed(db):
    letter = queue(subject=f"From Nora\r\nBcc: all@example.org {'x' * 400}")

    assert letter.subject.startswith("From Nora Bcc: all@example.org xxx")
    assert len(letter.subject) == 300
    assert letters.send_waiting(at=NOW) == 1


def test_letters_of_history_are_kept_and_never_sent(db):
    with letters.kept_back("Written for the example, never sent"):
        letter = queue()

    assert letters.send_waiting(at=NOW) == 0
    assert letter.state_in_words == "Written for the example, never sent"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once():
    for number in range(10):
        queue(f"person{number}@example.org")
    start, sent = threading.Barrier(2), []

    def work():
        try:
            start.wait()
            sent.append(letters.send_waiting(at=NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(sent) == 10
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"person{n}@example.org" for n in range(10))


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_another_worker_has_in_hand_is_left_to_it():
    letter = queue()
    in_hand, let_go = threading.Event(), threading.Event()

    def other_worker():
        try:
            with transaction.atomic():
                Letter.objects.select_for_update().get(pk=letter.pk)
                in_hand.set()
                let_go.wait(10)
        finally:
            connection.close()

    worker = threading.Thread(target=other_worker)
    worker.start()
    in_hand.wait(10)

    assert letters.send_waiting(at=NOW) == 0
    let_go.set()
    worker.join()
    assert letters.send_waiting(at=NOW) == 1


def test_a_letter_that_was_given_up_is_tried_once_more_when_somebody_asks(broken_server, db):
    letter = queue()
    Letter.objects.update(attempts=MOST_ATTEMPTS)
    later = NOW + timedelta(days=3)
    letters.try_again(letter, at=later)

    assert letters.send_waiting(at=later) == 0
    letter.refresh_from_db()
    assert (letter.attempts, letter.state_in_words) == (MOST_ATTEMPTS, "Given up")

    letters.try_again(letter, at=later)
    broken_server.fails_for = {"nobody@example.org"}
    assert letters.send_waiting(at=later) == 1
    letters.try_again(letter, at=later)
    assert letters.send_waiting(at=later) == 0


def test_a_letter_that_waits_or_was_kept_back_has_nothing_to_be_tried(db):
    waiting = queue()
    with letters.kept_back("Not sent: it was loaded from a file"):
        back = queue("bea@example.org")

    for letter in (waiting, back):
        with pytest.raises(Refusal, match="nothing to do"):
            letters.try_again(letter, at=NOW)
