from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.domain.letters import LetterState, state_of
from accounts.models.references import Referenced
from accounts.models.sealed_fields import SealedCharField, SealedEmailField, SealedTextField

MOST_ATTEMPTS = 12


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self, at: datetime) -> Self:
        """Letters not sent yet whose turn has come."""
        return self.filter(
            sent_at=None, kept_back_because="", next_attempt_at__lte=at, attempts__lt=MOST_ATTEMPTS
        ).order_by("queued_at")


class Letter(Referenced):
    """An e-mail in the outbox: written with the deed that caused it, sent by the worker, kept for good.

    Sealed, since a bidder's letters tell who bids."""

    to = SealedEmailField(max_length=254)
    subject = SealedCharField(max_length=300)
    body = SealedTextField()
    trail = models.CharField(max_length=60, blank=True)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # A mail server names the address that it refuses.
    last_error = SealedTextField(blank=True)
    kept_back_because = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(F("next_attempt_at"), condition=Q(sent_at=None), name="letters_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def stands(self) -> LetterState:
        """How far it has come."""
        return state_of(
            sent_at=self.sent_at,
            is_kept_back=bool(self.kept_back_because),
            attempts=self.attempts,
            most=MOST_ATTEMPTS,
        )

    @property
    def state_in_words(self) -> str:
        if self.sent_at:
            return "Sent"
        if self.kept_back_because:
            return self.kept_back_because
        if self.attempts >= MOST_ATTEMPTS:
            return "Given up"
        return f"Waiting, {self.attempts} failed" if self.attempts else "Waiting"

    def pause_after_failure(self) -> timedelta:
        """Ever longer: 1, 2, 4 … minutes, six hours at most."""
        return min(timedelta(minutes=2**self.attempts), timedelta(hours=6))
