"""The secret ballot of staff of the service: codes on paper, what staff read, and ballots that no code is linked to."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Council, Referenced, SealedJSONField, SealedTextField, User
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.domain.staff_ballots import Group, partner_of


class StaffBallotQuerySet(models.QuerySet["StaffBallot"]):
    def visible_to(self, user: User) -> Self:
        """To the council alone. What the panel may see of the count stands on a page of the competition."""
        rows = self.filter(competition__service__council__in=user.council_roles.values("council"))
        return rows.select_related("competition__service__council")

    def counted(self, competition: Competition) -> "StaffBallot | None":
        return self.filter(competition=competition, counted_at__isnull=False).first()


class StaffBallot(Referenced):
    """One ballot of a competition, on all criteria that staff rate. The count is frozen."""

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="staff_ballot")
    groups = models.JSONField("who may vote: a name and a number for each group")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    counted_at = models.DateTimeField(null=True, blank=True)
    count = models.JSONField("the count, as it is frozen", null=True, blank=True)

    objects = StaffBallotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_ballot_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(counted_at=None) | Q(counted_at__gte=F("closes_at")),
                name="a_ballot_is_counted_after_it_has_closed",
            ),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True, count__isnull=True)
                | Q(counted_at__isnull=False, count__isnull=False),
                name="a_ballot_that_is_counted_has_a_count",
            ),
        ]

    def __str__(self) -> str:
        return f"Ballot of staff: {self.competition}"

    @property
    def council(self) -> Council:
        return self.competition.council

    @property
    def who_may_vote(self) -> list[Group]:
        return [Group(name, eligible) for name, eligible in self.groups]

    @property
    def eligible(self) -> int:
        return sum(group.eligible for group in self.who_may_vote)

    def is_open(self, at: datetime) -> bool:
        return self.approved_at is not None and self.opens_at <= at < self.closes_at


class StaffPartner(models.Model):
    """A bid on the ballot, and its place there, which is drawn by lot."""

    ballot = models.ForeignKey(StaffBallot, models.PROTECT, related_name="partners")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["ballot", "place"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "bid"], name="a_bid_stands_once_on_a_ballot"),
            models.UniqueConstraint(fields=["ballot", "place"], name="each_place_on_a_ballot_is_taken_once"),
        ]

    def __str__(self) -> str:
        return self.letter

    @property
    def letter(self) -> str:
        return partner_of(self.place)


class StaffText(models.Model):
    """What staff read of one answer of a bid, with what is struck out in double brackets."""

    partner = models.ForeignKey(StaffPartner, models.PROTECT, related_name="texts")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    marked = SealedTextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "criterion"], name="one_text_of_an_answer_for_staff")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.criterion}"


class StaffCodeQuerySet(models.QuerySet["StaffCode"]):
    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(is_cancelled=False)

    def used(self) -> Self:
        return self.filter(is_used=True)


class StaffCode(models.Model):
    """A sheet that somebody of the staff has on paper. Of its code only a keyed digest is kept, of its use no time."""

    ballot = models.ForeignKey(StaffBallot, models.PROTECT, related_name="codes")
    number = models.PositiveIntegerField("number on the sheet")
    group = models.PositiveSmallIntegerField("place of its group")
    digest = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)

    objects = StaffCodeQuerySet.as_manager()

    class Meta:
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="sheets_of_a_ballot_are_numbered"),
            models.CheckConstraint(
                condition=~Q(is_used=True, is_cancelled=True), name="a_code_that_was_used_is_not_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return f"Sheet {self.number}"


def _unlinked() -> uuid.UUID:
    return uuid.uuid4()


class StaffPaper(models.Model):
    """A ballot that was cast: what it says, sealed, and neither when, nor in which order, nor with which code."""

    id = models.UUIDField(primary_key=True, default=_unlinked, editable=False)
    ballot = models.ForeignKey(StaffBallot, models.PROTECT, related_name="papers")
    group = models.PositiveSmallIntegerField("place of its group")
    ratings: Any = SealedJSONField("the rating by criterion and bid")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "A ballot"
