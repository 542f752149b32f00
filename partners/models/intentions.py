from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Referenced, SealedTextField, User
from partners.domain.lifecycle import BidState
from partners.domain.reminders import Step
from partners.models.bids import Bid
from partners.models.organisations import Organisation
from procurement.models import Competition


class IntentionQuerySet(models.QuerySet["Intention"]):
    def visible_to(self, user: User) -> Self:
        """To its organisation only, and to nobody of it who works for the council that runs the competition."""
        return self.filter(organisation__members__user=user).exclude(
            competition__service__council__in=user.council_roles.values("council")
        )

    def without_bid(self) -> Self:
        bid = Bid.objects.filter(organisation=OuterRef("organisation"), competition=OuterRef("competition"))
        return self.filter(~Exists(bid))

    def declined_in(self, competition: Competition) -> Self:
        """Who declined and has no bid in, for the council: nobody before the bids are opened."""
        bid = Bid.objects.filter(
            organisation=OuterRef("organisation"), competition=competition, state=BidState.SUBMITTED.value
        )
        return self.filter(
            ~Exists(bid), competition=competition, competition__opened_at__isnull=False, declined_at__isnull=False
        ).select_related("organisation")


class Intention(Referenced):
    """What an organisation intends with a competition: it is interested, from its first word or bid; or it declined."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="intentions")
    competition = models.ForeignKey(Competition, models.PROTECT, related_name="intentions")
    interested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    interested_at = models.DateTimeField()
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = SealedTextField("why it declined", blank=True)

    objects = IntentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "competition"], name="one_intention_per_organisation_and_competition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {'declined' if self.declined_at else 'interested'}"

    def people(self) -> models.QuerySet[User]:
        """The people of the organisation, but for those who work for the council that runs the competition."""
        return (
            User.objects.filter(organisation_roles__organisation=self.organisation_id)
            .exclude(council_roles__council=self.competition.council)
            .order_by("pk")
        )


class Reminder(models.Model):
    """That an organisation's turn to be reminded came, once for each step before a deadline; and who was written to."""

    intention = models.ForeignKey(Intention, models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in Step])
    deadline = models.DateTimeField("the deadline as it stood")
    at = models.DateTimeField()
    letters = models.PositiveIntegerField("letters that went out; none if nothing was missing", default=0)

    class Meta:
        ordering = ["intention", "at"]
        constraints = [
            models.UniqueConstraint(fields=["intention", "deadline", "step"], name="each_reminder_comes_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} before {self.deadline}"
