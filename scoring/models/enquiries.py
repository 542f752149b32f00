"""What evaluators would ask a bidder about its bid. As sent it is an `Enquiry`, which the bidder sees and answers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.domain.roles import CouncilRole
from accounts.models import Council, Referenced, User
from partners.models import Bid, Enquiry
from procurement.models import Competition, Criterion
from scoring.domain.enquiries import EnquiryState
from scoring.domain.roles import PanelRole
from scoring.models.assignments import Assignment
from scoring.models.opened import OpenedBid
from scoring.models.panels import PanelMember


class EnquiryDraftQuerySet(models.QuerySet["EnquiryDraft"]):
    def visible_to(self, user: User) -> Self:
        """One's own; the chair all; others on the panel what was sent, if they score that criterion or look on.

        The council reads them once the chair has decided, its auditor from the start; not if they judge themselves.
        """
        seats = PanelMember.objects.filter(user=user, left_at=None).order_by()
        chaired = seats.filter(role=PanelRole.CHAIR.value).values("competition")
        onlookers = seats.filter(role__in=[role.value for role in PanelRole if role.looks_on]).values("competition")
        scored = Assignment.objects.counting().filter(
            member__user=user, bid=OuterRef("bid"), criterion=OuterRef("criterion")
        )
        sits = Q(bid__competition__in=seats.values("competition"))
        roles = user.council_roles.all()
        at_council = Q(bid__competition__service__council__in=roles.values("council"))
        audits = Q(
            bid__competition__service__council__in=roles.filter(role=CouncilRole.AUDITOR.value).values("council")
        )
        sent = Q(state=EnquiryState.SENT.value)
        decided = ~Q(state__in=[EnquiryState.DRAFTED.value, EnquiryState.TAKEN_BACK.value])
        readable = OpenedBid.objects.visible_to(user).order_by()
        return self.filter(
            Q(member__user=user)
            | Q(bid__competition__in=chaired)
            | sent & (Q(Exists(scored)) | Q(bid__competition__in=onlookers))
            | ~sits & (at_council & decided | audits),
            bid__in=readable.values("pk"),
        ).select_related(
            "member__user",
            "bid__organisation",
            "bid__competition__service__council",
            "criterion",
            "decided_by",
            "enquiry__sent_by",
            "enquiry__answered_by",
            "enquiry__decided_by",
        )

    def of(self, competition: Competition) -> Self:
        return self.filter(bid__competition=competition)

    def standing_at(self, state: EnquiryState) -> Self:
        return self.filter(state=state.value)


class EnquiryDraft(Referenced):
    """A question that an evaluator would put to a bidder, and what became of it: the chair decides, an officer sends.

    `text` is the evaluator's, `wording` as the chair approved it. `why` is for the chair, and never sent.
    """

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    document_title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    why = models.TextField()
    drafted_at = models.DateTimeField()
    state = models.CharField(
        max_length=20,
        choices=[(each.value, each.label) for each in EnquiryState],
        default=EnquiryState.DRAFTED.value,
    )
    wording = models.TextField(blank=True)
    reasons = models.TextField("why the chair refused it", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    enquiry = models.OneToOneField(Enquiry, models.PROTECT, null=True, blank=True, related_name="draft")

    objects = EnquiryDraftQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "drafted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EnquiryState.SENT.value, enquiry__isnull=False)
                | ~Q(state=EnquiryState.SENT.value) & Q(enquiry=None),
                name="a_question_is_an_enquiry_once_it_is_sent",
            )
        ]

    def __str__(self) -> str:
        return f"Question to {self.bid.organisation} about “{self.criterion}”"

    @property
    def council(self) -> Council:
        return self.bid.competition.council

    @property
    def competition(self) -> Competition:
        return self.bid.competition

    @property
    def stands(self) -> EnquiryState:
        return EnquiryState(self.state)

    @property
    def question(self) -> str:
        """As it was sent, or would be by now."""
        return self.wording or self.text


def enquiries_about(bid: Bid, criterion: Criterion) -> QuerySet[Enquiry]:
    """What the bidder was asked about its bid by this criterion: for whoever may read its answer to it."""
    return Enquiry.objects.filter(bid=bid, criterion=criterion)
