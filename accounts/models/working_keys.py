from datetime import datetime
from typing import Self

from django.db import models

from accounts.domain.sealing import key_id, new_key
from accounts.models.key_rings import forget_what_was_read
from accounts.models.sealed_fields import SealedCharField


class WorkingKeyQuerySet(models.QuerySet["WorkingKey"]):
    def make(self) -> "WorkingKey":
        key = new_key()
        return self.create(number=key_id(key).hex(), secret_hex=key.hex())

    def held(self) -> Self:
        return self.filter(forgotten_at=None)


class WorkingKey(models.Model):
    """A key of its own for some of what is sealed, which this installation can forget, and be given again.

    What is sealed with it names it by its number. While it is held it is itself sealed with the installation's key.
    """

    number = models.CharField(max_length=8, primary_key=True)
    secret_hex = SealedCharField(max_length=64, null=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = WorkingKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(secret_hex__isnull=False, forgotten_at=None)
                | models.Q(secret_hex__isnull=True, forgotten_at__isnull=False),
                name="a_working_key_is_held_or_forgotten",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def forget(self, at: datetime) -> None:
        self._set(None, at)

    def give_again(self, secret: bytes) -> None:
        """Raises ValueError if it is another key."""
        if key_id(secret).hex() != self.number:
            raise ValueError("This is another key.")
        self._set(secret.hex(), None)

    def _set(self, secret_hex: str | None, forgotten_at: datetime | None) -> None:
        self.secret_hex, self.forgotten_at = secret_hex, forgotten_at
        self.save(update_fields=["secret_hex", "forgotten_at"])
        forget_what_was_read()
