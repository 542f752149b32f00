"""Who was asked what: each criterion about which some bidder was asked, across all bidders."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from procurement.models import Competition, Criterion
from scoring.domain.enquiries import EnquiryState
from scoring.models import EnquiryDraft, OpenedBid
from scoring.models.reading import criteria_in_order


@dataclass(frozen=True, slots=True)
class Line:
    """A bidder, and each criterion of the table with what it was asked by it."""

    bidder: str
    cells: list[tuple[Criterion, list[EnquiryDraft]]]


@dataclass(frozen=True, slots=True)
class Table:
    criteria: list[Criterion]
    lines: list[Line]


def equal_treatment(user: User, competition: Competition, drafts: Sequence[EnquiryDraft]) -> Table:
    """Of the questions that the person may know of those that were sent, over the bids that they may read."""
    sent = [each for each in drafts if each.stands is EnquiryState.SENT]
    if not sent:
        return Table([], [])
    asked = {each.criterion_id for each in sent}
    criteria = [each for each in criteria_in_order(competition) if each.pk in asked]
    bids = OpenedBid.objects.visible_to(user).filter(competition=competition).order_by("organisation__name", "pk")
    lines = [
        Line(
            bid.organisation.name,
            [(each, [one for one in sent if (one.bid_id, one.criterion_id) == (bid.pk, each.pk)]) for each in criteria],
        )
        for bid in bids
    ]
    return Table(criteria, lines)
