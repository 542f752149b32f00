from django.conf import settings
from django.db import models

from accounts.models import Referenced
from procurement.models.competitions import Competition


class Document(Referenced):
    """A file that the council publishes with the competition."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="competitions/%Y/%m/", max_length=300)
    name = models.CharField("file name", max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["competition", "uploaded_at"]

    def __str__(self) -> str:
        return self.title


class Clarification(Referenced):
    """A question about the competition and its answer, which is published to everybody at once, without the asker."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="clarifications")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["competition", "asked_at"]

    def __str__(self) -> str:
        return self.question[:80]
