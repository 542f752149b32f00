from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import (
    HasWorkingKey,
    Referenced,
    SealedCharField,
    SealedEmailField,
    SealedFileField,
    SealedJSONField,
    SealedTextField,
    User,
    WorkingKey,
)
from partners.domain.consortia import ConsortiumRole
from partners.domain.lifecycle import BidState
from partners.domain.uploads import VERDICTS, FileState
from partners.models.organisations import KINDS, Organisation
from procurement.models import Competition, Criterion

CONSORTIUM_ROLES = [(role.value, role.label) for role in ConsortiumRole]


class BidQuerySet(models.QuerySet["Bid"]):
    def visible_to(self, user: User) -> Self:
        """A bid is visible to the organisation that writes it, and through this door to nobody else.

        Nor to somebody of that organisation who works for the council that runs the competition. The council and the
        panel read opened bids through the scoring app, which knows who may.
        """
        return (
            self.filter(organisation__members__user=user)
            .exclude(competition__service__council__in=user.council_roles.values("council"))
            .select_related("organisation", "competition__service__council")
        )

    def opened(self, competition: Competition) -> Self:
        """The bids that were in when the competition was opened; none before."""
        return self.filter(
            competition=competition, competition__opened_at__isnull=False, state=BidState.SUBMITTED.value
        ).select_related("organisation")


class Bid(Referenced):
    """What an organisation, alone or leading a consortium, submits to a competition (the Act's "tender")."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="bids")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bids")
    state = models.CharField(
        max_length=20, choices=[(state.value, state.label) for state in BidState], default=BidState.DRAFT.value
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # That the bid, if complete, counts as it stands at the deadline: agreed by whom; and when that was carried out.
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Where the competition's key is divided: what seals all that is written in the bid.
    working_key = models.ForeignKey(WorkingKey, models.PROTECT, null=True, blank=True, related_name="+")
    was_asked = models.BooleanField("whether there are enquiries to look for", default=False)

    objects = BidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "organisation"], name="one_bid_per_organisation_and_competition"
            )
        ]

    def __str__(self) -> str:
        return f"Bid of {self.organisation}"

    @property
    def counts_if_complete(self) -> bool:
        """Whether it is agreed that it counts as it stands at the deadline."""
        return self.agreed_at is not None and self.competition.complete_counts

    @property
    def is_sealed_shut(self) -> bool:
        """Whether what is written in it can't be read now, by its writers neither: until the bids are opened."""
        return self.working_key_id is not None and not WorkingKey.objects.held().filter(pk=self.working_key_id).exists()

    def writers(self) -> models.QuerySet[User]:
        """The people of its organisation, but for those who work for the council that runs the competition."""
        return self.people_of(self.organisation)

    def people_of(self, organisation: Organisation) -> models.QuerySet[User]:
        """The people of an organisation that stands behind it, but for those who work for that council."""
        return (
            User.objects.filter(organisation_roles__organisation=organisation)
            .exclude(council_roles__council=self.competition.council)
            .order_by("pk")
        )


class OfBid(HasWorkingKey):
    """A row of a bid, sealed with the bid's working key where it has one."""

    bid: Any

    class Meta:
        abstract = True

    @property
    def sealed_with(self) -> str | None:
        number: str | None = self.bid.working_key_id
        return number


