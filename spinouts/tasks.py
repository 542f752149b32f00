from celery import shared_task
from django.utils import timezone

from spinouts.actions import reports
from spinouts.models import CompanyReport


@shared_task
def make_company_report(pk: int) -> None:
    """Make one report. Driven by its row, so a lost or doubled task does no harm."""
    reports.make(pk, at=timezone.now())


@shared_task
def make_waiting_company_reports() -> None:
    """Sweep: every report whose turn has come, also one whose worker died in the middle."""
    for pk in CompanyReport.objects.waiting(timezone.now()).values_list("pk", flat=True):
        make_company_report.delay(pk)
