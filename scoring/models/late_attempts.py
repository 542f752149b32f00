from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Council, User
from partners.domain.envelopes import is_of_the_offer
from partners.domain.last_day import Deed
from partners.models import Bid, LateAttempt
from scoring.models.interests import InterestReopening
from scoring.models.panels import InterestDeclaration, PanelMember


class OpenedLateAttemptQuerySet(models.QuerySet["OpenedLateAttempt"]):
    def visible_to(self, user: User) -> Self:
        """What came late: for the council, after the opening, and for nobody who judges, as it counts for nothing.

        So not for somebody who sits on the panel, has declared a conflict with the bidder (or was asked again about
        it and has not answered), or belongs to an
        organisation that has a bid here, in whatever state it is.
        """
        seat = PanelMember.objects.filter(competition=OuterRef("bid__competition"), user=user, left_at=None)
        declared = InterestDeclaration.objects.filter(bid=OuterRef("bid"), member__user=user, superseded_at=None)
        asked_again = InterestReopening.objects.unanswered().filter(
            declaration__bid=OuterRef("bid"), declaration__member__user=user
        )
        of_own = Bid.objects.filter(organisation__in=user.organisation_roles.values("organisation"))
        return (
            self.filter(
                bid__competition__opened_at__isnull=False,
                bid__competition__service__council__in=user.council_roles.values("council"),
            )
            .exclude(Exists(seat))
            .exclude(Exists(declared.filter(clears=False)))
            .exclude(Exists(asked_again))
            .exclude(bid__competition__in=of_own.values("competition"))
            .select_related("by", "bid__organisation", "bid__competition__service__council")
        )


class OpenedLateAttempt(LateAttempt):
    """A late attempt as the council may see it."""

    objects = OpenedLateAttemptQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True

    @property
    def council(self) -> Council:
        return self.bid.competition.council

    def is_closed(self, offered: Collection[str]) -> bool:
        """Whether it may tell of an offer, and offers are closed. `offered` is what is marked from the offer."""
        if self.bid.competition.shows_offers:
            return False
        return is_of_the_offer(Deed(self.kind), self.content, offered)
