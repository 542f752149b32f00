from typing import Self

from django.conf import settings
from django.db import models

from partners.models import Bid
from procurement.models import Competition, Criterion


class RevealQuerySet(models.QuerySet["Reveal"]):
    def of(self, competition: Competition) -> Self:
        return self.filter(bid__competition=competition)


class Reveal(models.Model):
    """That the scores of a criterion of a bid were shown to the panel, all at once. Before it nobody sees another's."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="reveals")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RevealQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="scores_are_revealed_once_per_bid_and_criterion")
        ]

    def __str__(self) -> str:
        return f"Reveal of {self.criterion} of {self.bid}"
