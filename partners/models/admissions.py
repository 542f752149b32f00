from django.conf import settings
from django.db import models

from partners.models.bids import Bid
from partners.models.organisations import Organisation
from procurement.models import Competition


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def admits(self, competition: Competition, organisation: Organisation) -> bool:
        """Whether the organisation may bid there: into a later stage nobody comes but from the one before (s.20(4))."""
        if competition.follows_id is None:
            return True
        return self.filter(competition=competition, organisation=organisation).exists()


class Admission(models.Model):
    """That an organisation may bid in a later stage of a competition, as its bid in the stage before went on."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="admissions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="admissions")
    earlier = models.OneToOneField(Bid, models.PROTECT, related_name="admission")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "organisation"], name="one_admission_per_organisation_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.competition}"
