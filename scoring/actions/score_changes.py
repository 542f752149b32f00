from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import User
from partners.domain.words import normalise
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.actions.scores import check_on_scale
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, ConsensusScore, PanelMember, Score, ScoreChange


@transaction.atomic
def change(
    assignment: Assignment, *, value: Decimal, reasons: str, why: str, seen: str, by: User, at: datetime
) -> ScoreChange:
    """Change a score that its evaluator has locked, as a new version with a reason; what it was is kept.

    From the lock until the panel's agreed score of it is recorded. `seen` is the version of the score that its author
    had before them. The trail keeps a fingerprint, as people who may not see scores yet read it; the lock's stays.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=assignment.bid.competition_id)
    _check_may_change(assignment, competition)
    score = Score.objects.select_for_update(of=("self",), no_key=True).get(assignment=assignment)
    reasons, why = normalise(reasons).strip(), normalise(why).strip()
    last = ScoreChange.objects.filter(score=score).last()
    if last and (last.value, last.reasons, last.why) == (value, reasons, why):
        return last
    if seen != str(score.version):
        raise Stale(
            "You changed this score in another window meanwhile. Read what stands below, then change it again if you "
            "still want to.",
            now=str(score.version),
        )
    _check_change(assignment, score, value, reasons, why)
    made = ScoreChange.objects.create(
        score=score,
        version=score.version + 1,
        value_before=score.value,
        reasons_before=score.reasons,
        saved_before_at=score.saved_at,
        value=value,
        reasons=reasons,
        why=why,
        knew_offers=competition.knows_offers_late,
        by=by,
        at=at,
    )
    score.value, score.reasons, score.version, score.saved_at = value, reasons, made.version, at
    score.save(update_fields=["value", "reasons", "version", "saved_at"])
    _note(made, assignment, trail_of=competition)
    _tell(assignment, competition, by=by, at=at)
    return made


def why_not(assignment: Assignment, competition: Competition) -> str:
    """Why the locked score can't be changed now, in a sentence to its evaluator; empty if it can."""
    if assignment.member.locked_at is None:
        return "You have not locked your scores, so there is nothing to change: this one is open on its own page."
    if not Score.objects.filter(assignment=assignment).exists():
        return "You gave this no score before you locked, so there is none to change."
    if competition.stage != CompetitionState.OPENED:
        return f"The competition stands at “{competition.stage.label}”, so scores stay as they are."
    agreed = ConsensusScore.objects.current(competition)
    if agreed.filter(bid=assignment.bid_id, criterion=assignment.criterion_id).exists():
        return (
            f"The panel's agreed score of “{assignment.criterion}” for {assignment.bid.organisation} is recorded, so "
            "yours stays as it is. If you disagree, ask the chair to record your dissent."
        )
    return ""


def content_of(made: ScoreChange) -> dict[str, str]:
    """A change as it is fingerprinted on the trail."""
    return {
        "bid": made.score.assignment.bid.reference,
        "criterion": made.score.assignment.criterion.reference,
        "value_before": "" if made.value_before is None else f"{made.value_before.normalize():f}",
        "reasons_before": made.reasons_before,
        "value": f"{made.value.normalize():f}",
        "reasons": made.reasons,
        "why": made.why,
    }


def _check_may_change(assignment: Assignment, competition: Competition) -> None:
    now = Assignment.objects.select_related("member", "bid__organisation", "criterion").get(pk=assignment.pk)
    if not now.counts:
        raise Refusal("You left the panel or declared an interest in this bidder, so your score of it stays as it is.")
    if sentence := why_not(now, competition):
        raise Refusal(sentence)


def _check_change(assignment: Assignment, score: Score, value: Decimal, reasons: str, why: str) -> None:
    check_on_scale(assignment.criterion, value)
    if not reasons:
        raise Refusal("Give your reasons: what in the bid led you to this score.")
    if not why:
        raise Refusal("Say why you change it: what did you see or hear that you had not before?")
    if (score.value, score.reasons) == (value, reasons):
        raise Refusal("Nothing is different: choose another score or write other reasons, or leave it as it is.")


def _note(made: ScoreChange, assignment: Assignment, *, trail_of: Competition) -> None:
    trail.record(
        "scoring.change_score",
        f"{assignment.member.user}: {assignment.criterion} of {assignment.bid.organisation}",
        trail=trail_of.reference,
        by=made.by,
        at=made.at,
        number=ScoreChange.objects.filter(score=made.score_id).count(),
        **({"offers_were_known": True} if made.knew_offers else {}),
        fingerprint=fingerprint(content_of(made)),
    )


def _tell(assignment: Assignment, competition: Competition, *, by: User, at: datetime) -> None:
    """Tell the chair, in a letter that holds no score; of the chair's own change, whoever appointed the chair."""
    for chair in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value):
        told = chair.appointed_by if chair.user == by else chair.user
        letters.queue(
            told.email,
            f"A locked score was changed for {competition.title}"[:300],
            f"{by} changed a score after locking it: “{assignment.criterion}” of {assignment.bid.organisation}.\n\n"
            "What it was, what it is now and why stands on the page of the criterion in moderation, once its scores "
            "may be seen there.",
            at=at,
            trail=competition.reference,
        )
