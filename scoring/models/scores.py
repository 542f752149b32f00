from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Referenced, User
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.models.opened import OpenedBid
from scoring.models.panels import PanelMember


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """One's own assignments, for bids that one may read."""
        return self.filter(
            member__user=user, member__left_at=None, bid__in=OpenedBid.objects.visible_to(user).values("pk")
        ).select_related("member__user", "bid__organisation", "bid__competition__service__council", "criterion__scale")

    def of(self, competition: Competition) -> Self:
        return self.filter(bid__competition=competition, member__left_at=None)


class Assignment(Referenced):
    """That a panel member is to score a criterion of a bid."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assignments")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="assignments")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid", "criterion"], name="one_assignment_per_evaluator_bid_and_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}, {self.bid}"


class Score(models.Model):
    """One evaluator's score of a criterion of a bid, with its reasons; final once they lock (member.locked_at)."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="score")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reasons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Score for {self.assignment}"

    @property
    def is_complete(self) -> bool:
        return self.value is not None and bool(self.reasons.strip())


class ConsensusScore(models.Model):
    """The score that the panel agreed, with its reasons and any dissent. A correction supersedes it; both are kept."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consensus_scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=6, decimal_places=2)
    reasons = models.TextField()
    dissent = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion"],
                condition=Q(superseded_at=None),
                name="one_consensus_score_counts_per_bid_and_criterion",
            )
        ]

    def __str__(self) -> str:
        return f"Consensus on {self.criterion} of {self.bid}"
