"""What a council changes in a competition that runs, with word of it to everybody who has begun a bid."""

from datetime import datetime

from django.db import transaction

from accounts.actions import letters
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.models import Admission, Bid, Intention
from procurement.actions import competitions, deadlines
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition


@transaction.atomic
def extend_deadlines(
    competition: Competition,
    *,
    bid_deadline: datetime,
    questions_deadline: datetime,
    reasons: str,
    by: User,
    at: datetime,
) -> bool:
    """Put the deadlines off and tell every bidder (s.31). False if they stood so already, as after a second press."""
    change = deadlines.extend(
        competition, bid_deadline=bid_deadline, questions_deadline=questions_deadline, reasons=reasons, by=by, at=at
    )
    if change is None:
        return False
    body = (
        f"{competition.council} has put off the deadlines of “{competition}” for everybody.\n\n"
        f"Bids are now taken until {in_words(change.bid_deadline)}; before, it was "
        f"{in_words(change.bid_deadline_before)}.\n"
        f"Questions are now taken until {in_words(change.questions_deadline)}.\n\n"
        f"The council says why:\n\n{change.reasons}\n\n"
        "What you have submitted stays in, and you can change it and submit it again until the new deadline.\n"
    )
    _tell_bidders(competition, "More time", body, at)
    _tell_interested(competition, "More time", body, at)
    return True


@transaction.atomic
def abandon(competition: Competition, *, reasons: str, by: User, at: datetime) -> None:
    """End the competition without an award and tell every bidder (s.55). A second press changes nothing."""
    before = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk).state
    competitions.abandon(competition, reasons=reasons, by=by, at=at)
    if before != CompetitionState.ABANDONED:
        body = (
            f"{competition.council} has abandoned “{competition}”, so nobody will win it.\n\n"
            f"The council says why:\n\n{reasons.strip()}\n\nThere is nothing that you need to do.\n"
        )
        kept = "\nYour bid is kept with the record of the competition.\n"
        _tell_bidders(competition, "Abandoned", body + kept, at)
        _tell_interested(competition, "Abandoned", body, at)
        _tell_admitted(competition, "Abandoned", body, at)


def _tell_bidders(competition: Competition, what: str, body: str, at: datetime) -> None:
    """On each bid's own trail: the competition's would tell its council how many there are."""
    bids = Bid.objects.filter(competition=competition).select_related("competition__service__council")
    for bid in bids.order_by("pk"):
        tell(bid, f"{what}: {competition}", body, at)


def _tell_admitted(competition: Competition, what: str, body: str, at: datetime) -> None:
    """Those who went on to a later stage and have said nothing there yet."""
    said = Intention.objects.filter(competition=competition).values("organisation")
    bids = Bid.objects.filter(competition=competition).values("organisation")
    waiting = Admission.objects.filter(competition=competition).exclude(organisation__in=said)
    for admission in waiting.exclude(organisation__in=bids).select_related("earlier__competition__service__council"):
        tell(admission.earlier, f"{what}: {competition}", body, at)


def _tell_interested(competition: Competition, what: str, body: str, at: datetime) -> None:
    """Those who are interested and have begun no bid, each on a trail of their own."""
    interested = Intention.objects.filter(competition=competition, declined_at=None).without_bid()
    for intention in interested.select_related("competition__service__council").order_by("pk"):
        for email in intention.people().values_list("email", flat=True):
            letters.queue(email, f"{what}: {competition}"[:300], body, at=at, trail=intention.reference)
