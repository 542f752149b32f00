from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Council, SealedTextField, User
from partners.models import Bid, LateAttempt
from partners.models.submissions import IS_LATE_PRESS
from procurement.models import Competition
from scoring.domain.late_bids import LateGround
from scoring.models.late_attempts import OpenedLateAttempt


class LateBidQuerySet(models.QuerySet["LateBid"]):
    def visible_to(self, user: User) -> Self:
        """For whoever at the council may read what came late."""
        readable = OpenedLateAttempt.objects.visible_to(user).filter(IS_LATE_PRESS).order_by()
        return self.filter(pk__in=readable.values("bid")).select_related(
            "organisation", "competition__service__council"
        )

    def undecided(self, competition: Competition) -> Self:
        """Those of a competition on which nobody has decided, whoever may read them."""
        press = LateAttempt.objects.presses().filter(bid=OuterRef("pk"))
        standing = LateDecision.objects.filter(bid=OuterRef("pk"), superseded_at=None)
        return self.filter(Exists(press), ~Exists(standing), competition=competition)


class LateBid(Bid):
    """A bid whose submit was pressed between the deadline and the opening: the council accepts or disregards that."""

    objects = LateBidQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True

    @property
    def council(self) -> Council:
        return self.competition.council


class LateDecision(models.Model):
    """A lead officer's decision on a late bid, with its ground and reasons. A bid that was accepted stays in."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="late_decisions")
    accepts = models.BooleanField("whether the late bid is accepted")
    ground = models.CharField(max_length=20, choices=[(each.value, each.label) for each in LateGround])
    reasons = SealedTextField("reasons")
    why_different = SealedTextField("why it differs from another decision here", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["bid", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid"], condition=Q(superseded_at=None), name="one_late_decision_counts_for_a_bid"
            ),
            models.CheckConstraint(
                condition=Q(accepts=False) | Q(superseded_at=None), name="a_late_bid_that_was_accepted_stays_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{'Accepted' if self.accepts else 'Disregarded'} at {self.at}"
