from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.domain.roles import DESIGNERS
from accounts.models import Council, Referenced, SealedCharField, User, WorkingKey
from procurement.domain.lifecycle import CompetitionState
from procurement.models.competitions import Competition


class KeyDivisionQuerySet(models.QuerySet["KeyDivision"]):
    def working_key_in(self, competition: Competition) -> str | None:
        """The number of the working key there, if the competition's key is divided."""
        return self.filter(competition=competition).values_list("working_key_id", flat=True).first()


class KeyDivision(models.Model):
    """That the key of a competition is divided, and how many of its shares open the bids.

    From publication on it names the working key that seals what bidders write. That is forgotten after the deadline,
    and comes back with the competition's key, to which it is sealed.
    """

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="division")
    needed = models.PositiveSmallIntegerField("how many shares open the bids")
    working_key = models.OneToOneField(WorkingKey, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_working_key = models.BinaryField("the working key, sealed to the competition’s key", null=True)

    objects = KeyDivisionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(needed__gte=2), name="one_person_alone_opens_no_bids")]

    def __str__(self) -> str:
        return f"Divided key of {self.competition}"

    @property
    def place(self) -> str:
        return f"working key of competition {self.competition.reference}"


class KeyShareQuerySet(models.QuerySet["KeyShare"]):
    def visible_to(self, user: User) -> Self:
        """To everybody at the council: who holds a share is no secret there."""
        rows = self.filter(division__competition__service__council__in=user.council_roles.values("council"))
        return rows.select_related("division__competition__service__council", "holder")

    def envelopes_for(self, user: User) -> Self:
        """The envelopes of drafts whose codes this officer can make: of their council, and they hold no share."""
        councils = user.council_roles.filter(role__in=DESIGNERS).values("council")
        mine = KeyShare.objects.filter(division=OuterRef("division"), holder=user)
        return self.visible_to(user).filter(
            ~Exists(mine),
            holder=None,
            division__competition__state=CompetitionState.DRAFT.value,
            division__competition__service__council__in=councils,
        )

    def entered(self) -> Self:
        return self.filter(entered_at__isnull=False)

    def accepted(self) -> Self:
        return self.filter(accepted_at__isnull=False)


class KeyShare(Referenced):
    """A share of a competition's key, of which somebody at the council, or an envelope, holds the code.

    Of the code only a public key is kept. To that the share is sealed when the competition is published.
    """

    division = models.ForeignKey(KeyDivision, models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="key_shares"
    )
    kept_by = models.CharField("who keeps the envelope, for the share of nobody here", max_length=200, blank=True)

    public_hex = models.CharField("public key that belongs to the code", max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("when the code was typed back", null=True, blank=True)

    sealed = models.BinaryField("the share, sealed to that key", null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(null=True, blank=True)
    # From when its code was entered until the opening.
    opened_hex = SealedCharField("the share itself", max_length=64, null=True)

    objects = KeyShareQuerySet.as_manager()

    class Meta:
        ordering = ["division", "number"]
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="shares_of_a_key_are_numbered"),
            models.UniqueConstraint(fields=["division", "holder"], name="nobody_holds_two_shares_of_a_key"),
            models.CheckConstraint(
                condition=Q(holder__isnull=False, kept_by="") | Q(holder=None) & ~Q(kept_by=""),
                name="a_share_has_a_holder_or_an_envelope",
            ),
        ]

    def __str__(self) -> str:
        return str(self.holder) if self.holder else f"the envelope that {self.keeper} keeps"

    @property
    def keeper(self) -> str:
        """Who keeps the envelope, within a sentence: “the monitoring officer”."""
        return f"the {self.kept_by[4:]}" if self.kept_by.startswith("The ") else self.kept_by

    @property
    def council(self) -> Council:
        return self.division.competition.council

    @property
    def competition(self) -> Competition:
        return self.division.competition

    @property
    def place(self) -> str:
        """For which it is sealed: nobody can put it in place of another."""
        return f"key share {self.reference}"

    @property
    def can_be_handed_over(self) -> bool:
        """From publication until its code is entered. An envelope can be handed to somebody else as it is."""
        is_published = self.competition.state == CompetitionState.PUBLISHED
        return is_published and self.holder_id is not None and self.entered_at is None