class ConsortiumMember(OfBid):
    """An organisation that bids together with the lead member, which is the bid's own organisation."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consortium_members")
    name = SealedCharField(max_length=300)
    kind = SealedCharField(max_length=20, choices=KINDS)
    registered_number = SealedCharField(max_length=40, blank=True)
    role = SealedCharField(max_length=20, choices=CONSORTIUM_ROLES, default=ConsortiumRole.MEMBER.value)
    share = SealedCharField("share of the work in percent, as typed", max_length=20, blank=True)
    part = SealedTextField("what it would do", blank=True)
    email = SealedEmailField("whom to ask for its consent", max_length=254, blank=True)

    class Meta:
        ordering = ["bid", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class ConsortiumVersion(OfBid):
    """Each list of members that was ever named: nothing that was named is lost."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consortium_versions")
    members = SealedJSONField(default=list)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["bid", "-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"Consortium of {self.bid} at {self.saved_at}"


class Answer(OfBid):
    """The text that answers one criterion, as it stands. `version` counts its saves: two tabs can't overwrite it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = SealedTextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "criterion"], name="one_answer_per_bid_and_criterion")]

    def __str__(self) -> str:
        return f"{self.bid}: {self.criterion}"


class AnswerVersion(HasWorkingKey):
    """Each text that somebody saved, also one that met a newer text and so did not become the answer.

    Saves of one person within a few minutes of `begun_at` share a row, as autosave makes many.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField("the version it was written on top of, plus one")
    text = SealedTextField(blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("when the writing that it holds began")
    saved_at = models.DateTimeField()
    was_in_conflict = models.BooleanField(default=False)

    class Meta:
        ordering = ["answer", "-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer}, version {self.version}"

    @property
    def sealed_with(self) -> str | None:
        return self.answer.sealed_with


class Offer(OfBid):
    """The terms that a bid offers, as typed so far: even what is not a number yet is kept.

    `typed` maps each field's name in the form to its text. What counts is the checked offer in a Submission.
    """

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="offer")
    typed = SealedJSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Offer in {self.bid}"


class OfferVersion(HasWorkingKey):
    """The offer as a page showed it or sent it, by number; so that two pages can be told apart field by field.

    A page carries the number of the version that it shows. What it changed is what differs from there.
    """

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    typed = SealedJSONField(default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    was_in_conflict = models.BooleanField(default=False)

    class Meta:
        ordering = ["offer", "-version"]
        constraints = [models.UniqueConstraint(fields=["offer", "version"], name="versions_of_an_offer_are_numbered")]

    def __str__(self) -> str:
        return f"{self.offer}, version {self.version}"

    @property
    def sealed_with(self) -> str | None:
        return self.offer.sealed_with


class BidDocumentQuerySet(models.QuerySet["BidDocument"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related(
            "bid__organisation", "bid__competition__service__council"
        )

    def listed(self) -> Self:
        """All of the bid but the removed ones, as they came: also refused ones, for their bidder to see why."""
        return self.filter(removed_at=None, is_part=True).order_by("uploaded_at", "pk")

    def present(self) -> Self:
        """Those that a submission takes in: neither removed nor refused, whether their check is over or not."""
        return self.listed().exclude(state=FileState.REFUSED.value)

    def taken_in(self, held: Collection[str]) -> Self:
        """Those present, and those of these references that were refused since."""
        return self.listed().filter(~Q(state=FileState.REFUSED.value) | Q(reference__in=held))

    def refused(self) -> Self:
        return self.filter(state=FileState.REFUSED.value)

    def unchecked(self) -> Self:
        return self.exclude(state__in=[state.value for state in VERDICTS])

    def waiting(self, at: datetime) -> Self:
        """Those that a worker should look at: their turn has come, or a worker may have left them."""
        return self.unchecked().filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=at)).order_by("uploaded_at")


class BidDocument(Referenced, OfBid):
    """A file of a bid. One that was removed is kept, since an earlier submission may hold it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="documents")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    title = SealedCharField(max_length=200)
    file = SealedFileField()
    name = SealedCharField("file name", max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = SealedCharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("when its last byte arrived")
    removed_at = models.DateTimeField(null=True, blank=True)
    came_from = SealedCharField("reference of the file of an earlier stage that it is", max_length=40, null=True)
    is_part = models.BooleanField("a part of the bid; otherwise it came with an answer about it", default=True)
    state = models.CharField(
        max_length=20, choices=[(each.value, each.label) for each in FileState], default=FileState.RECEIVED.value
    )
    reason = SealedTextField("why it was refused, or its check failed", blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    was_scanned = models.BooleanField("a virus scanner looked at it", default=False)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    objects = BidDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "uploaded_at"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def stands(self) -> FileState:
        """How far its check has come."""
        return FileState(self.state)
