"""Reports that a worker makes: one worker at a time, told as it goes, tried again after a failure."""

import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Generic

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actions.alone import alone
from accounts.actions.pdf import Tell
from accounts.actions.waking import wake
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.models.reports import AnyReport, MadeReport, MadeReportQuerySet

MOST_ATTEMPTS = 5
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Making(Generic[AnyReport]):
    """How the reports of one model are made.

    `draw` gives the file's bytes, `suffix` how its name ends. `task` names the Celery task that makes one, `lock` the
    lock that keeps two workers apart, and `safe` is a sentence that says, beside a failure, what is not lost.
    """

    rows: MadeReportQuerySet[AnyReport]
    draw: Callable[[AnyReport, Tell], bytes]
    task: str
    lock: str
    safe: str
    suffix: str = ".pdf"


def start_soon(making: Making[AnyReport], pk: int) -> None:
    """Wake a worker once this is committed."""
    wake(making.task, pk)


@transaction.atomic
def retry(making: Making[AnyReport], pk: int, at: datetime) -> tuple[AnyReport, bool]:
    """Have a report that failed made again, from the same frozen record; and whether there was anything to retry."""
    report = making.rows.select_for_update(of=("self",)).get(pk=pk)
    if report.state == ReportState.DONE:
        raise Refusal("The report is ready, so there is nothing to try again: download it.")
    if report.state != ReportState.FAILED and not report.error:
        return report, False
    report.state, report.percent, report.step, report.error = ReportState.WAITING.value, 0, "", ""
    report.attempts, report.next_attempt_at = 0, at
    report.save()
    start_soon(making, pk)
    return report, True


def make(making: Making[AnyReport], pk: int, at: datetime) -> None:
    """Make a report, if it still waits and its turn has come. Called by a worker, and may be called twice.

    Only one worker makes a report at a time. One that dies in the middle lets go of the report with its connection to
    the database, so that the next call takes it up again.
    """
    with alone(f"{making.lock} {pk}") as is_mine:
        report = _claim(making, pk, at) if is_mine else None
        if report is None:
            return
        try:
            _finish(report, making.draw(report, partial(_tell, making, pk)), making.suffix, at)
        except Exception as error:
            # Whatever it was, the row says so, and another attempt follows.
            logger.warning("Report %s failed", report.reference, exc_info=True)
            _fail(making, pk, error, at)


@transaction.atomic
def _claim(making: Making[AnyReport], pk: int, at: datetime) -> AnyReport | None:
    """Take up the row; None if there is nothing to do. One whose worker died while making it counts as waiting."""
    report = making.rows.waiting(at).select_for_update(of=("self",)).filter(pk=pk).first()
    if report is None:
        return None
    if report.attempts >= MOST_ATTEMPTS:
        report.state, report.step = ReportState.FAILED.value, ""
        report.error = report.error or f"The worker stopped in the middle, {report.attempts} times. {making.safe}"
        report.save()
        return None
    report.attempts += 1
    report.state, report.percent, report.step = ReportState.WORKING.value, 0, "Starting"
    report.save()
    return report


def _tell(making: Making[AnyReport], pk: int, percent: int, step: str) -> None:
    """Let the page say how far the work has come."""
    making.rows.filter(pk=pk, state=ReportState.WORKING.value).update(percent=percent, step=step)


def _finish(report: MadeReport, made: bytes, suffix: str, at: datetime) -> None:
    report.sha256 = hashlib.sha256(made).hexdigest()
    # Stored before the row says that it is there.
    report.file.save(f"{report.reference}{suffix}", ContentFile(made), save=False)
    report.state, report.percent, report.step, report.error = ReportState.DONE.value, 100, "", ""
    report.finished_at = at
    report.save()


@transaction.atomic
def _fail(making: Making[AnyReport], pk: int, error: Exception, at: datetime) -> None:
    report = making.rows.select_for_update().get(pk=pk)
    report.error, report.step, report.percent = _in_words(error, making.safe), "", 0
    is_last = report.attempts >= MOST_ATTEMPTS
    report.state = (ReportState.FAILED if is_last else ReportState.WAITING).value
    report.next_attempt_at = at + timedelta(seconds=15 * 2**report.attempts)
    report.save(update_fields=["error", "step", "percent", "state", "next_attempt_at"])


def _in_words(error: Exception, safe: str) -> str:
    """What went wrong, without paths, addresses or values, which could tell more than a page may."""
    if isinstance(error, OSError) and error.errno:
        return f"The file could not be stored: {os.strerror(error.errno).lower()}. {safe}"
    return f"The report could not be drawn ({type(error).__name__}). {safe}"
