"""Deciding on late bids: each is accepted or disregarded by a lead officer, with reasons, by one measure for all."""

from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.counts import counted
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.actions.late_bids import BroughtIn, bring_in, last_press
from partners.actions.submissions import standing_submission
from partners.models import Bid
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.actions import interests
from scoring.domain.late_bids import LateGround, differs
from scoring.models import LateBid, LateDecision, PanelMember
from scoring.models.members_own import with_members_own


@transaction.atomic
def decide(
    bid: Bid, *, accepts: bool, ground: LateGround | str, reasons: str, why_different: str = "", by: User, at: datetime
) -> LateDecision:
    """Accept a late bid, which brings it in with a receipt, or disregard it (s.19(3)(d)); its bidder is told why.

    Refused once somebody has locked scores. A decision unlike another in the competition says why it differs.
    """
    bid, ground = _locked(bid), LateGround(ground)
    reasons, why_different = reasons.strip(), why_different.strip()
    before = LateDecision.objects.filter(bid=bid, superseded_at=None).first()
    kept = (accepts, ground.value, reasons, why_different)
    if before and (before.accepts, before.ground, before.reasons, before.why_different) == kept:
        return before
    _check(bid, before, accepts, reasons, why_different)
    counted = standing_submission(bid)
    brought = bring_in(bid, at=at) if accepts else None
    LateDecision.objects.filter(bid=bid, superseded_at=None).update(superseded_at=at)
    decision = LateDecision.objects.create(
        bid=bid, accepts=accepts, ground=ground.value, reasons=reasons, why_different=why_different, by=by, at=at
    )
    trail.record(
        "scoring.accept_late_bid" if accepts else "scoring.disregard_late_bid",
        bid.reference,
        trail=bid.competition.reference,
        by=by,
        at=at,
        ground=ground.value,
        fingerprint=fingerprint([accepts, ground.value, reasons, why_different]),
    )
    _tell_the_bidder(bid, decision, brought)
    if brought:
        _tell_the_panel(bid, at)
        who_before = with_members_own(counted.whole()) if counted else None
        who_now = with_members_own(brought.submission.whole())
        interests.ask_about_new_people(bid, who_before, who_now, by=by, at=at)
    return decision


def decisions_of(competition: Competition) -> dict[int, LateDecision]:
    """The decision that stands on each late bid, by the bid. One query."""
    rows = LateDecision.objects.filter(bid__competition=competition, superseded_at=None).select_related("by")
    return {each.bid_id: each for each in rows}


def undecided(competition: Competition) -> list[str]:
    """What stands between the bids and what is final about them: each late bid is decided on first. No names."""
    count = LateBid.objects.undecided(competition).count()
    if not count:
        return []
    who = "A lead officer who does not sit on the panel decides, under “Late attempts”."
    return [f"Nobody has decided yet on {counted(count, 'late bid')}. {who}"]


def _locked(bid: Bid) -> Bid:
    competition = (
        Competition.objects.select_for_update(of=("self",))
        .select_related("service__council")
        .get(pk=bid.competition_id)
    )
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nothing is decided on late bids.")
    # Before anything goes on the trail: whoever declares or locks holds their seat first, and the trail after it.
    list(PanelMember.objects.sitting(competition).select_for_update(of=("self",), no_key=True).order_by("pk"))
    found = Bid.objects.select_related("organisation").get(pk=bid.pk)
    found.competition = competition
    return found


def _check(bid: Bid, before: LateDecision | None, accepts: bool, reasons: str, why_different: str) -> None:
    if last_press(bid) is None:
        raise Refusal("Nobody pressed submit between the deadline and the opening, so there is no late bid.")
    if before and before.accepts:
        raise Refusal(f"It was accepted at {in_words(before.at)} and is in, so the decision stays.")
    if accepts and PanelMember.objects.filter(competition=bid.competition, locked_at__isnull=False).exists():
        raise Refusal("Somebody on the panel has locked their scores, so no bid can come in any more.")
    if not reasons:
        raise Refusal("Give the reasons for the decision.")
    others = LateDecision.objects.filter(bid__competition=bid.competition, superseded_at=None).exclude(bid=bid)
    if differs(accepts, others.values_list("accepts", flat=True)) and not why_different:
        raise Refusal(
            "Another late bid in this competition was decided the other way. All are held to one measure: say why this "
            "one differs, or decide alike."
        )


def _tell_the_bidder(bid: Bid, decision: LateDecision, brought: BroughtIn | None) -> None:
    competition, ground = bid.competition, LateGround(decision.ground)
    why = f"What the council found: {ground.label.lower()}.\n\n{decision.reasons}\n"
    if decision.why_different:
        why += f"\nWhy it was decided unlike another: {decision.why_different}\n"
    if brought is None:
        deed = "disregarded"
        body = (
            f"{competition.council} has decided to disregard what you submitted after the deadline for “{competition}” "
            f"(Procurement Act 2023, section 19(3)(d)).\n\n{why}\n{_what_counts(bid)}\nDecided by {decision.by}.\n"
        )
    else:
        deed = "accepted"
        left = "".join(f"- {sentence}\n" for sentence in brought.left_out)
        body = (
            f"{competition.council} has decided to accept what you submitted after the deadline for “{competition}”."
            f"\n\n{why}\nYour bid is in, and will be scored with the others. "
            f"The receipt is {brought.submission.reference}.\n"
            + (f"\nThese could not be taken in:\n\n{left}" if left else "")
            + f"\nDecided by {decision.by}.\n"
        )
    tell(bid, f"Your late bid is {deed}: {competition}", body, decision.at)


def _what_counts(bid: Bid) -> str:
    last = bid.submissions.that_count().first()
    if last is None:
        return "Your bid is not in.\n"
    return f"What you submitted in time still counts: receipt {last.reference}.\n"


def _tell_the_panel(bid: Bid, at: datetime) -> None:
    competition = bid.competition
    body = (
        f"A bid that came late to “{competition}” was accepted: that of {bid.organisation}. Sign in, open “My work”, "
        "and declare whether you have an interest in it; or read it again if you have declared, as it may hold other "
        "things than before. If others are behind it now, another letter asks you to declare anew. The "
        "chair assigns who scores it.\n"
    )
    for seat in PanelMember.objects.sitting(competition).select_related("user").order_by("pk"):
        letters.queue(
            seat.user.email, f"A late bid was accepted: {competition}"[:300], body, at=at, trail=competition.reference
        )
