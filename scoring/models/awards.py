from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Council, MadeReport, MadeReportQuerySet, Referenced, User
from partners.domain.lifecycle import BidState
from partners.models import Bid
from procurement.models import Competition
from scoring.domain.decisions import AwardState, ReportKind
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


class ReportQuerySet(MadeReportQuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(award__in=Award.objects.visible_to(user)).select_related(
            "award__competition__service__council", "award__bid__organisation"
        )


class Report(MadeReport):
    """A report that the worker makes from an award's frozen record."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=[(each.value, each.label) for each in ReportKind])

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["award", "requested_at"]
        constraints = [models.UniqueConstraint(fields=["award", "kind"], name="one_report_of_a_kind_per_award")]

    def __str__(self) -> str:
        return f"{ReportKind(self.kind).label}, {self.award}"

    @property
    def council(self) -> Council:
        return self.award.council
