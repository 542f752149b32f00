from django.db import models


class SigningKey(models.Model):
    """A public key with which this installation has signed: kept for good, so that what it signed can be checked."""

    name = models.CharField("start of its SHA-256", max_length=16, unique=True)
    public = models.CharField("public key (Ed25519), in hex", max_length=64)
    first_used_at = models.DateTimeField()

    class Meta:
        ordering = ["first_used_at", "pk"]

    def __str__(self) -> str:
        return self.name
