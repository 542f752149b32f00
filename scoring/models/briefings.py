"""What the chair tells the panel before it reads, and who has acknowledged which version."""

from typing import Self

from django.conf import settings
from django.db import models

from procurement.models import Competition
from scoring.models.panels import PanelMember


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def newest(self, competition: Competition) -> "Briefing | None":
        return self.of(competition).last()

    def of(self, competition: Competition) -> Self:
        return self.filter(competition=competition).select_related("by").order_by("number")


class Briefing(models.Model):
    """One version of the briefing. Members see no bid before they have acknowledged the newest."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="briefings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BriefingQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "number"], name="briefings_of_a_panel_are_numbered")
        ]

    def __str__(self) -> str:
        return f"Briefing {self.number}"


class BriefingAcknowledgement(models.Model):
    """That a member has read a version of the briefing, and will keep to it."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="acknowledgements")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "member"], name="a_member_acknowledges_a_briefing_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.briefing}"
