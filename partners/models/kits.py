from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import Referenced, SealedCharField, SealedFileField, User
from partners.models.bids import Bid, OfBid


class FilledKitQuerySet(models.QuerySet["FilledKit"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related(
            "bid__organisation", "bid__competition__service__council"
        )


class FilledKit(Referenced, OfBid):
    """A file with answers that was filled in offline and brought in, just as it came. It changes nothing by itself."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="filled_kits")
    file = SealedFileField()
    name = SealedCharField("file name", max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = SealedCharField(max_length=64)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField("when somebody last chose from it", null=True, blank=True)

    objects = FilledKitQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "-brought_at", "-pk"]

    def __str__(self) -> str:
        return str(self.name)
