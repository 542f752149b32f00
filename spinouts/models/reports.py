from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Council, MadeReport, MadeReportQuerySet, User
from spinouts.models.studies import CompanyStudy
from spinouts.models.ventures import JointVenture


class CompanyReportQuerySet(MadeReportQuerySet["CompanyReport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(study__in=CompanyStudy.objects.visible_to(user)) | Q(venture__in=JointVenture.objects.visible_to(user))
        ).select_related("study__council", "venture__service__council")


class CompanyReport(MadeReport):
    """A report on who owns and controls a company of a study, or a joint venture, on a day.

    `content` is the record from which it is made, frozen when somebody asked for it; asked for again while nothing
    has changed, it is the same row. Its shape stands at `spinouts.domain.company_report`.
    """

    study = models.ForeignKey(CompanyStudy, models.PROTECT, null=True, blank=True, related_name="reports")
    venture = models.ForeignKey(JointVenture, models.PROTECT, null=True, blank=True, related_name="reports")
    company_name = models.CharField(max_length=300)
    on = models.DateField("the day that it tells of")
    content = models.JSONField("the record that it is made from")
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)

    objects = CompanyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(study=None, venture__isnull=False) | Q(study__isnull=False, venture=None),
                name="a_report_is_on_a_study_or_a_venture",
            ),
            models.UniqueConstraint(fields=["study", "fingerprint"], name="one_report_per_study_and_content"),
            models.UniqueConstraint(fields=["venture", "fingerprint"], name="one_report_per_venture_and_content"),
        ]

    def __str__(self) -> str:
        return f"Ownership report, {self.company_name}"

    @property
    def of(self) -> CompanyStudy | JointVenture:
        """What it reports on."""
        of = self.study or self.venture
        assert of is not None, "The database has a constraint for it."  # noqa: S101
        return of

    @property
    def council(self) -> Council:
        return self.of.council
