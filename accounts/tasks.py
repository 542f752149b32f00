from celery import shared_task
from django.utils import timezone

from accounts.actions import letters


@shared_task
def send_letters() -> None:
    """Sweep the outbox. Driven by the rows, so a lost or doubled task does no harm."""
    letters.send_waiting(at=timezone.now())
