"""Who may bid in a later stage of a competition, and the invitation to it."""

from datetime import datetime

from django.db import transaction

from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.models import Admission, Bid, Intention, Organisation
from procurement.actions import stages
from procurement.domain.dates import in_words
from procurement.models import Competition

NOT_ADMITTED = (
    "Only those who went on from the stage before can bid in this one, so there is nothing to start here. Your earlier "
    "bid and its result are under “My work”."
)


def admit(bid: Bid, to: Competition, *, by: User, at: datetime) -> Admission:
    """Let the bidder bid in the next stage; whoever calls has decided the shortlist, and locked the stage."""
    return Admission.objects.create(competition=to, organisation=bid.organisation, earlier=bid, by=by, at=at)


def check_admitted(competition: Competition, organisation: Organisation) -> None:
    if not Admission.objects.admits(competition, organisation):
        raise Refusal(NOT_ADMITTED)


@transaction.atomic
def invite(
    stage: Competition, *, bid_deadline: datetime, questions_deadline: datetime, by: User, at: datetime
) -> Competition:
    """Invite the bids of a later stage from all who went on, alike, and tell them. A second press changes nothing.

    Who went on means to bid until it declines, so it is reminded of the deadline also if it has begun nothing.
    """
    stage, is_new = stages.begin(stage, bid_deadline=bid_deadline, questions_deadline=questions_deadline, by=by, at=at)
    if not is_new:
        return stage
    body = (
        f"{stage.council} invites you to bid in “{stage}”.\n\n"
        f"Bids are taken until {in_words(bid_deadline)}, and questions until {in_words(questions_deadline)}.\n\n"
        "Sign in and open “My work” to start. Your new bid begins with the answers, the offer and the consortium that "
        "you wrote before; what you submitted then stays as it is. On its page of documents you choose which of your "
        "files it takes over. Until the deadline nobody at the council can see whether you bid, or what.\n\n"
        "We remind you before the deadline while something is missing. If you will not bid, say so under “My work”.\n"
    )
    rows = Admission.objects.filter(competition=stage).select_related("earlier__organisation", "earlier__started_by")
    for admission in rows.select_related("earlier__competition__service__council"):
        tell(admission.earlier, f"You are invited to bid: {stage}", body, at)
        _means_to_bid(admission, at)
    return stage


def _means_to_bid(admission: Admission, at: datetime) -> None:
    begun = {"interested_by": admission.earlier.started_by, "interested_at": at}
    Intention.objects.get_or_create(
        competition=admission.competition, organisation=admission.organisation, defaults=begun
    )
