"""Which bids a ballot of staff leaves out."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.domain.lifecycle import BidState
from partners.models import Bid
from scoring.models.exclusions import ExclusionDecision
from scoring.models.late_bids import LateDecision
from scoring.models.staff_ballots import StaffPartner, StaffText


def left_out(competition: Any) -> QuerySet[Bid]:
    """Bids that count and stand on no ballot, or not as they came in late, since they were accepted after it was drawn.

    `competition` may be an OuterRef. All bids, where there is no ballot.
    """
    set_aside = ExclusionDecision.objects.filter(bid=OuterRef("pk"), superseded_at=None, sets_aside=True)
    accepted_since = LateDecision.objects.filter(
        bid=OuterRef("partner__bid"), accepts=True, at__gt=OuterRef("written_at")
    )
    older = StaffText.objects.filter(Exists(accepted_since), partner__bid=OuterRef("pk"))
    on_it = StaffPartner.objects.filter(bid=OuterRef("pk"))
    opened = Bid.objects.filter(
        competition=competition, competition__opened_at__isnull=False, state=BidState.SUBMITTED.value
    )
    return opened.filter(Q(~Exists(on_it)) | Q(Exists(older)), ~Exists(set_aside))
