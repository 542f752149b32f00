from celery import shared_task
from django.utils import timezone

from partners.actions import agreements


@shared_task
def settle_due() -> None:
    """Sweep: enter what counts by agreement after its deadline. Driven by the rows, so it may run twice, or late."""
    agreements.settle_due(at=timezone.now())
