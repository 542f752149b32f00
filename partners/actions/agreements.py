"""Complete counts: where the competition says so and the bidder agreed, what is complete at the deadline is in."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.actions.completeness import gaps
from partners.actions.submissions import content_of, deadline_of, enter, held_in, standing_submission
from partners.actions.uploads import finish_whole
from partners.actions.writing import kept_if_late, locked
from partners.domain.last_day import Deed
from partners.models import Bid, Submission
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition

# A save that began in time may still be waiting for its turn when the deadline passes.
SETTLED_AFTER = timedelta(minutes=1)


def agree(bid: Bid, *, by: User, at: datetime) -> None:
    """Agree that the bid counts as it stands at the deadline, if it is complete then. Twice does no harm."""
    with kept_if_late(bid, Deed.AGREEMENT, "Agree that a complete bid counts", {}, by=by, at=at):
        _set(bid, agreed=True, by=by, at=at)


def take_back(bid: Bid, *, by: User, at: datetime) -> None:
    """Take that back: then only what was submitted counts. Twice does no harm."""
    with kept_if_late(bid, Deed.TAKING_BACK, "Take back that a complete bid counts", {}, by=by, at=at):
        _set(bid, agreed=False, by=by, at=at)


@transaction.atomic
def _set(bid: Bid, *, agreed: bool, by: User, at: datetime) -> None:
    bid = locked(bid, at=at)
    if not bid.competition.complete_counts:
        raise Refusal("In this competition only a bid counts that is submitted: press submit before the deadline.")
    if agreed == (bid.agreed_at is not None):
        return
    bid.agreed_by, bid.agreed_at = (by, at) if agreed else (None, None)
    bid.save(update_fields=["agreed_by", "agreed_at"])
    verb = "partners.agree_that_complete_counts" if agreed else "partners.take_back_that_complete_counts"
    trail.record(verb, bid.reference, trail=bid.reference, by=by, at=at)


def settle_due(*, at: datetime) -> int:
    """Enter what counts by agreement, wherever the deadline has passed; returns how many bids were settled.

    Each bid once, however often it is called, and however late: nothing in a bid changes after the deadline.
    """
    due = Competition.objects.filter(
        state=CompetitionState.PUBLISHED.value, complete_counts=True, bid_deadline__lt=at - SETTLED_AFTER
    )
    for bid in Bid.objects.filter(competition__in=due, agreed_at__isnull=False, settled_at=None):
        finish_whole(bid, at=at)
    return sum(settle(competition, at=at) for competition in due.order_by("pk"))


@transaction.atomic
def settle(competition: Competition, *, at: datetime) -> int:
    """Settle the bids of one competition whose deadline has passed."""
    competition = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=competition.pk)
    )
    deadline = deadline_of(competition)
    if competition.state != CompetitionState.PUBLISHED or not competition.complete_counts or at <= deadline:
        return 0
    bids = Bid.objects.filter(competition=competition, agreed_at__isnull=False, settled_at=None)
    rows = bids.select_for_update(of=("self",)).select_related("organisation", "agreed_by").order_by("pk")
    settled = 0
    for bid in rows:
        bid.competition = competition
        bid.settled_at = at
        bid.save(update_fields=["settled_at"])
        _settle(bid, deadline, at)
        settled += 1
    return settled


def _settle(bid: Bid, deadline: datetime, at: datetime) -> Submission | None:
    """Enter the bid as it stood at the deadline, unless that is in already or is not complete."""
    before = standing_submission(bid)
    content = content_of(bid, deadline, held=held_in(before))
    if before is not None and before.fingerprint == fingerprint(content):
        return before
    if missing := [gap.sentence for gap in gaps(bid, deadline)]:
        standing = f"Submission {before.number} counts." if before else "So your bid is not in."
        body = (
            f"The deadline of “{bid.competition}” was {in_words(deadline)}. You had agreed that your bid counts as it "
            f"stands then, if it is complete. It was not complete:\n\n{_listed(missing)}\n\n{standing}\n"
        )
        tell(bid, f"Your bid was not complete: {bid.competition}", body, at)
        trail.record("partners.find_incomplete", bid.reference, trail=bid.reference, by=None, at=at)
        return None
    if bid.agreed_by is None:
        raise ValueError("What was agreed was agreed by somebody.")
    return enter(bid, content, by=bid.agreed_by, at=deadline, entered_at=at, is_by_agreement=True)


def _listed(sentences: list[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
