"""The record of who changed what others score, and the day by which they score it."""

from typing import Self

from django.conf import settings
from django.db import models

from procurement.models import Competition
from scoring.domain.assigning import Way
from scoring.domain.reminding import ReminderKind
from scoring.models.panels import PanelMember


class AssignmentChange(models.Model):
    """One change of the assignment: what was added and taken away, by member and criterion, in numbers of bids."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="assignment_changes")
    way = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Way])
    why = models.TextField(blank=True)
    changes = models.JSONField("name → criterion → number of bids, negative if taken away")
    added = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.added} added, {self.removed} taken away"


class ScoringDeadline(models.Model):
    """The day by whose end the members are to have locked their scores."""

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="scoring_deadline")
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.competition}: scores due on {self.due_on}"


class ScoringReminderQuerySet(models.QuerySet["ScoringReminder"]):
    def of_kind(self, kind: ReminderKind) -> Self:
        return self.filter(kind=kind.value)


class ScoringReminder(models.Model):
    """That a member was written to about scores that are due or overdue: once of each kind for each day."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="reminders")
    due_on = models.DateField()
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in ReminderKind])
    at = models.DateTimeField()

    objects = ScoringReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "due_on", "kind"], name="one_reminder_of_scores_per_member_day_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.kind}, {self.due_on}"
