import logging

from celery import shared_task
from django.utils import timezone

from accounts.actions import letters, stray_files
from accounts.domain.refusals import Refusal

logger = logging.getLogger(__name__)


@shared_task
def send_letters() -> None:
    """Sweep the outbox. Driven by the rows, so a lost or doubled task does no harm."""
    letters.send_waiting(at=timezone.now())


@shared_task
def clear_stray_files() -> None:
    """Take away what programs that were killed left in the store. It says no number: the log may be read by anybody."""
    try:
        stray_files.clear(at=timezone.now())
    except Refusal as refusal:
        logger.warning("%s", refusal)
