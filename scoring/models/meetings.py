from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Council, Referenced, User
from procurement.models import Competition
from scoring.domain.meetings import Presence
from scoring.models.panels import PanelMember


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """The meetings of panels on which one sits, and of one's council; what is said there has doors of its own."""
        return self.filter(
            Q(competition__service__council__in=user.council_roles.values("council"))
            | Q(competition__in=user.panel_seats.filter(left_at=None).values("competition"))
        ).select_related("competition__service__council", "opened_by", "closed_by")

    def under_way(self, competition: Competition) -> "Meeting | None":
        return self.filter(competition=competition, closed_at=None).select_related("competition").first()


class Meeting(Referenced):
    """A meeting at which a panel agrees its scores, from when the chair opens it until the chair closes it."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "number"], name="meetings_are_numbered"),
            models.UniqueConstraint(
                fields=["competition"], condition=Q(closed_at=None), name="one_meeting_at_a_time_per_competition"
            ),
        ]

    def __str__(self) -> str:
        return f"Moderation meeting {self.number}"

    @property
    def council(self) -> Council:
        return self.competition.council


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def newest(self, meeting: Meeting) -> dict[int, "Attendance"]:
        """What was said last of each member, by the member's key; members of whom nothing was said are missing."""
        return {each.member_id: each for each in self.filter(meeting=meeting).select_related("member__user")}

    def present(self, meeting: Meeting) -> list[PanelMember]:
        """Who is there now."""
        return [each.member for each in self.newest(meeting).values() if each.state == Presence.PRESENT]


class Attendance(models.Model):
    """That a member of the panel was present at a meeting, absent, or left, from a moment on."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Presence])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.member}: {self.state}"


class ModerationRules(models.Model):
    """How a panel moderates, as the council set it; where there is none, nothing is asked."""

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="moderation_rules")
    quorum = models.PositiveSmallIntegerField(
        "evaluators of each criterion that must be present", null=True, blank=True
    )
    quorum_of = models.JSONField("where another number is set, by the reference of the criterion", default=dict)
    needs_sign_off = models.BooleanField("whether each agreed score must be signed off before a ranking", default=False)
    why = models.TextField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"How the panel of {self.competition} moderates"
