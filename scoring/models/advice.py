"""Subject experts: on which criteria they advise, what they may read for it, and what they advised."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.models.questions import Question
from partners.domain.lifecycle import BidState
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.domain.roles import PanelRole
from scoring.models.opened import OpenedBid, bids_of
from scoring.models.panels import InterestDeclaration, PanelMember


class Expertise(models.Model):
    """That a subject expert advises on a criterion."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="expertise")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["member", "criterion"]
        constraints = [models.UniqueConstraint(fields=["member", "criterion"], name="an_expert_is_named_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.criterion}"


def bids_to_advise_on(member: PanelMember) -> QuerySet[Bid]:
    """The opened bids of which the expert may read the answers to the criteria on which they advise, and no more.

    As `OpenedBid.visible_to` has it for the panel: they sit, were briefed, are cleared, and belong to no bidder.
    """
    cleared = InterestDeclaration.objects.filter(
        member=member,
        superseded_at=None,
        clears=True,
        member__role=PanelRole.EXPERT.value,
        member__left_at=None,
        member__is_briefed=True,
    )
    return (
        Bid.objects.filter(
            pk__in=cleared.values("bid"), state=BidState.SUBMITTED.value, competition__opened_at__isnull=False
        )
        .exclude(competition__in=bids_of(member.user).values("competition"))
        .select_related("organisation", "competition__service__council")
        .order_by("organisation__name", "pk")
    )


class AdviceQuerySet(models.QuerySet["Advice"]):
    def visible_to(self, user: User, competition: Competition) -> Self:
        """One's own, and that on bids which one may read."""
        readable = OpenedBid.objects.visible_to(user).filter(competition=competition).order_by()
        return self.filter(
            Q(bid__in=readable.values("pk")) | Q(member__user=user, member__left_at=None), bid__competition=competition
        ).select_related("member__user", "bid__organisation", "criterion")

    def current(self) -> Self:
        return self.filter(superseded_at=None)


class Advice(models.Model):
    """What an expert advises on the answer of a bid to a criterion. A new text supersedes the last, which is kept."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="advice")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["criterion", "bid", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid", "criterion"], condition=Q(superseded_at=None), name="one_advice_counts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} on {self.criterion}, {self.bid}"


_BESIDE = Question(
    lambda bid, criterion: (
        Advice.objects.current()
        .filter(bid=bid, criterion=criterion)
        .select_related("member__user")
        .order_by("at", "pk")
    ),
    bid=int,
    criterion=int,
)


def advice_on_answer(bid: int, criterion: int) -> list[Advice]:
    """What experts advise on the answer of a bid, for whoever may read the bid. One query."""
    return _BESIDE.ask(bid=bid, criterion=criterion)
