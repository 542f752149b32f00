from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Council, Referenced, User
from spinouts.domain import cap_table
from spinouts.domain.cap_table import EventKind
from spinouts.domain.forms import LegalForm, PartyKind
from spinouts.models.services import Service


class JointVentureQuerySet(models.QuerySet["JointVenture"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(service__council__members__user=user).select_related("service__council")


class JointVenture(Referenced):
    """The company that a competition creates. Who owns it follows from its events of holding, on any date."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="ventures")
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=40, choices=[(form.value, form.label) for form in LegalForm])
    formed_on = models.DateField()

    objects = JointVentureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def council(self) -> Council:
        return self.service.council

    def register(self, on: date) -> cap_table.Register:
        """Who holds what at the end of the day, made again from the events. Board seats are as agreed."""
        events = self.events.select_related("share_class", "from_party", "to_party")
        # There is no board before there is a company.
        parties = self.parties.order_by("pk") if on >= self.formed_on else []
        return cap_table.register(
            [event.as_value() for event in events],
            on,
            form=LegalForm(self.legal_form),
            board={party.as_value(): party.board_seats for party in parties},
        )


class Party(models.Model):
    """Somebody who owns part of the company, or appoints to its board."""

    venture = models.ForeignKey(JointVenture, models.PROTECT, related_name="parties")
    reference = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in PartyKind])
    name = models.CharField(max_length=300)
    board_seats = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["venture", "reference"], name="one_party_per_venture_reference")]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> cap_table.Party:
        return cap_table.Party(self.reference, self.name, PartyKind(self.kind))


class ShareClass(models.Model):
    venture = models.ForeignKey(JointVenture, models.PROTECT, related_name="share_classes")
    reference = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    votes_per_share = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "share classes"
        constraints = [models.UniqueConstraint(fields=["venture", "reference"], name="one_class_per_venture_reference")]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> cap_table.ShareClass:
        return cap_table.ShareClass(self.reference, self.name, self.votes_per_share)


class HoldingEvent(models.Model):
    """Whole shares issued, transferred or cancelled on a day. A mistake is put right by another event."""

    venture = models.ForeignKey(JointVenture, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in EventKind])
    on = models.DateField()
    share_class = models.ForeignKey(ShareClass, models.PROTECT, related_name="+")
    shares = models.PositiveBigIntegerField()
    from_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    to_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["venture", "on", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["venture", "sequence"], name="no_event_of_holding_entered_twice"),
            models.CheckConstraint(condition=Q(shares__gt=0), name="an_event_moves_at_least_one_share"),
            models.CheckConstraint(
                condition=Q(from_party=None) | Q(to_party=None) | ~Q(from_party=F("to_party")),
                name="nobody_transfers_to_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.shares} {self.share_class}"

    def as_value(self) -> cap_table.HoldingEvent:
        return cap_table.HoldingEvent(
            kind=EventKind(self.kind),
            on=self.on,
            sequence=self.sequence,
            share_class=self.share_class.as_value(),
            shares=self.shares,
            to_party=self.to_party.as_value() if self.to_party else None,
            from_party=self.from_party.as_value() if self.from_party else None,
        )
