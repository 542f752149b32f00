from datetime import datetime

from django.db import transaction

from accounts.actions import reports, trail
from accounts.actions.reports import MOST_ATTEMPTS
from accounts.domain.refusals import Refusal
from accounts.models import User
from scoring.actions import drawing
from scoring.domain.decisions import AwardState, ReportKind
from scoring.models import Award, Report

MAKING = reports.Making(
    rows=Report.objects.all(),
    draw=drawing.draw,
    task="scoring.tasks.make_report",
    lock="report",
    safe=drawing.SAFE,
)

__all__ = ["MAKING", "MOST_ATTEMPTS", "make", "request", "retry"]


@transaction.atomic
def request(award: Award, kind: ReportKind, *, by: User, at: datetime) -> Report:
    """Ask for a report of an approved award; asking again gives the report that is there."""
    if award.state != AwardState.APPROVED:
        raise Refusal("There is nothing to report yet: the award has not been approved.")
    report, is_new = Report.objects.get_or_create(
        award=award,
        kind=ReportKind(kind).value,
        defaults={"requested_by": by, "requested_at": at, "next_attempt_at": at},
    )
    if is_new:
        _record("scoring.request_report", report, by=by, at=at)
        reports.start_soon(MAKING, report.pk)
    return report


@transaction.atomic
def retry(report: Report, *, by: User, at: datetime) -> Report:
    """Have a report that failed made again, from the same frozen record."""
    report, is_retried = reports.retry(MAKING, report.pk, at)
    if is_retried:
        _record("scoring.retry_report", report, by=by, at=at)
    return report


def make(pk: int, *, at: datetime) -> None:
    """Make a report, if it still waits and its turn has come. Called by a worker, and may be called twice."""
    reports.make(MAKING, pk, at)


def _record(verb: str, report: Report, *, by: User, at: datetime) -> None:
    trail.record(
        verb,
        ReportKind(report.kind).label,
        trail=report.award.competition.reference,
        by=by,
        at=at,
        report=report.reference,
        kind=report.kind,
    )
