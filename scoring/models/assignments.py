from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Council, Referenced, User
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.domain.roles import Interest
from scoring.models.opened import OpenedBid
from scoring.models.panels import InterestDeclaration, PanelMember

IS_SCORED = Q(score__value__isnull=False, score__reasons__regex=r"\S")
"""A score is there with reasons for it. Until then the assignment is unfinished."""


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """One's own assignments, for bids that one may read."""
        return self.filter(
            member__user=user, member__left_at=None, bid__in=OpenedBid.objects.visible_to(user).values("pk")
        ).select_related("member__user", "bid__organisation", "bid__competition__service__council", "criterion__scale")

    def counting(self) -> Self:
        """Those whose scores count: of members who still sit and who declared to have no interest in the bidder.

        A score given before its author declared a conflict is kept, but it counts no longer.
        """
        cleared = InterestDeclaration.objects.filter(
            member=OuterRef("member"), bid=OuterRef("bid"), interest=Interest.NONE.value, superseded_at=None
        )
        return self.filter(Exists(cleared), member__left_at=None)

    def of(self, competition: Competition) -> Self:
        """The assignments of the competition that count."""
        return self.filter(bid__competition=competition).counting()

    def progress(self) -> dict[int, tuple[int, int]]:
        """How many of each member's assignments are scored, and how many there are, by member. No scores."""
        counts = self.values("member").annotate(done=Count("pk", filter=IS_SCORED), total=Count("pk")).order_by()
        return {row["member"]: (row["done"], row["total"]) for row in counts}

    def with_state(self) -> Self:
        """Each with `is_scored`."""
        return self.annotate(is_scored=IS_SCORED)

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

    is_scored: bool
    """Whether it has a score with reasons: of rows that come `with_state`."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
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
