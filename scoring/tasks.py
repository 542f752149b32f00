from celery import shared_task
from django.utils import timezone

from scoring.actions import minutes, promise_reviews, reports, scoring_deadlines, sensitivity
from scoring.models import MeetingMinutes, Report, SensitivityStudy


@shared_task
def make_report(pk: int) -> None:
    """Make one report. Driven by its row, so a lost or doubled task does no harm."""
    reports.make(pk, at=timezone.now())


@shared_task
def make_waiting_reports() -> None:
    """Sweep: every report, study and minutes whose turn has come, also one whose worker died in the middle."""
    for pk in Report.objects.waiting(timezone.now()).values_list("pk", flat=True):
        make_report.delay(pk)
    for pk in SensitivityStudy.objects.waiting(timezone.now()).values_list("pk", flat=True):
        make_sensitivity_study.delay(pk)
    for pk in MeetingMinutes.objects.waiting(timezone.now()).values_list("pk", flat=True):
        make_minutes.delay(pk)


@shared_task
def make_minutes(pk: int) -> None:
    """Make the minutes of a meeting. Driven by their row, as a report is."""
    minutes.make(pk, at=timezone.now())


@shared_task
def make_sensitivity_study(pk: int) -> None:
    """Work out how sure a ranking is. Driven by its row, as a report is."""
    sensitivity.make(pk, at=timezone.now())


@shared_task
def remind_of_reviews() -> None:
    """Sweep: promises whose review is overdue and of which nobody was told yet."""
    promise_reviews.remind_of_overdue(at=timezone.now())


@shared_task
def remind_of_scores() -> None:
    """Sweep: scores that are due soon or overdue, and of which nobody was told yet."""
    scoring_deadlines.remind(at=timezone.now())
