from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import Referenced, SealedCharField, SealedFileField, User
from scoring.models.panels import PanelMember


class FilledScoreSheetQuerySet(models.QuerySet["FilledScoreSheet"]):
    def visible_to(self, user: User) -> Self:
        """To nobody but whose scores they are, as long as they sit and were briefed."""
        return self.filter(member__user=user, member__left_at=None, member__is_briefed=True).select_related(
            "member__user", "member__competition__service__council"
        )


class FilledScoreSheet(Referenced):
    """A file with scores that was filled in offline and brought in, just as it came. It changes nothing by itself."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="filled_score_sheets")
    file = SealedFileField()
    name = SealedCharField("file name", max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = SealedCharField(max_length=64)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    taken_at = models.DateTimeField("when its evaluator last took something from it", null=True, blank=True)

    objects = FilledScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["member", "-brought_at", "-pk"]

    def __str__(self) -> str:
        return str(self.name)
