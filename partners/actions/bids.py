"""Starting a bid, and writing all of it, which can change until the deadline."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.models import User
from partners.actions import admissions, intentions, taking_over
from partners.actions.answers import save_answer
from partners.actions.consortia import name_consortium
from partners.actions.documents import add_document, remove_document
from partners.actions.offers import save_offer
from partners.actions.saving import Saved
from partners.actions.writing import check_in_time
from partners.domain.typed_offers import typed_of
from partners.models import Bid, Organisation
from procurement.models import Competition, KeyDivision

__all__ = [
    "Saved",
    "add_document",
    "name_consortium",
    "remove_document",
    "save_answer",
    "save_offer",
    "start",
    "typed_of",
]


@transaction.atomic
def start(
    competition: Competition, organisation: Organisation, *, by: User, at: datetime, takes_over: bool = True
) -> Bid:
    """Start the organisation's bid, which says that it is interested; the one that it has, if it has one already.

    In a later stage it begins with what the bidder wrote in the stage before, if it `takes_over`: a bid that a file
    tells whole does not.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    bid = Bid.objects.filter(competition=competition, organisation=organisation).first()
    if bid is not None:
        return bid
    admissions.check_admitted(competition, organisation)
    check_in_time(Competition.objects.get(pk=competition.pk), at)
    bid = Bid.objects.create(
        competition=competition,
        organisation=organisation,
        started_by=by,
        started_at=at,
        changed_at=at,
        working_key_id=KeyDivision.objects.working_key_in(competition),
    )
    if takes_over:
        taking_over.take_over(bid, by=by, at=at)
    intentions.begin(competition, organisation, by=by, at=at)
    trail.record(
        "partners.start_bid", bid.reference, trail=bid.reference, by=by, at=at, competition=competition.reference
    )
    return bid
