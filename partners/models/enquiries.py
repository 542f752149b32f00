from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Referenced, SealedJSONField, SealedTextField, User
from partners.models.bids import Bid, OfBid
from procurement.models import Criterion


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> Self:
        """Those about a bid, to the organisation that wrote it; the council and panel come in through `scoring`."""
        return self.filter(bid__in=Bid.objects.visible_to(user)).select_related(
            "bid__organisation", "bid__competition__service__council", "criterion"
        )

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)

    def that_count(self) -> Self:
        """Those with an answer that the panel reads: as `Enquiry.counts` has it."""
        return self.filter(Q(answered_at__lte=F("due_at")) | Q(is_accepted=True))


class Enquiry(Referenced, OfBid):
    """A question of the panel to one bidder about what its bid says, as it was sent, and what the bidder answered.

    The answer explains the bid, and is no part of it. It is given once. One that came after `due_at` counts only if an
    officer accepts it. The question stays as it was sent, and the answer as it was given: the database keeps this.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="enquiries")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    document_title = models.CharField("the document that it is about", max_length=300, blank=True)
    question = models.TextField()
    due_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answer = SealedTextField(blank=True)
    files = SealedJSONField("the files that came with it, as `partners.actions.answer_files` tells them", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField("whether an answer that came late counts", null=True, blank=True)
    decision_reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_accepted=None) | Q(answered_at__gt=F("due_at")),
                name="only_a_late_answer_to_an_enquiry_is_decided_on",
            )
        ]

    def __str__(self) -> str:
        return f"Question about “{self.criterion}”"

    @property
    def is_late(self) -> bool:
        """Whether its answer came after it was due."""
        return self.answered_at is not None and self.answered_at > self.due_at

    @property
    def counts(self) -> bool:
        """Whether there is an answer that the panel reads."""
        return self.answered_at is not None and (not self.is_late or self.is_accepted is True)

    @property
    def waits_for_decision(self) -> bool:
        return self.is_late and self.is_accepted is None

    def is_overdue(self, at: datetime) -> bool:
        return self.answered_at is None and at > self.due_at
