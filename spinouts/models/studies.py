from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import Council, Referenced, User
from spinouts.domain import company_content
from spinouts.domain.company import Company


class CompanyStudyQuerySet(models.QuerySet["CompanyStudy"]):
    def visible_to(self, user: User) -> Self:
        """The studies of one's councils, hidden ones too: to hide is to tidy up, not to keep from anybody."""
        return self.filter(council__members__user=user).select_related("council", "brought_in_by")

    def in_list(self) -> Self:
        """Those that nobody has hidden, by name."""
        return self.filter(hidden_at=None).order_by("name", "pk")

    def hidden(self) -> Self:
        return self.exclude(hidden_at=None).order_by("name", "pk")


class CompanyStudy(Referenced):
    """A company, or a group, that a council looks at without being its joint venture: a precedent, or a what-if.

    It is what a file said, and never changes: `content` has the companies as `company_content` writes them, the one in
    question first, `losses` what the file had besides, in sentences, and `file` is the file itself. A better file makes
    another study.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="studies")
    name = models.CharField(max_length=200)
    content = models.JSONField("the companies")
    losses = models.JSONField("what did not come with the file", default=list, blank=True)
    file = models.FileField(upload_to="studies/%Y/%m/", max_length=300)
    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    brought_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_in_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyStudyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "company studies"
        ordering = ["council", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name", "sha256"], name="one_study_per_council_name_and_file")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def companies(self) -> tuple[Company, ...]:
        """The companies of the file, the one in question first."""
        return tuple(company_content.from_content(each) for each in self.content)
