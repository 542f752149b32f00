from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter
from accounts.models.letters import MOST_ATTEMPTS

_kept_back_because: ContextVar[str] = ContextVar("kept_back_because", default="")


@contextmanager
def kept_back(reason: str) -> Iterator[None]:
    """Letters queued in here are written down and never sent, as when a competition's history is loaded from a file."""
    before = _kept_back_because.set(reason)
    try:
        yield
    finally:
        _kept_back_because.reset(before)


def queue(to: str, subject: str, body: str, *, at: datetime, trail: str = "") -> Letter:
    """Put a letter into the outbox, in the transaction of the deed that causes it."""
    return Letter.objects.create(
        to=to,
        # What people typed may stand in a subject, which is one line.
        subject=" ".join(subject.split())[:300],
        body=body,
        trail=trail,
        queued_at=at,
        next_attempt_at=at,
        kept_back_because=_kept_back_because.get(),
    )


@transaction.atomic
def try_again(letter: Letter, *, at: datetime) -> None:
    """Have a letter that could not be sent tried now, once more if it was given up. One that went stays as it is."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.sent_at is not None:
        return
    if not letter.stands.may_be_tried:
        raise Refusal("This letter is not waiting for another try, so there is nothing to do.")
    letter.attempts = min(letter.attempts, MOST_ATTEMPTS - 1)
    letter.next_attempt_at = at
    letter.save(update_fields=["attempts", "next_attempt_at"])


def send_waiting(*, at: datetime, most: int = 100) -> int:
    """Send the letters that wait; returns how many went. Two workers at once send none twice."""
    sent = 0
    for pk in Letter.objects.waiting(at).values_list("pk", flat=True)[:most]:
        sent += _send_one(pk, at)
    return sent


def _message_id(letter: Letter) -> str:
    """The same at each try: a worker may die after the letter left and before that was written down.

    Mail programs then show the two that arrive as one.
    """
    return f"<{letter.reference}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2] or 'localhost'}>"


@transaction.atomic
def _send_one(pk: int, at: datetime) -> bool:
    letter = Letter.objects.waiting(at).select_for_update(skip_locked=True).filter(pk=pk).first()
    if letter is None:
        return False
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.to], headers={"Message-ID": _message_id(letter)}).send()
    except (OSError, SMTPException, ValueError) as error:  # ValueError: a header or an address that no server takes.
        letter.next_attempt_at = at + letter.pause_after_failure()
        letter.attempts += 1
        letter.last_error = f"{type(error).__name__}: {error}"[:1000]
        letter.save()
        return False
    letter.sent_at, letter.last_error = at, ""
    letter.save()
    return True
