from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Council, MadeReport, MadeReportQuerySet, User
from partners.domain.lifecycle import BidState
from partners.models import Bid
from scoring.models.meetings import Meeting
from scoring.models.opened import OpenedBid


class MeetingMinutesQuerySet(MadeReportQuerySet["MeetingMinutes"]):
    def visible_to(self, user: User) -> Self:
        """Those of meetings that one may see, unless one may not read one of the bids: minutes tell of all."""
        opened = Bid.objects.filter(competition=OuterRef("meeting__competition"), state=BidState.SUBMITTED.value)
        unread = opened.exclude(pk__in=OpenedBid.objects.visible_to(user).order_by().values("pk"))
        return self.filter(
            ~Exists(unread), meeting__in=Meeting.objects.visible_to(user).select_related(None).values("pk")
        ).select_related("meeting__competition__service__council")


class MeetingMinutes(MadeReport):
    """The minutes of a moderation meeting, which the worker makes from what is frozen when they are asked for."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    content = models.JSONField("the record that the minutes are made from", default=dict)
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)

    objects = MeetingMinutesQuerySet.as_manager()

    class Meta:
        ordering = ["meeting"]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    @property
    def council(self) -> Council:
        return self.meeting.council
