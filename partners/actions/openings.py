"""Opening the bids: after the deadline, by two different officers. Before it, nobody learns that there are any."""

from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.agreements import settle
from partners.models import Bid, OpeningConfirmation
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.models import Competition


@transaction.atomic
def confirm_opening(competition: Competition, *, by: User, at: datetime) -> bool:
    """Give one's word that the bids be opened. The second, different officer opens them: then it returns True."""
    competition = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=competition.pk)
    )
    _check(competition, by, at)
    is_second = OpeningConfirmation.objects.filter(competition=competition).exists()
    OpeningConfirmation.objects.create(competition=competition, officer=by, at=at)
    trail.record("partners.confirm_opening", competition, trail=competition.reference, by=by, at=at)
    if is_second:
        _open(competition, by=by, at=at)
    return is_second


def _check(competition: Competition, by: User, at: datetime) -> None:
    # Before all else, so that the answer is the same whatever there is to open.
    deadline = competition.bid_deadline
    if competition.stage == CompetitionState.PUBLISHED and deadline is not None and at <= deadline:
        raise Refusal(
            f"Bids can be opened only after the deadline, {in_words(deadline)}. Until then nobody at the council can "
            "see whether there are any. Come back after it."
        )
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


def _open(competition: Competition, *, by: User, at: datetime) -> None:
    # What counts by agreement is in, also where the worker was away since the deadline.
    settle(competition, at=at)
    competition.opened_at, competition.state = at, CompetitionState.OPENED.value
    competition.save(update_fields=["opened_at", "state"])
    opened = Bid.objects.opened(competition).select_related("competition__service")
    bids = list(opened.order_by("organisation__name", "pk"))
    bidders = [str(bid.organisation) for bid in bids]
    trail.record(
        "partners.open_bids", competition, trail=competition.reference, by=by, at=at, bids=len(bids), bidders=bidders
    )
    for bid in bids:
        body = (
            f"The bids in “{competition}” were opened at {in_words(at)} by two officers of {competition.council}. "
            f"The bid of {bid.organisation.name} is among them, as you last submitted it.\n\n"
            "It will now be scored. Nothing in it can change any more.\n"
        )
        for email in bid.writers().values_list("email", flat=True):
            letters.queue(email, f"Your bid was opened: {competition}"[:300], body, at=at, trail=bid.reference)
