"""Opening the bids: after the deadline, by two different officers. Before it, nobody learns that there are any."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.agreements import settle
from partners.actions.bid_letters import tell
from partners.models import Bid, OpeningConfirmation, Submission
from procurement.actions import divisions
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.models import Competition, KeyDivision

OFFICERS = 2
LATER = (
    "What you offer stays closed until the panel has agreed every quality score. You are told when the offers are "
    "opened.\n\n"
)


@transaction.atomic
def confirm_opening(competition: Competition, *, by: User, at: datetime) -> bool:
    """Give one's word that the bids be opened. The second, different officer opens them: then it returns True.

    Where the competition's key is divided, they are opened once enough codes are entered too.
    """
    competition = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=competition.pk)
    )
    check_time(competition, at)
    _check(competition, by)
    OpeningConfirmation.objects.create(competition=competition, officer=by, at=at)
    trail.record("partners.confirm_opening", competition, trail=competition.reference, by=by, at=at)
    return open_if_ready(competition, by=by, at=at)


def open_if_ready(competition: Competition, *, by: User, at: datetime) -> bool:
    """Open the bids of the locked competition, if two officers have confirmed and its key is at hand or complete."""
    if OpeningConfirmation.objects.filter(competition=competition).count() < OFFICERS:
        return False
    division = KeyDivision.objects.filter(competition=competition).first()
    if division is not None and division.shares.entered().count() < division.needed:
        return False
    _open(competition, division, by=by, at=at)
    return True


def check_time(competition: Competition, at: datetime) -> None:
    # Before all else, so that the answer is the same whatever there is to open.
    deadline = competition.bid_deadline
    if competition.stage == CompetitionState.PUBLISHED and deadline is not None and at <= deadline:
        raise Refusal(
            f"Bids can be opened only after the deadline, {in_words(deadline)}. Until then nobody at the council can "
            "see whether there are any. Come back after it."
        )


def _check(competition: Competition, by: User) -> None:
    mine = OpeningConfirmation.objects.filter(competition=competition, officer=by).first()
    if mine is not None and competition.stage == CompetitionState.PUBLISHED:
        raise Refusal(
            f"You confirmed already, at {in_words(mine.at)}. It takes a second officer: "
            "ask a colleague to open this page, signed in as themselves."
        )
    if competition.opened_at is not None:
        raise Refusal(
            f"The bids were opened already, at {in_words(competition.opened_at)}. There is nothing more to do."
        )
    check_move(competition.stage, CompetitionState.OPENED)
    if OpeningConfirmation.objects.filter(competition=competition).count() >= OFFICERS:
        raise Refusal("Two officers have confirmed already. What is missing now are codes of those who hold a share.")


def _open(competition: Competition, division: KeyDivision | None, *, by: User, at: datetime) -> None:
    shut_at = divisions.put_together(division) if division else None
    # Told only now: when it was depends on what bidders sent.
    shut = {"shut_at": shut_at.isoformat() if shut_at else None} if division else {}
    # What counts by agreement is in, also where the worker was away since the deadline.
    settle(competition, at=at)
    competition.opened_at, competition.state = at, CompetitionState.OPENED.value
    competition.save(update_fields=["opened_at", "state"])
    opened = Bid.objects.opened(competition).select_related("competition__service")
    counting = Submission.objects.that_count().filter(bid__in=opened).select_related("bid")
    for submission in counting:
        if submission.content is None:
            submission.open(with_offer=not competition.offers_wait)
    bids = list(opened.order_by("organisation__name", "pk"))
    bidders = [str(bid.organisation) for bid in bids]
    trail.record(
        "partners.open_bids",
        competition,
        trail=competition.reference,
        by=by,
        at=at,
        bids=len(bids),
        bidders=bidders,
        **shut,
    )
    later = LATER if competition.offers_wait else ""
    for bid in bids:
        body = (
            f"The bids in “{competition}” were opened at {in_words(at)} by two officers of {competition.council}. "
            f"The bid of {bid.organisation.name} is among them, as you last submitted it.\n\n{later}"
            "It will now be scored. Nothing in it can change any more.\n"
        )
        tell(bid, f"Your bid was opened: {competition}", body, at)
