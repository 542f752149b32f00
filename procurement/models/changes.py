from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.models.competitions import Competition


class DeadlineChange(models.Model):
    """The deadlines of a published competition put off, for everybody alike (s.31)."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="deadline_changes")
    questions_deadline_before = models.DateTimeField()
    bid_deadline_before = models.DateTimeField()
    questions_deadline = models.DateTimeField()
    bid_deadline = models.DateTimeField()
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["competition", "at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bid_deadline__gte=F("bid_deadline_before"))
                & Q(questions_deadline__gte=F("questions_deadline_before")),
                name="deadlines_are_only_put_off",
            ),
        ]

    def __str__(self) -> str:
        return f"Deadline of {self.competition} put off"


class RefinementQuerySet(models.QuerySet["Refinement"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False).order_by("number")

    def waiting(self) -> Self:
        """Those that are proposed, and neither published nor set aside."""
        return self.filter(published_at=None, set_aside_at=None)


class Refinement(models.Model):
    """The award criteria of a later stage, refined before its tenders are invited (s.24): proposed, then published.

    `typed` has the proposed weights, as exact text, and what is added to words, by reference. Everybody reads `content`
    and the reasons once it is published: each change with what stood before. The statement and the test, of suppliers
    that did not progress, are the council's own.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="refinements")
    typed = models.JSONField(default=dict)
    reasons = models.TextField()
    statement = models.TextField("why no supplier that was dropped would have gone on", blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.TextField(blank=True)
    number = models.PositiveSmallIntegerField("version of the criteria, the first being 1", null=True, blank=True)
    content = models.JSONField("each change, and the whole methodology before and after", default=dict, blank=True)
    tested = models.JSONField("what the test of dropped suppliers found", default=list, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RefinementQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competition"],
                condition=Q(published_at=None, set_aside_at=None),
                name="one_proposed_refinement_at_a_time",
            ),
            models.UniqueConstraint(fields=["competition", "number"], name="each_version_of_criteria_once"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None, number=None)
                | Q(published_at__isnull=False, published_by__isnull=False, number__gte=2, set_aside_at=None)
                & ~Q(published_by=F("proposed_by")),
                name="a_refinement_is_published_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Refined criteria of {self.competition}"
