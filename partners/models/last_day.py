from django.conf import settings
from django.db import models

from accounts.models import SealedCharField, SealedTextField
from partners.domain.last_day import Outcome
from partners.models.bids import Bid


class LastDayEntry(models.Model):
    """One deed near the deadline, with the instant at which it reached the server: evidence for both sides."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="last_day")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = SealedCharField("what was done or tried", max_length=400)
    outcome = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Outcome])
    said = SealedTextField("what the person was told, where it was not done", blank=True)

    class Meta:
        ordering = ["bid", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.words}: {Outcome(self.outcome).label}"

    @property
    def became(self) -> Outcome:
        return Outcome(self.outcome)
