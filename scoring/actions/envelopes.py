"""Opening the offers, where they wait: once every quality score is agreed, by two different officers, for good.

Who may read an offer stands in one place, `Competition.shows_offers`. Until it says so, what the council reads of a
submission has no offer in it at all (`Submission.open`).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.actions.openings import OFFICERS
from partners.models import Bid, Submission
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, methodology_of
from scoring.actions import exclusions, interests, late_bids, quality_checks, staff_voting
from scoring.actions.rankings import judged_figures, locked, not_locked
from scoring.domain.inputs import missing_scores
from scoring.models import OffersConfirmation, PanelMember

CLOSED = (
    "The offers of this competition are closed until the panel has agreed every quality score and two officers have "
    "opened them."
)


NOT_HERE = (
    "The offers can’t be opened here: this competition was loaded from a file that was written while they were closed, "
    "so it holds none. Open them where the bids were submitted, write the file again there, and load that one."
)


def check_open(competition: Competition) -> None:
    """Refuse while the offers are closed, the same whatever is in them."""
    if not competition.shows_offers:
        raise Refusal(CLOSED)


@transaction.atomic
def confirm_opening(competition: Competition, *, by: User, at: datetime) -> bool:
    """Give one's word that the offers be opened. The second, different officer opens them: then it returns True.

    Refused with everything that is not locked yet: all scores, the agreed score of each criterion that evaluators
    score for each bid that still stands, and what must be decided before bids are compared.
    """
    competition = locked(competition)
    _check(competition, by)
    if missing := what_is_missing(competition):
        raise Refusal("The offers stay closed until quality is locked.", *missing)
    OffersConfirmation.objects.create(competition=competition, officer=by, at=at)
    trail.record("scoring.confirm_offers", competition, trail=competition.reference, by=by, at=at)
    if OffersConfirmation.objects.filter(competition=competition).count() < OFFICERS:
        return False
    _open(competition, by=by, at=at)
    return True


def what_is_missing(competition: Competition) -> list[str]:
    """What of quality is not locked yet, in sentences that tell no figure; none if the offers may be opened.

    A bid that is disregarded, or fails a condition of participation, needs no more scores.
    """
    return [
        *late_bids.undecided(competition),
        *exclusions.undecided(competition),
        *interests.unanswered(competition),
        *not_locked(competition),
        *missing_scores(methodology_of(competition), judged_figures(competition, exclusions.set_aside(competition))),
        *quality_checks.missing(competition),
        *staff_voting.missing(competition),
    ]


def _check(competition: Competition, by: User) -> None:
    if not competition.offers_wait:
        raise Refusal("Offers don’t wait in this competition: they were opened together with the bids.")
    if competition.offers_opened_at is not None:
        raise Refusal(f"The offers were opened already, at {in_words(competition.offers_opened_at)}.")
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so no offers can be opened.")
    if mine := OffersConfirmation.objects.filter(competition=competition, officer=by).first():
        raise Refusal(
            f"You confirmed already, at {in_words(mine.at)}. It takes a second officer: "
            "ask a colleague to open this page, signed in as themselves."
        )


def _open(competition: Competition, *, by: User, at: datetime) -> None:
    competition.offers_opened_at = at
    competition.save(update_fields=["offers_opened_at"])
    bids = list(Bid.objects.opened(competition).order_by("organisation__name", "pk"))
    for submission in Submission.objects.that_count().filter(bid__in=bids).select_related("bid"):
        submission.open(with_offer=True)
        if not submission.whole()["offer"]["holdings"]:
            raise Refusal(NOT_HERE)
    trail.record(
        "scoring.open_offers", competition, trail=competition.reference, by=by, at=at, bids=len(bids), quality="locked"
    )
    _tell(competition, bids, at)


def _tell(competition: Competition, bids: Sequence[Bid], at: datetime) -> None:
    subject = f"The offers were opened: {competition}"
    opened = f"The offers in “{competition}” were opened at {in_words(at)} by two officers of {competition.council}"
    for bid in bids:
        bid.competition = competition
        tell(bid, subject, f"{opened}, after every quality score was agreed.\n", at)
    for seat in PanelMember.objects.sitting(competition).select_related("user").order_by("pk"):
        body = (
            f"{opened}.\n\nThe scores that the panel agreed stand. Whoever changes one from now on says why, and the "
            "record says that the offers were known.\n"
        )
        letters.queue(seat.user.email, subject[:300], body, at=at, trail=competition.reference)
