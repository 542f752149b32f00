from typing import Self

from django.conf import settings
from django.db import models


class TrailEventQuerySet(models.QuerySet["TrailEvent"]):
    def of(self, *trails: str) -> Self:
        return self.filter(trail__in=trails).select_related("by").order_by("at", "trail", "sequence")


class TrailEvent(models.Model):
    """What somebody did, chained to what was done before on its trail. The database refuses to change or delete it.

    A trail is named after what it follows, mostly the reference of a competition. A bid has a trail of its own, so that
    the competition's trail tells nobody, not even by a gap in its numbers, that a bid is being written.
    """

    trail = models.CharField(max_length=60)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    objects = TrailEventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trail", "sequence"], name="one_event_per_place_on_a_trail")]

    def __str__(self) -> str:
        return f"{self.trail} {self.sequence}: {self.verb} {self.subject}"
