from decimal import Decimal
from fractions import Fraction
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from partners.models import Bid
from procurement.domain.panel_results import PanelResult, result_of
from procurement.models import Competition, Criterion
from scoring.domain.agreed_reasons import AgreedReasons
from scoring.models.blindness import Sight, sight_of
from scoring.models.opened import OpenedBid
from scoring.models.panels import PanelMember


class ConsensusScoreQuerySet(models.QuerySet["ConsensusScore"]):
    def current(self, competition: Competition) -> Self:
        """Those that stand, whoever asks: for what is computed, never for a page."""
        return self.filter(bid__competition=competition, superseded_at=None)

    def visible_to(self, user: User, competition: Competition) -> Self:
        """Those that the person may see now, superseded ones too: none while they, or who they wait for, score."""
        if sight_of(user, competition) is Sight.OWN:
            return self.none()
        readable = OpenedBid.objects.visible_to(user).filter(competition=competition)
        return self.filter(bid__in=readable.values("pk"))


class ConsensusScore(models.Model):
    """The score that the panel agreed, with its reasons and any dissent. A correction supersedes it; both are kept."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consensus_scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=6, decimal_places=2)
    given = models.JSONField("the locked scores of which it is the published mean or median", default=list, blank=True)
    reasons = models.TextField("the reasons as one text; where they were written in parts, made of these")
    evidence = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    why_not_higher = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    knew_offers = models.BooleanField("recorded once offers that had waited were open", default=False)
    why_then = models.TextField("why it was recorded although the offers were known", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ConsensusScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion"],
                condition=Q(superseded_at=None),
                name="one_consensus_score_counts_per_bid_and_criterion",
            ),
            models.CheckConstraint(
                condition=Q(knew_offers=False) | ~Q(why_then=""), name="who_agrees_knowing_the_offers_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Consensus on {self.criterion} of {self.bid}"

    def exact(self, method: PanelResult) -> Decimal | Fraction:
        """The score itself. Where its criterion's method computes it, `value` is only what it is rounded to."""
        return result_of(method, [Decimal(each) for each in self.given]) if self.given else self.value

    @property
    def is_signed_off(self) -> bool:
        """Whether the second person who looked at it last signed it off; no query where the checks were fetched."""
        checks = list(self.quality_checks.all())
        return bool(checks) and checks[-1].is_signed_off

    @property
    def in_parts(self) -> AgreedReasons | None:
        """The reasons as they were written in parts; None if they were written as one text."""
        parts = AgreedReasons(self.evidence, self.strengths, self.weaknesses, self.why_not_higher)
        return parts if self.evidence else None


class Dissent(models.Model):
    """That a member of the panel did not agree; what they said is the dissent of the agreed score."""

    agreed = models.ForeignKey(ConsensusScore, models.PROTECT, related_name="dissents")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agreed", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreed", "member"], name="a_member_dissents_once_from_an_agreed_score")
        ]

    def __str__(self) -> str:
        return f"{self.member} dissents from {self.agreed}"


class ConsensusDraft(models.Model):
    """What the chair has typed so far about a criterion of a bid; nothing is agreed by it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="one_consensus_draft_per_bid_and_criterion")
        ]

    def __str__(self) -> str:
        return f"Draft consensus on {self.criterion} of {self.bid}"
