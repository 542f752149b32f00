import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.core.files.base import ContentFile
from django.db import connection, transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from scoring.actions import drawing
from scoring.domain.decisions import AwardState, ReportKind, ReportState
from scoring.models import Award, Report

MOST_ATTEMPTS = 5
TASK = "scoring.tasks.make_report"
logger = logging.getLogger(__name__)


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
        _start_soon(report.pk)
    return report


@transaction.atomic
def retry(report: Report, *, by: User, at: datetime) -> Report:
    """Have a report that failed made again, from the same frozen record."""
    report = Report.objects.select_for_update(of=("self",)).select_related("award__competition").get(pk=report.pk)
    if report.state == ReportState.DONE:
        raise Refusal("The report is ready, so there is nothing to try again: download it.")
    if report.state == ReportState.FAILED or report.error:
        report.state, report.percent, report.step, report.error = ReportState.WAITING.value, 0, "", ""
        report.attempts, report.next_attempt_at = 0, at
        report.save()
        _record("scoring.retry_report", report, by=by, at=at)
        _start_soon(report.pk)
    return report


def make(pk: int, *, at: datetime) -> None:
    """Make a report, if it still waits and its turn has come. Called by a worker, and may be called twice.

    Only one worker makes a report at a time. One that dies in the middle lets go of the report with its connection to
    the database, so that the next call takes it up again.
    """
    with _alone(pk) as alone:
        report = _claim(pk, at) if alone else None
        if report is None:
            return
        try:
            pdf = drawing.draw(report, partial(_tell, pk))
            _finish(report, pdf, at)
        except Exception as error:
            # Whatever it was, the row says so, and another attempt follows.
            logger.warning("Report %s failed", report.reference, exc_info=True)
            _fail(pk, error, at)


def _start_soon(pk: int) -> None:
    """Wake a worker once this is committed. Where that fails, the sweep finds the row a little later."""
    transaction.on_commit(partial(current_app.send_task, TASK, [pk], retry=False), robust=True)


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    key = f"report {pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        row = cursor.fetchone()
    got_it = bool(row and row[0])
    try:
        yield got_it
    finally:
        if got_it:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


@transaction.atomic
def _claim(pk: int, at: datetime) -> Report | None:
    """Take up the row; None if there is nothing to do. One whose worker died while making it counts as waiting."""
    report = Report.objects.waiting(at).select_for_update(of=("self",)).filter(pk=pk).first()
    if report is None:
        return None
    if report.attempts >= MOST_ATTEMPTS:
        report.state, report.step = ReportState.FAILED.value, ""
        report.error = report.error or f"The worker stopped in the middle, {report.attempts} times. {drawing.SAFE}"
        report.save()
        return None
    report.attempts += 1
    report.state, report.percent, report.step = ReportState.WORKING.value, 0, "Starting"
    report.save()
    return report


def _tell(pk: int, percent: int, step: str) -> None:
    """Let the page say how far the work has come."""
    Report.objects.filter(pk=pk, state=ReportState.WORKING.value).update(percent=percent, step=step)


def _finish(report: Report, pdf: bytes, at: datetime) -> None:
    report.sha256 = hashlib.sha256(pdf).hexdigest()
    # Stored before the row says that it is there.
    report.file.save(f"{report.reference}.pdf", ContentFile(pdf), save=False)
    report.state, report.percent, report.step, report.error = ReportState.DONE.value, 100, "", ""
    report.finished_at = at
    report.save()


@transaction.atomic
def _fail(pk: int, error: Exception, at: datetime) -> None:
    report = Report.objects.select_for_update().get(pk=pk)
    report.error, report.step, report.percent = _in_words(error), "", 0
    is_last = report.attempts >= MOST_ATTEMPTS
    report.state = (ReportState.FAILED if is_last else ReportState.WAITING).value
    report.next_attempt_at = at + timedelta(seconds=15 * 2**report.attempts)
    report.save(update_fields=["error", "step", "percent", "state", "next_attempt_at"])


def _in_words(error: Exception) -> str:
    """What went wrong, without paths, addresses or values, which could tell more than a page may."""
    if isinstance(error, OSError) and error.errno:
        return f"The file could not be stored: {os.strerror(error.errno).lower()}. {drawing.SAFE}"
    return f"The report could not be drawn ({type(error).__name__}). {drawing.SAFE}"


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
