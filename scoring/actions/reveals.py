from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.actions import meetings
from scoring.domain.decisions import AwardState
from scoring.models import Assignment, Award, OpenedBid, Reveal


@transaction.atomic
def reveal(bid: Bid, criterion: Criterion, *, by: User, at: datetime) -> Reveal:
    """Show the scores of a criterion of a bid to the panel, all at once, after all who score it have locked.

    Whoever hears a score before giving their own is drawn to it: so nobody sees one before, not even who has locked.
    Where the council set a quorum, enough of them are at a meeting.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=bid.competition_id)
    last = Reveal.objects.filter(bid=bid, criterion=criterion).first()
    if last:
        return last
    check_ready(competition, bid, criterion, by)
    meetings.check_quorum(competition, bid, criterion)
    made = Reveal.objects.create(bid=bid, criterion=criterion, by=by, at=at)
    trail.record("scoring.reveal", f"{criterion} of {bid.organisation}", trail=competition.reference, by=by, at=at)
    return made


@transaction.atomic
def reveal_all(criterion: Criterion, *, by: User, at: datetime) -> int:
    """Show the scores of a criterion of every bid that is ready; refused where none is. Returns how many were shown."""
    done, reasons = 0, list[str]()
    revealed = Reveal.objects.filter(criterion=criterion).values("bid")
    for bid in Bid.objects.opened(criterion.competition).exclude(pk__in=revealed).select_related("organisation"):
        try:
            reveal(bid, criterion, by=by, at=at)
            done += 1
        except Refusal as refusal:
            reasons += refusal.sentences
    if not done:
        raise Refusal(*dict.fromkeys(reasons or [f"No scores of “{criterion}” are left to reveal."]))
    return done


def may_still_change(competition: Competition) -> bool:
    """Whether scores can be agreed: from the opening until an award is proposed. After a correction, rank again."""
    if competition.stage == CompetitionState.RANKED:
        return not Award.objects.filter(competition=competition).exclude(state=AwardState.RETURNED.value).exists()
    return competition.stage == CompetitionState.OPENED


def check_ready(competition: Competition, bid: Bid, criterion: Criterion, by: User) -> None:
    """Refuse unless all who score the criterion of the bid have locked, and the person may see it."""
    if not may_still_change(competition):
        raise Refusal(
            f"The competition stands at “{competition.stage.label}” and an award is proposed or made, so agreed scores "
            "stay as they are. If the approver sends the award back, they can be corrected."
        )
    if criterion.competition_id != competition.pk or not criterion.is_judged:
        raise Refusal(f"“{criterion}” is not scored by the panel, so there is nothing to agree.")
    if not OpenedBid.objects.visible_to(by).filter(pk=bid.pk).exists():
        raise Refusal(
            f"You are not cleared for the bid of {bid.organisation}, so you cannot agree its score.",
            "Declare your interest in it if you have not. If you have a conflict, ask the council to appoint another "
            "chair for this panel.",
        )
    assigned = Assignment.objects.of(competition).filter(bid=bid, criterion=criterion)
    waiting = sorted({str(row.member.user) for row in assigned.waiting().select_related("member__user")})
    if waiting:
        raise Refusal(
            f"Not everybody who scores “{criterion}” has locked their scores. Still scoring: {', '.join(waiting)}.",
            "If one of them is away for long: take from them what they have not begun, under “Assign what each member "
            "scores”, or ask an officer to stand them down, on the page of the panel. Both go on the record.",
        )
    if not assigned.exists():
        raise Refusal(f"Nobody has scored “{criterion}” for this bid: assign it first.")
