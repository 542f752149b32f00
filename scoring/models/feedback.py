from django.conf import settings
from django.db import models

from partners.models import Bid


class Feedback(models.Model):
    """What the council tells a bidder who goes on about its bid, by criterion; once it is sent, it stays as it is."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="feedback")
    texts = models.JSONField("by the reference of the criterion", default=dict)
    general = models.TextField(blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"Feedback on {self.bid}"

    @property
    def says_something(self) -> bool:
        return bool(self.general or any(self.texts.values()))


class NegotiationNote(models.Model):
    """What was said with a bidder between two stages. It is added to and never changed; no bidder reads it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="negotiation_notes")
    held_on = models.DateField()
    who = models.TextField("who took part")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["bid", "held_on", "pk"]

    def __str__(self) -> str:
        return f"Meeting with {self.bid.organisation} on {self.held_on}"
