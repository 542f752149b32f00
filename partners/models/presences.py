from django.conf import settings
from django.db import models

from partners.models.bids import Bid


class Presence(models.Model):
    """That somebody has, or had some minutes ago, a page of a bid open. It is no evidence, and goes by itself."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=100)
    seen_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["bid", "-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "user", "place"], name="one_presence_per_person_and_page")
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.place}"
