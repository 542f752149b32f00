from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Council, Referenced, User
from partners.domain.lifecycle import BidState
from partners.models import Bid
from procurement.models import Competition
from scoring.domain.decisions import AwardState, ReportKind, ReportState
from scoring.models.opened import OpenedBid
from spinouts.models import JointVenture


class Ranking(models.Model):
    """The ranking of a competition's bids with all it follows from, frozen: it can be computed again from `content`."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="rankings")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    content = models.JSONField()
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)

    class Meta:
        ordering = ["competition", "number"]
        constraints = [models.UniqueConstraint(fields=["competition", "number"], name="rankings_are_numbered")]

    def __str__(self) -> str:
        return f"Ranking {self.number} of {self.competition}"


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User) -> Self:
        """Awards of one's council, and of the competitions on whose panel one sits.

        An award and its reports tell of all bids: whoever may not read one of them, for an interest in its bidder or
        because they have declared none yet, sees neither.
        """
        opened = Bid.objects.filter(competition=OuterRef("competition"), state=BidState.SUBMITTED.value)
        unread = opened.exclude(pk__in=OpenedBid.objects.visible_to(user).order_by().values("pk"))
        return self.filter(
            ~Exists(unread),
            Q(competition__service__council__in=user.council_roles.values("council"))
            | Q(competition__in=user.panel_seats.filter(left_at=None).values("competition")),
        ).select_related("competition__service__council", "bid__organisation", "ranking", "proposed_by", "decided_by")


class Award(Referenced):
    """The decision which bid wins: proposed by the lead officer, approved by somebody else."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="awards")
    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="awards")
    state = models.CharField(
        max_length=20, choices=[(each.value, each.label) for each in AwardState], default=AwardState.PROPOSED.value
    )
    reasons = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    venture = models.OneToOneField(JointVenture, models.PROTECT, null=True, blank=True, related_name="award")
    content = models.JSONField("the record that reports are made from", default=dict)
    fingerprint = models.CharField("SHA-256 of the content", max_length=64, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competition"],
                condition=~Q(state=AwardState.RETURNED.value),
                name="one_award_stands_per_competition",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="nobody_approves_their_own_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"Award of {self.competition} to {self.bid.organisation}"

    @property
    def council(self) -> Council:
        return self.competition.council


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(award__in=Award.objects.visible_to(user)).select_related(
            "award__competition__service__council", "award__bid__organisation"
        )

    def waiting(self, at: datetime) -> Self:
        """Reports that a worker should look at: those that wait their turn, and those that a worker may have left."""
        unfinished = [ReportState.WAITING.value, ReportState.WORKING.value]
        return self.filter(state__in=unfinished, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")


class Report(Referenced):
    """A PDF that the worker makes from an award's frozen record; the row says how far it has come."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=[(each.value, each.label) for each in ReportKind])
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

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["award", "requested_at"]
        constraints = [models.UniqueConstraint(fields=["award", "kind"], name="one_report_of_a_kind_per_award")]

    def __str__(self) -> str:
        return f"{ReportKind(self.kind).label}, {self.award}"

    @property
    def council(self) -> Council:
        return self.award.council
