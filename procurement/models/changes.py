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
