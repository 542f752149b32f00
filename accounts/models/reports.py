from datetime import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models

from accounts.domain.reports import ReportState
from accounts.models.references import Referenced


class MadeReport(Referenced):
    """A file that the worker makes from a frozen record, mostly a PDF; the row says how far it has come."""

    state = models.CharField(
        max_length=20, choices=[(each.value, each.label) for each in ReportState], default=ReportState.WAITING.value
    )
    percent = models.PositiveSmallIntegerField("how far it has come", default=0)
    step = models.CharField("what is being done", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="reports/%Y/%m/", max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


AnyReport = TypeVar("AnyReport", bound=MadeReport)


class MadeReportQuerySet(models.QuerySet[AnyReport]):
    def waiting(self, at: datetime) -> Self:
        """Reports that a worker should look at: those that wait their turn, and those that a worker may have left."""
        unfinished = [ReportState.WAITING.value, ReportState.WORKING.value]
        return self.filter(state__in=unfinished, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")
