"""What a bid in a later stage takes over from its bidder's bid in the stage before, which stays as it is."""

from datetime import datetime

from accounts.models import User
from partners.actions.answers import write_answer
from partners.actions.consortia import members_of, write_consortium
from partners.actions.offers import write_offer
from partners.models import Admission, Answer, Bid, Offer
from procurement.models import Criterion


def take_over(bid: Bid, *, by: User, at: datetime) -> None:
    """Begin a later stage's new, locked bid with what its bidder wrote in the stage before, where it is asked again."""
    admission = Admission.objects.filter(competition=bid.competition_id, organisation=bid.organisation_id).first()
    if admission is None:
        return
    earlier = admission.earlier
    asked = {each.reference: each for each in Criterion.objects.filter(competition=bid.competition_id)}
    for answer in Answer.objects.filter(bid=earlier).select_related("criterion").order_by("pk"):
        criterion = asked.get(answer.criterion.reference)
        if criterion is not None and criterion.is_judged and answer.text:
            write_answer(bid, criterion, answer.text, version=None, by=by, at=at, is_whole=True)
    offer = Offer.objects.filter(bid=earlier).first()
    if offer is not None and bid.competition.asks_offer:
        write_offer(bid, offer.typed, version=None, by=by, at=at, has_ticks=False)
    if members := members_of(earlier):
        write_consortium(bid, members, by=by, at=at)
