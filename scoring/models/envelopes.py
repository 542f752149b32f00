from django.conf import settings
from django.db import models

from procurement.models import Competition


class OffersConfirmation(models.Model):
    """One of the two officers' word that the offers be opened, where they waited. The second one opens them."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="offers_confirmations")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["competition", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "officer"], name="offers_are_opened_by_different_officers")
        ]

    def __str__(self) -> str:
        return f"{self.officer} at {self.at}"
