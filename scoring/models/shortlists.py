from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import Council, User
from partners.domain.lifecycle import BidState
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.models.awards import Ranking


class Shortlist(models.Model):
    """Who goes on from a stage, by its published rule applied to its last ranking. It is decided once, and stays."""

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="shortlist")
    ranking = models.OneToOneField(Ranking, models.PROTECT, related_name="+")
    rule = models.TextField("the published rule, in words")
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Shortlist of {self.competition}"


class ShortlistedBid(models.Model):
    """Whether a bid goes on and why, and what its bidder was told of it; `result` is its own and nobody else's."""

    shortlist = models.ForeignKey(Shortlist, models.PROTECT, related_name="bids")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="shortlisted")
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    goes_on = models.BooleanField()
    reason = models.TextField()
    result = models.JSONField()

    class Meta:
        ordering = ["shortlist", models.F("place").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return f"{self.bid}: {'goes on' if self.goes_on else 'does not go on'}"


class JudgedBidQuerySet(models.QuerySet["JudgedBid"]):
    def visible_to(self, user: User) -> Self:
        """To its writers, once the stage has ended: the same door as to the bid itself."""
        return self.filter(
            pk__in=Bid.objects.visible_to(user).order_by().values("pk"),
            competition__state=CompetitionState.SHORTLISTED.value,
            state=BidState.SUBMITTED.value,
            shortlisted__isnull=False,
        ).select_related("organisation", "competition__service__council", "shortlisted__shortlist")


class JudgedBid(Bid):
    """A bid of a stage that has ended, as its bidder reads the result."""

    objects = JudgedBidQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True

    @property
    def council(self) -> Council:
        return self.competition.council
