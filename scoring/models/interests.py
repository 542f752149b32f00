"""What happens to a declaration of interest after it was made."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from procurement.models import Competition
from scoring.domain.roles import Reopened
from scoring.models.panels import InterestDeclaration, PanelMember


class InterestReopeningQuerySet(models.QuerySet["InterestReopening"]):
    def unanswered(self) -> Self:
        """Those whose member has not declared anew about the bidder."""
        anew = InterestDeclaration.objects.filter(
            member=OuterRef("declaration__member"), bid=OuterRef("declaration__bid"), superseded_at=None
        )
        return self.exclude(Exists(anew))

    def of(self, competition: Competition) -> Self:
        return self.filter(declaration__member__competition=competition)

    def waiting_for(self, member: PanelMember) -> dict[int, "InterestReopening"]:
        """What the member has yet to answer, by the bid: the last asking of each. One query."""
        rows = self.unanswered().filter(declaration__member=member).select_related("declaration", "by")
        return {each.declaration.bid_id: each for each in rows.order_by("at", "pk")}


class InterestReopening(models.Model):
    """That a member was asked again about a bidder: the declaration counts no longer, and is kept.

    Until they declare anew they neither read nor score the bid; what they scored stays.
    """

    declaration = models.OneToOneField(InterestDeclaration, models.PROTECT, related_name="reopening")
    cause = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Reopened])
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InterestReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.declaration}: {Reopened(self.cause).label.lower()}"
