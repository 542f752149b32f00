from typing import Self

from django.db import models
from django.db.models import Count

from accounts.models import User
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.models.blindness import everybody_has_locked
from scoring.models.opened import OpenedBid
from scoring.models.panels import PanelMember


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def disclosed_to(self, auditor: User, competition: Competition) -> Self:
        """What the council's auditor reads: nothing before everybody has locked, and only of bids that they may read.

        Each comes with how often it was saved, as `saves`. No page shows them to anybody else but their author.
        """
        if not everybody_has_locked(competition):
            return self.none()
        readable = OpenedBid.objects.visible_to(auditor).filter(competition=competition).order_by()
        return (
            self.filter(bid__in=readable.values("pk"))
            .annotate(saves=Count("versions"))
            .select_related("member__user", "bid__organisation", "criterion")
            .order_by("member__user__name", "member", "bid__organisation__name", "bid", "criterion")
        )


class PrivateNote(models.Model):
    """What an evaluator notes for themselves about a bid's answer to a criterion: never seen by the panel, but kept."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="notes")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid", "criterion"], name="one_private_note_per_evaluator_bid_and_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"Note of {self.member} on {self.criterion}, {self.bid}"


class PrivateNoteVersion(models.Model):
    """A note as it was saved at one moment. The database itself keeps each, since a note is a record."""

    note = models.ForeignKey(PrivateNote, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["note", "-version"]

    def __str__(self) -> str:
        return f"{self.note}, version {self.version}"
