from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Council, Referenced, User
from procurement.models.competitions import Competition


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The documents of a published competition are for everybody, those of a draft for its council."""
        if not user.is_authenticated:
            return self.filter(competition__in=Competition.objects.published())
        return self.filter(competition__in=Competition.objects.visible_to(user))


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

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "uploaded_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def council(self) -> Council:
        return self.competition.council

    @property
    def came_later(self) -> bool:
        """Whether it was added after the competition was published."""
        published_at = self.competition.published_at
        return published_at is not None and self.uploaded_at > published_at


class ClarificationQuerySet(models.QuerySet["Clarification"]):
    def visible_to(self, user: User) -> Self:
        """Questions to one's own council. The public reads the answered ones on the competition's page."""
        return self.filter(competition__in=Competition.objects.of_councils_of(user)).select_related(
            "competition__service__council"
        )

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False).order_by("answered_at", "pk")

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class Clarification(Referenced):
    """A question about the competition and its answer, which is published to everybody at once, without the asker."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="clarifications")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "asked_at"]

    def __str__(self) -> str:
        return self.question[:80]

    @property
    def council(self) -> Council:
        return self.competition.council
