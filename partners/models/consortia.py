"""Who bids together with the lead member, and what they said when they were asked."""

from django.conf import settings
from django.db import models

from accounts.models import SealedEmailField, SealedJSONField
from partners.models.bids import Bid


class Consent(models.Model):
    """That somebody named in a consortium was asked to confirm its part, and what it answered.

    `terms` is what it was asked to confirm: name, kind, registered number, role, share and part. A consent holds for
    these terms alone. Only the hash of the link's token is kept.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consents")
    terms = SealedJSONField()
    email = SealedEmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = SealedJSONField("whether it agrees, who said so, for which organisation, why not", null=True, blank=True)

    class Meta:
        ordering = ["bid", "asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.terms['name']}, asked {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None
