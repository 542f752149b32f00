"""The officers' record on exclusion, bid by bid: debarment checks, grounds assessed, representations, decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import SealedTextField
from partners.domain.exclusion_grounds import GROUNDS
from partners.models import Bid
from scoring.domain.exclusions import Listed, Status


class DebarmentCheck(models.Model):
    """Somebody looked for the bidder and those behind it in the debarment list. The last check counts; all are kept."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="debarment_checks")
    checked_on = models.DateField("day on which the list was read")
    listed = models.CharField("what was found", max_length=20, choices=[(each.value, each.label) for each in Listed])
    note = SealedTextField("who was looked for, and what was found", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["bid", "at", "pk"]

    def __str__(self) -> str:
        return f"{Listed(self.listed).label}, read on {self.checked_on}"


class GroundFinding(models.Model):
    """What was found of a ground that was declared, or that an officer came upon. A new finding supersedes the last."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="ground_findings")
    ground = models.CharField("ground", max_length=10, choices=[(each.reference, each.words) for each in GROUNDS])
    who = models.CharField("to whom", max_length=300)
    applies = models.BooleanField("whether it applies")
    continues = models.BooleanField("whether it goes on or is likely to happen again", default=False)
    reasons = SealedTextField("reasons")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["bid", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "ground", "who"],
                condition=Q(superseded_at=None),
                name="one_finding_counts_of_a_ground_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.who}"


class Representation(models.Model):
    """The bidder was invited to be heard, with time to answer (s.58(2)), and what it said."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="representations")
    about = SealedTextField("what the bidder is asked about")
    reply_by = models.DateField("answer by")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    received_on = models.DateField("day on which the answer came", null=True, blank=True)
    received = SealedTextField("what the bidder said", blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["bid", "invited_at", "pk"]

    def __str__(self) -> str:
        return f"Invited at {self.invited_at}"


class ExclusionDecision(models.Model):
    """A named person's decision: whether the bidder is excluded or excludable, and whether its bid is disregarded."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="exclusion_decisions")
    status = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Status])
    sets_aside = models.BooleanField("whether the bid is disregarded")
    reasons = SealedTextField("reasons")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["bid", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid"], condition=Q(superseded_at=None), name="one_exclusion_decision_counts_for_a_bid"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.EXCLUDED.value) | Q(sets_aside=True),
                name="an_excluded_supplier_s_bid_is_disregarded",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.NEITHER.value) | Q(sets_aside=False),
                name="a_supplier_who_is_neither_goes_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{Status(self.status).label}, decided at {self.at}"
