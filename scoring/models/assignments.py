from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from accounts.models import Council, Referenced, User
from accounts.models.questions import of_one_shape
from partners.domain.lifecycle import BidState
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.models.opened import bids_of
from scoring.models.panels import PanelMember

IS_SCORED = Q(is_scored=True)
"""A score is there with reasons for it. Until then the assignment is unfinished."""


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    @of_one_shape
    def visible_to(self, user: User) -> Self:
        """One's own assignments, for bids that one may read: as `OpenedBid.visible_to` has it for the panel.

        Said in fewer words than by that rule itself, since this is asked at each save; a test holds them together.
        """
        return (
            self.counting()
            .filter(
                member__user=user,
                member__is_briefed=True,
                bid__state=BidState.SUBMITTED.value,
                bid__competition__opened_at__isnull=False,
            )
            .exclude(bid__competition__in=bids_of(user).values("competition"))
            .select_related("member", "bid__competition", "criterion", "score")
        )

    def counting(self) -> Self:
        """Those whose scores count: of members who still sit and who declared to have no interest in the bidder.

        A score given before its author declared a conflict is kept, but it counts no longer.
        """
        return self.filter(counts=True)

    def of(self, competition: Competition) -> Self:
        """The assignments of the competition that count."""
        return self.filter(bid__competition=competition).counting()

    def progress(self) -> dict[int, tuple[int, int]]:
        """How many of each member's assignments are scored, and how many there are, by member. No scores."""
        counts = self.values("member").annotate(done=Count("pk", filter=IS_SCORED), total=Count("pk")).order_by()
        return {row["member"]: (row["done"], row["total"]) for row in counts}

    def waiting(self) -> Self:
        """Those whose member has not locked yet."""
        return self.filter(member__locked_at=None)


class Assignment(Referenced):
    """That a panel member is to score a criterion of a bid."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assignments")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="assignments")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    is_scored = models.BooleanField(
        "whether it has a score with reasons; the database itself keeps this", default=False, editable=False
    )

    counts = models.BooleanField(
        "whether its member sits and declared no interest in the bidder; the database itself keeps this",
        default=False,
        editable=False,
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["member", "criterion"],
                condition=Q(counts=True),
                name="assignments_that_count",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid", "criterion"], name="one_assignment_per_evaluator_bid_and_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}, {self.bid}"

    @property
    def council(self) -> Council:
        return self.bid.competition.council


class Tally(models.Model):
    """How many of a member's assignments for a criterion count, and how many of those are scored.

    The database itself keeps it, so that an evaluator's page need not count thousands of assignments at each visit.
    """

    member = models.ForeignKey(PanelMember, models.CASCADE, related_name="tallies")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    done = models.PositiveIntegerField(editable=False)
    total = models.PositiveIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "criterion"], name="one_tally_per_evaluator_and_criterion"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="no_more_is_scored_than_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
