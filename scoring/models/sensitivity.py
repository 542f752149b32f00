from django.db import models

from accounts.models import MadeReport, MadeReportQuerySet
from scoring.models.awards import Ranking


class SensitivityStudy(MadeReport):
    """How sure a ranking is, worked out once by the worker. Its file holds the same record as `content`."""

    ranking = models.OneToOneField(Ranking, models.PROTECT, related_name="sensitivity")
    content = models.JSONField(default=dict)

    objects = MadeReportQuerySet["SensitivityStudy"].as_manager()

    class Meta:
        ordering = ["ranking"]

    def __str__(self) -> str:
        return f"How sure {self.ranking} is"
