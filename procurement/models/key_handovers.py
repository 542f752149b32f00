from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from procurement.models.key_shares import KeyShare


class KeyHandoverQuerySet(models.QuerySet["KeyHandover"]):
    def open(self) -> Self:
        return self.filter(ended_at=None).select_related("to", "share__division__competition__service__council")

    def of(self, share: KeyShare) -> "KeyHandover | None":
        """The one of this share that waits, if one does."""
        return self.open().filter(share=share).first()


class KeyHandover(models.Model):
    """That who holds a share of a published competition's key means to hand it over, and how far that has come.

    The successor makes a code, of which a public key is kept, and types it back. Then the holder enters their own code:
    the share is opened with it and sealed to the successor's.
    """

    share = models.ForeignKey(KeyShare, models.PROTECT, related_name="handovers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    public_hex = models.CharField("public key that belongs to the successor’s code", max_length=64, blank=True)
    accepted_at = models.DateTimeField("when that code was typed back", null=True, blank=True)
    ended_at = models.DateTimeField("when it was done, or taken back", null=True, blank=True)

    objects = KeyHandoverQuerySet.as_manager()

    class Meta:
        ordering = ["share", "begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["share"], condition=Q(ended_at=None), name="a_share_goes_to_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.by} to {self.to}"

    def concerns(self, user: User) -> bool:
        return user.pk in {self.by_id, self.to_id}
