"""Offers that seem abnormally low: what the bidder is asked, what it answers, and what an officer decides."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Council, Referenced, SealedJSONField, SealedTextField, User
from partners.models import Bid
from procurement.models import Competition
from scoring.domain.low_offers import Outcome


class LowOfferQuestionQuerySet(models.QuerySet["LowOfferQuestion"]):
    def visible_to(self, user: User) -> Self:
        """For those who write the bid. The council reads them on its page of the opened bid."""
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related(
            "by", "bid__organisation", "bid__competition__service__council"
        )

    def open(self) -> Self:
        """Those on which nothing is decided since."""
        decided = LowOfferDecision.objects.filter(superseded_at=None).values("question")
        return self.exclude(pk__in=decided)


class LowOfferQuestion(Referenced):
    """The bidder is told that its price seems abnormally low, and asked to show that it can perform (s.19(4)-(5))."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="low_offer_questions")
    prompts = models.JSONField("what gave rise to it, as it was shown then", default=list)
    about = SealedTextField("what the bidder is asked to show")
    reply_by = models.DateField("answer by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LowOfferQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "at", "pk"]

    def __str__(self) -> str:
        return f"Asked at {self.at}"

    @property
    def council(self) -> Council:
        return self.bid.competition.council


class LowOfferAnswer(models.Model):
    """What the bidder answered. Another answer stands beside it; all are read."""

    question = models.ForeignKey(LowOfferQuestion, models.PROTECT, related_name="answers")
    text = SealedTextField("what the bidder says")
    files = SealedJSONField("the files that came with it, as `partners.actions.answer_files` tells them", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["question", "at", "pk"]

    def __str__(self) -> str:
        return f"Answered at {self.at}"


class LowOfferDecisionQuerySet(models.QuerySet["LowOfferDecision"]):
    def standing(self, competition: Competition) -> Self:
        return self.filter(question__bid__competition=competition, superseded_at=None).select_related(
            "question__bid", "by"
        )


class LowOfferDecision(models.Model):
    """An officer's decision by name, with reasons. Deciding anew supersedes it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="low_offer_decisions")
    question = models.ForeignKey(LowOfferQuestion, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Outcome])
    reasons = SealedTextField("reasons")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = LowOfferDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid"], condition=Q(superseded_at=None), name="one_decision_on_a_low_offer_counts_for_a_bid"
            )
        ]

    def __str__(self) -> str:
        return f"{Outcome(self.outcome).value} at {self.at}"

    @property
    def sets_aside(self) -> bool:
        return self.outcome == Outcome.DISREGARDED
