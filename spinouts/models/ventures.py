from collections.abc import Mapping
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Council, Referenced, User
from spinouts.domain import company_content
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, Reason
from spinouts.domain.events import HoldingEvent as EventValue
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party as PartyValue
from spinouts.domain.parties import PartyKind
from spinouts.domain.shares import FIELDS
from spinouts.domain.shares import ShareClass as ShareClassValue
from spinouts.models.services import Service
from spinouts.models.studies import CompanyStudy


class JointVentureQuerySet(models.QuerySet["JointVenture"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(service__council__members__user=user).select_related("service__council")

    def in_study(self, study: CompanyStudy) -> Self:
        """Those of the study's council that a file of it is about, by their references."""
        named = [each["reference"] for each in study.content]
        return self.filter(service__council=study.council_id, reference__in=named).select_related("service__council")

    def with_note(self) -> Self:
        """Those whose note was published: its page is there for everybody, also once it was withdrawn."""
        return self.exclude(note_published_at=None).select_related("service__council")


class JointVenture(Referenced):
    """The company that a competition creates. Who owns it follows from its events of holding, on any date.

    `agreed` holds what was agreed beside the shares, as `company_content` writes it.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="ventures")
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=40, choices=[(form.value, form.label) for form in LegalForm])
    formed_on = models.DateField()
    identifier = models.CharField(max_length=60, blank=True)
    agreed = models.JSONField(default=dict, blank=True)
    note_published_at = models.DateTimeField(null=True, blank=True)
    note_withdrawn_at = models.DateTimeField(null=True, blank=True)
    note_withdrawn_because = models.TextField(blank=True)

    objects = JointVentureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(note_withdrawn_at=None, note_withdrawn_because="")
                | Q(note_published_at__lte=F("note_withdrawn_at")) & ~Q(note_withdrawn_because=""),
                name="only_a_published_note_is_withdrawn_and_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def note_is_public(self) -> bool:
        """Whether everybody may read the note now."""
        return self.note_published_at is not None and self.note_withdrawn_at is None

    @property
    def council(self) -> Council:
        return self.service.council

    def as_value(self) -> Company:
        """The company as one plain value, made again from its rows: parties, classes, events, and what is agreed."""
        parties = {party.pk: party.as_value() for party in self.parties.order_by("pk")}
        classes = {share_class.pk: share_class.as_value() for share_class in self.share_classes.order_by("pk")}
        return Company(
            reference=self.reference,
            name=self.name,
            form=LegalForm(self.legal_form),
            formed_on=self.formed_on,
            parties=tuple(parties.values()),
            classes=tuple(classes.values()),
            events=tuple(
                event.as_value(parties, classes)
                for event in self.events.select_related("corrects").order_by("sequence")
            ),
            agreed=company_content.agreed_from_content(self.agreed),
            identifier=self.identifier,
        )


class Party(models.Model):
    """Somebody who owns part of the company, or appoints to its board."""

    venture = models.ForeignKey(JointVenture, models.PROTECT, related_name="parties")
    reference = models.CharField(max_length=40)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.label) for kind in PartyKind])
    name = models.CharField(max_length=300)
    identifier = models.CharField(max_length=60, blank=True)
    trustees = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["venture", "reference"], name="one_party_per_venture_reference")]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> PartyValue:
        return PartyValue(
            self.reference, self.name, PartyKind(self.kind), self.identifier, tuple(str(each) for each in self.trustees)
        )


class ShareClass(models.Model):
    """A class of shares with its rights; their meaning stands at `spinouts.domain.shares.ShareClass`."""

    venture = models.ForeignKey(JointVenture, models.PROTECT, related_name="share_classes")
    reference = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    votes_per_share = models.PositiveIntegerField(default=1)
    nominal_amount = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(1))
    dividends = models.BooleanField(default=True)
    fixed_dividend_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    preference_rank = models.PositiveSmallIntegerField(default=0)
    preference_amount = models.DecimalField(max_digits=16, decimal_places=6, default=Decimal(0))
    participates = models.BooleanField(default=True)
    most_amount = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    appoints = models.PositiveSmallIntegerField(default=0)
    golden = models.BooleanField(default=False)
    memberships = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "share classes"
        constraints = [models.UniqueConstraint(fields=["venture", "reference"], name="one_class_per_venture_reference")]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> ShareClassValue:
        return ShareClassValue(**{name: getattr(self, name) for name in FIELDS})


class HoldingEventQuerySet(models.QuerySet["HoldingEvent"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(venture__in=JointVenture.objects.visible_to(user)).select_related(
            "venture__service__council"
        )

    def for_people(self) -> Self:
        """With all that a table of the history shows, in the order in which it was entered."""
        return self.select_related(
            "share_class", "to_class", "from_party", "to_party", "recorded_by", "corrects", "corrected_by"
        ).order_by("sequence")


class HoldingEvent(Referenced):
    """What happened to shares, rights, loans, locks or seats on a day. A mistake is put right by another event.

    The meaning of the fields stands at `spinouts.domain.events.HoldingEvent`. `entry` is the fingerprint of what was
    entered: an event entered twice has the same, unless `again` says that it really happened so many times that day.
    """

    venture = models.ForeignKey(JointVenture, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in EventKind])
    reason = models.CharField(
        max_length=20, choices=[(reason.value, reason.label) for reason in Reason], default=Reason.OTHER.value
    )
    on = models.DateField()
    share_class = models.ForeignKey(ShareClass, models.PROTECT, null=True, blank=True, related_name="+")
    shares = models.PositiveBigIntegerField(default=0)
    to_class = models.ForeignKey(ShareClass, models.PROTECT, null=True, blank=True, related_name="+")
    to_shares = models.PositiveBigIntegerField(default=0)
    to_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    from_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    profits = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    under = models.CharField(max_length=40, blank=True)
    until = models.DateField(null=True, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    note = models.TextField(blank=True)
    consents = models.JSONField(default=list, blank=True)
    entry = models.CharField(max_length=64)
    again = models.PositiveSmallIntegerField(default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = HoldingEventQuerySet.as_manager()

    class Meta:
        ordering = ["venture", "on", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["venture", "sequence"], name="one_event_of_holding_per_number"),
            models.UniqueConstraint(fields=["venture", "entry", "again"], name="no_event_of_holding_entered_twice"),
            models.CheckConstraint(
                condition=Q(from_party=None) | Q(to_party=None) | ~Q(from_party=F("to_party")),
                name="nobody_transfers_to_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["issue", "transfer", "cancel", "convert", "split", "grant"])
                | Q(shares__gt=0, share_class__isnull=False),
                name="an_event_moves_at_least_one_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.on}"

    @property
    def council(self) -> Council:
        return self.venture.council

    def as_value(self, parties: Mapping[int, PartyValue], classes: Mapping[int, ShareClassValue]) -> EventValue:
        """The event; `parties` and `classes` are the venture's, by primary key."""
        return EventValue(
            kind=EventKind(self.kind),
            on=self.on,
            sequence=self.sequence,
            share_class=classes[self.share_class_id] if self.share_class_id else None,
            shares=self.shares,
            to_party=parties[self.to_party_id] if self.to_party_id else None,
            from_party=parties[self.from_party_id] if self.from_party_id else None,
            to_class=classes[self.to_class_id] if self.to_class_id else None,
            to_shares=self.to_shares,
            seats=self.seats,
            amount=self.amount,
            profits=self.profits,
            under=self.under,
            until=self.until,
            reason=Reason(self.reason),
            corrects=self.corrects.sequence if self.corrects else None,
            note=self.note,
            consents=tuple(str(each) for each in self.consents),
        )
