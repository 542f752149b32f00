"""That a ballot of staff is to be annulled: asked by one person, decided by another. The ballot itself is then gone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.models import Competition


class StaffAnnulmentQuerySet(models.QuerySet["StaffAnnulment"]):
    def waiting(self) -> Self:
        """Those on which nobody has decided: one of a competition at the most."""
        return self.filter(decided_at=None)

    def confirmed(self) -> Self:
        return self.filter(is_confirmed=True)


class StaffAnnulment(models.Model):
    """Nothing of what staff said stands here: it is told to nobody any more."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="staff_annulments")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_confirmed = models.BooleanField(default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = StaffAnnulmentQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competition"], condition=Q(decided_at=None), name="one_annulment_of_a_ballot_waits"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_confirmed=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="an_annulment_that_is_confirmed_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | ~Q(decided_by=F("asked_by")), name="a_ballot_is_annulled_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"Annulment of the ballot of staff: {self.competition}"
