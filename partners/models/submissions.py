import json
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.domain.sealing import CannotOpen
from accounts.models import HasWorkingKey, Referenced, SealedFileField, SealedJSONField, User
from partners.domain.envelopes import first_envelope
from partners.domain.last_day import Deed
from partners.models.bids import Bid
from procurement.models import Competition, CompetitionKey, offered_in

IS_LATE_PRESS = Q(kind=Deed.SUBMISSION.value, bid__competition__opened_at__gte=F("at"))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related(
            "bid__organisation", "bid__competition__service__council", "by"
        )

    def that_count(self) -> Self:
        """Those that nobody has replaced or withdrawn."""
        return self.filter(superseded_at=None)


class Submission(Referenced):
    """A bid as it was when somebody pressed submit, whole and for good. The last one before the deadline counts.

    Sealed to the competition's key; `content` is filled at the opening, for those that count: where offers wait, with
    the first envelope, and with all of it once the offers are opened.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed = models.BinaryField("the content, sealed to the competition’s key")
    content = models.JSONField("the content, once the bids are opened", null=True)
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)
    superseded_at = models.DateTimeField(null=True, blank=True)
    is_by_agreement = models.BooleanField(
        "entered at the deadline, as agreed, without a press of submit", default=False
    )

    objects = SubmissionQuerySet.as_manager()
    _opened: dict[str, Any] | None = None

    class Meta:
        ordering = ["bid", "number"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="submissions_of_a_bid_are_numbered"),
            models.UniqueConstraint(
                fields=["bid"], condition=Q(superseded_at=None), name="one_submission_of_a_bid_counts"
            ),
        ]

    @property
    def place(self) -> str:
        """For which it is sealed: nobody can put it in place of another."""
        return f"submission {self.number} of bid {self.bid.reference}"

    def whole(self) -> dict[str, Any]:
        """All of the content, for its writers and for what is computed; the council reads `content`.

        What is not opened takes the competition's key; raises CannotOpen if it does not fit. Where that is divided, it
        is read from the copy for its writers while there is one, and then not at all.
        """
        if self.content is not None and "offer" in self.content:
            content: dict[str, Any] = self.content
            return content
        if self._opened is None:
            copy = SubmissionCopy.objects.filter(submission=self).first() if self.bid.working_key_id else None
            self._opened = copy.content if copy else self.unsealed()
        return self._opened

    def open(self, *, with_offer: bool) -> None:
        """Make plain what the council may read from now on: the first envelope, or all of it."""
        whole = self.unsealed()
        self.content = whole if with_offer else first_envelope(whole, offered_in(self.bid.competition_id))
        self.save(update_fields=["content"])

    def unsealed(self) -> dict[str, Any]:
        """What is sealed to the competition's key; raises CannotOpen if it is not what the receipt says."""
        plain = CompetitionKey.objects.of(self.bid.competition_id).open(bytes(self.sealed), self.place)
        if sha256(plain).hexdigest() != self.fingerprint:
            raise CannotOpen(
                f"What submission {self.reference} holds is not what its receipt says, so it is not shown."
            )
        opened: dict[str, Any] = json.loads(plain)
        return opened

    def __str__(self) -> str:
        return f"Submission {self.number} of {self.bid}"


class SubmissionCopy(HasWorkingKey):
    """What a submission holds, for those who write the bid, where the competition's key is divided.

    It is sealed as all that they write: nobody reads it between the deadline and the opening.
    """

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="copy")
    content = SealedJSONField()

    def __str__(self) -> str:
        return f"Copy of {self.submission}"

    @property
    def sealed_with(self) -> str | None:
        number: str | None = self.submission.bid.working_key_id
        return number


class Receipt(models.Model):
    """What makes a submission's receipt whole again: the facts besides its content, and the signature over both."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="receipt")
    facts = SealedJSONField()
    titles = models.JSONField("the questions as they were asked, by reference")
    signature = models.CharField(max_length=100)
    # Kept whole only where the content can't be read between the deadline and the opening.
    whole = SealedJSONField(null=True)

    def __str__(self) -> str:
        return f"Receipt for {self.submission}"


class LateAttemptQuerySet(models.QuerySet["LateAttempt"]):
    def visible_to(self, user: User) -> Self:
        """To whoever the bid is visible to. The council has a door of its own, in the scoring app."""
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related("bid__competition__service__council")

    def of(self, bid: Bid) -> Self:
        """Those of the bid, in the order in which they came."""
        return self.filter(bid=bid).select_related("by", "bid__competition").order_by("at", "pk")

    def presses(self) -> Self:
        """Presses of submit after the deadline and before the opening: each makes a late bid, to be decided on."""
        return self.filter(IS_LATE_PRESS)


class LateAttempt(Referenced):
    """What somebody tried to save or submit when it was too late: refused, kept, and shown to both sides."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="late_attempts")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Deed])
    deed = models.CharField("what was tried", max_length=100)
    content = SealedJSONField(default=dict)
    file = SealedFileField(blank=True)

    objects = LateAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "at"]

    def __str__(self) -> str:
        return f"{self.deed} at {self.at}"

    @property
    def file_name(self) -> str:
        """The name that the sender's computer gave to the file."""
        return str(self.content.get("name") or "file")


class OpeningConfirmation(models.Model):
    """One of the two officers' word that the bids be opened. The second one opens them."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="opening_confirmations")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["competition", "at"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "officer"], name="bids_are_opened_by_different_officers")
        ]

    def __str__(self) -> str:
        return f"{self.officer} at {self.at}"
