from typing import Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Council, User
from partners.domain.lifecycle import BidState
from partners.models import Bid
from scoring.domain.roles import PanelRole
from scoring.models.interests import InterestReopening
from scoring.models.panels import InterestDeclaration, PanelMember


def bids_of(user: User) -> QuerySet[Bid]:
    """The submitted bids of the organisations to which the person belongs, in whichever competition."""
    return Bid.objects.filter(state=BidState.SUBMITTED.value, organisation__members__user=user)


class OpenedBidQuerySet(models.QuerySet["OpenedBid"]):
    def visible_to(self, user: User) -> Self:
        """The one door to opened bids: for the council and the panel, after the opening.

        A panel member sees the content of a bid only once they have declared to have no interest in its bidder, or a
        lead officer decided that they may take part in spite of it; also if they are an officer of the council at the
        same time. A declared conflict shuts the bid for good, also for somebody who has left the panel since; and so
        does being asked again, until it is answered. A briefing is acknowledged first. Somebody of an organisation that
        bids here sees no bid through this door, and a subject expert comes in by another (`bids_to_advise_on`).
        """
        seats = PanelMember.objects.filter(user=user, left_at=None).order_by()
        declared = InterestDeclaration.objects.filter(member__user=user, superseded_at=None)
        may_read = ~Q(member__role=PanelRole.EXPERT.value)
        cleared = declared.filter(may_read, clears=True, member__left_at=None, member__is_briefed=True)
        conflicts = declared.filter(clears=False)
        asked_again = InterestReopening.objects.unanswered().filter(declaration__member__user=user)
        at_council = Q(competition__service__council__in=user.council_roles.values("council"))
        return self.filter(
            Q(pk__in=cleared.values("bid")) | at_council & ~Q(competition__in=seats.values("competition")),
            ~Q(pk__in=conflicts.values("bid")),
            ~Q(pk__in=asked_again.order_by().values("declaration__bid")),
            ~Q(competition__in=bids_of(user).values("competition")),
            competition__opened_at__isnull=False,
            state=BidState.SUBMITTED.value,
        ).select_related("organisation", "competition__service__council")


class OpenedBid(Bid):
    """A bid as the council and the panel may see it."""

    objects = OpenedBidQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True

    @property
    def council(self) -> Council:
        return self.competition.council
