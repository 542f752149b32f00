from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import (
    HasWorkingKey,
    Referenced,
    SealedCharField,
    SealedFileField,
    SealedTextField,
    User,
    key_ring,
)
from partners.models.bids import Bid, BidDocument, OfBid
from procurement.models import Criterion

LEFT_ALONE_AFTER = timedelta(hours=1)
FINISHED_WITHIN = timedelta(minutes=1)


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related(
            "bid__organisation", "bid__competition__service__council"
        )

    def unfinished(self) -> Self:
        return self.filter(ended_at=None).order_by("begun_at", "pk")

    def to_settle(self, at: datetime) -> Self:
        """Those that arrived whole a while ago, and those that stopped before the deadline overtook them."""
        overtaken = Q(bid__competition__bid_deadline__lt=at, last_at__lt=at - LEFT_ALONE_AFTER)
        return self.unfinished().filter(Q(whole_at__lt=at - FINISHED_WITHIN) | overtaken)


def marks_of(name: str, sha256: str) -> list[str]:
    """What stands for a file of that name, with that hash of its ends, under each key, the current one first."""
    return key_ring().tags("partners.upload", f"{sha256}\n{name}")


class Upload(Referenced, OfBid):
    """A file that comes in pieces: how many of its bytes are stored. It ends as a document, or says why not.

    `mark` is a tag of its name and of the SHA-256 of its first and its last megabyte: a file chosen again with the same
    size and mark is the same one, and goes on where it stopped. Whoever knows the file can't tell it by its tag.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="uploads")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    title = SealedCharField(max_length=200)
    name = SealedCharField("file name", max_length=255)
    size = models.PositiveBigIntegerField("size in bytes")
    mark = models.CharField("stands for its name and content", max_length=64)
    received = models.PositiveBigIntegerField("bytes that are stored", default=0)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField("when a piece last arrived")
    whole_at = models.DateTimeField("when its last byte arrived", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(BidDocument, models.PROTECT, null=True, blank=True, related_name="+")
    problem = SealedTextField("why it did not become a document", blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "size", "mark"],
                condition=Q(ended_at=None),
                name="one_unfinished_upload_of_a_file_of_a_bid",
            ),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="no_more_is_received_than_there_is"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def is_moving(self, at: datetime) -> bool:
        """Whether a piece came lately, so that more may follow."""
        return at - self.last_at < LEFT_ALONE_AFTER

    @property
    def percent(self) -> int:
        """How much has arrived, rounded down, so that 100 means all of it."""
        return self.received * 100 // self.size if self.size else 0


class UploadPiece(HasWorkingKey):
    """Some bytes of an upload, and when they arrived. The row stays, as a record, when its bytes are in the whole."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="pieces")
    start = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    file = SealedFileField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["upload", "start"]
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="each_byte_of_an_upload_arrives_once")]

    def __str__(self) -> str:
        return f"{self.upload} from {self.start}"

    @property
    def sealed_with(self) -> str | None:
        return self.upload.sealed_with
