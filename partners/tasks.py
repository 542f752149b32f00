from celery import shared_task
from django.utils import timezone

from partners.actions import agreements, document_checks, part_reminders, reminders, shutting, uploads
from partners.models import BidDocument, Upload


@shared_task
def check_document(pk: int) -> None:
    """Check one file of a bid. Driven by its row, so a lost or doubled task does no harm."""
    document_checks.check(pk, at=timezone.now())


@shared_task
def check_waiting_documents() -> None:
    """Sweep: every file whose turn has come, also one whose worker died in the middle."""
    for pk in BidDocument.objects.waiting(timezone.now()).values_list("pk", flat=True):
        check_document.delay(pk)


@shared_task
def settle_upload(pk: int) -> None:
    uploads.settle(Upload.objects.get(pk=pk), at=timezone.now())


@shared_task
def settle_uploads() -> None:
    """Sweep: uploads that arrived whole and were not finished, and those that the deadline overtook."""
    for pk in Upload.objects.to_settle(timezone.now()).values_list("pk", flat=True):
        settle_upload.delay(pk)


@shared_task
def settle_due() -> None:
    """Sweep: enter what counts by agreement after its deadline, and then shut the bids whose key is divided.

    Driven by the rows, so it may run twice, or late.
    """
    agreements.settle_due(at=timezone.now())
    shutting.shut_due(at=timezone.now())


@shared_task
def remind_due() -> None:
    """Sweep: whoever means to bid or has a part in a bid, and lacks something, a week, two days and three hours before
    the deadline."""
    reminders.remind_due(at=timezone.now())
    part_reminders.remind_due(at=timezone.now())
