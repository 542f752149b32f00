from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from accounts.models.questions import Question
from partners.domain.words import normalise
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.actions import interests, late_bids
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, Evidence, PanelMember, Score, ScoreChange, ScoreVersion
from scoring.models.assignments import IS_SCORED
from scoring.models.blindness import everybody_has_locked
from scoring.models.reading import criteria_places

MOST_LISTED = 10
FINGERPRINTED = ("bearing", "quote", "start", "end", "document", "document_title", "page", "note")
CHANGED = ("value", "reasons", "version", "saved_at")
NEEDED_TO_SAVE = (
    *CHANGED,
    *(
        "assignment__counts",
        "assignment__member__locked_at",
        "assignment__member__uncalibrated",
        "assignment__member__competition__state",
    ),
)


_HELD = Question(
    lambda assignment: (
        Score.objects.select_for_update(of=("assignment__member", "assignment", "self"), no_key=True)
        .select_related("assignment__member__competition")
        .only(*NEEDED_TO_SAVE)
        .filter(assignment=assignment)
    ),
    assignment=int,
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. In a conflict `score` is the newer one that was met; both are kept."""

    state: Literal["saved", "conflict"]
    version: int
    score: Score


@transaction.atomic
def save(assignment: Assignment, *, value: Decimal | None, reasons: str, version: int, by: User, at: datetime) -> Saved:
    """Save a score and its reasons as far as they have come; `version` is the one that this was written on top of.

    Not on the audit trail, which is told when the scores are locked: the database keeps each save as a version.
    """
    score = held_for_saving(assignment)
    if value is not None:
        check_on_scale(assignment.criterion, value)
    reasons = normalise(reasons)
    if (score.value, score.reasons) == (value, reasons):
        return Saved("saved", score.version, score)
    if score.pk and score.version != version:
        ScoreVersion.objects.create(
            score=score, version=version + 1, value=value, reasons=reasons, saved_at=at, was_in_conflict=True
        )
        return Saved("conflict", score.version, score)
    score.value, score.reasons, score.version, score.saved_at = value, reasons, score.version + 1, at
    score.save(update_fields=CHANGED if score.pk else None)
    return Saved("saved", score.version, score)


@transaction.atomic
def lock(member: PanelMember, *, by: User, at: datetime) -> None:
    """Lock all scores of the member. From then on they may be seen, and may see others'; a change says why.

    The trail keeps a fingerprint of the scores, which shows nothing of them but that they stayed as they were.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=member.competition_id)
    member = PanelMember.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=member.pk)
    if member.locked_at:
        return
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so there is nothing to lock.")
    if not Assignment.objects.of(competition).filter(member=member).exists():
        raise Refusal("You have nothing to score, so there is nothing to lock. The chair assigns what you score.")
    if waiting := [*late_bids.undecided(competition), *interests.unanswered(competition, member)]:
        raise Refusal("Your scores are kept, and can be locked once this is settled.", *waiting)
    missing = list(what_is_missing(member))
    if missing:
        listed = [f"{each.bid.organisation}, {each.criterion}: {lacks(each)}." for each in missing[:MOST_LISTED]]
        more = [f"And {len(missing) - MOST_LISTED} more."] if len(missing) > MOST_LISTED else []
        raise Refusal("Your scores are not complete, so they are not locked.", *listed, *more)
    member.locked_at = at
    member.save(update_fields=["locked_at"])
    content = content_of(member)
    trail.record(
        "scoring.lock",
        str(member.user),
        trail=competition.reference,
        by=by,
        at=at,
        scores=len(content),
        fingerprint=fingerprint(content),
    )
    if everybody_has_locked(competition):
        _tell_the_chair(competition, at)


def what_is_missing(member: PanelMember) -> list[Assignment]:
    """The member's assignments that lack a score or its reasons, in the order in which they are scored."""
    unfinished = (
        Assignment.objects.of(member.competition)
        .filter(member=member)
        .exclude(IS_SCORED)
        .select_related("bid__organisation", "criterion", "score")
    )
    places = criteria_places(member.competition_id)
    return sorted(unfinished, key=lambda each: (places[each.criterion_id], each.bid.organisation.name, each.bid_id))


def lacks(assignment: Assignment) -> str:
    """What an incomplete assignment lacks, in words."""
    score = getattr(assignment, "score", None)
    if score is None or (score.value is None and not score.reasons.strip()):
        return "no score and no reasons"
    return "no score" if score.value is None else "no reasons"


def content_of(member: PanelMember) -> list[dict[str, Any]]:
    """The member's scores as they are fingerprinted when they are locked: without what they changed afterwards.

    What they marked as evidence goes with each; a score without any says nothing of it.
    """
    marked = defaultdict(list)
    rows_of_evidence = Evidence.objects.current().filter(score__assignment__member=member).select_related("enquiry")
    for each in rows_of_evidence.order_by("marked_at", "pk"):
        marked[each.score_id].append(as_marked(each))
    first = ScoreChange.objects.filter(score=OuterRef("pk")).order_by("version")
    rows = Score.objects.filter(assignment__member=member).values_list(
        "assignment__bid__reference",
        "assignment__criterion__reference",
        Coalesce(Subquery(first.values("value_before")[:1]), "value"),
        Coalesce(Subquery(first.values("reasons_before")[:1]), "reasons"),
        "pk",
    )
    return [
        {
            "bid": bid,
            "criterion": criterion,
            "value": None if value is None else f"{value.normalize():f}",
            "reasons": reasons,
            **({"evidence": marked[score]} if score in marked else {}),
        }
        for bid, criterion, value, reasons, score in sorted(rows)
    ]


def as_marked(evidence: Evidence) -> dict[str, Any]:
    """A piece of evidence as it is fingerprinted. The question that was answered stands only where there is one."""
    said = {name: getattr(evidence, name) for name in FINGERPRINTED}
    return {**said, "enquiry": evidence.enquiry.reference} if evidence.enquiry else said


def check_on_scale(criterion: Criterion, value: Decimal) -> None:
    """Refuse a score that the published scale does not have, such as one between two of its steps."""
    steps = [step.value for step in criterion.steps]
    if value not in steps:
        *others, last = [f"{step.normalize():f}" for step in steps] or ["none"]
        allowed = f"{', '.join(others)} or {last}" if others else last
        raise Refusal(
            f"{value} is not on the published scale of “{criterion}”: the scores that it allows are {allowed}."
        )


def held_for_saving(assignment: Assignment) -> Score:
    """Hold the member's row until the transaction ends, refuse unless they may still score this, and read the score.

    It is as the last save left it, from whichever window: rows that a query locks are read once they are held.
    """
    score = _held(assignment) or _new(assignment)
    now = score.assignment
    if not now.counts:
        raise Refusal("You left the panel or declared an interest in this bidder, so your score of it was not saved.")
    if now.member.locked_at:
        raise Refusal("You have locked your scores, so this one stays as it is. Nothing was changed.")
    if assignment.criterion_id in now.member.uncalibrated:
        raise Refusal("Score the sample answer to this criterion first: open “Sample answers” from your seat.")
    if now.member.competition.stage != CompetitionState.OPENED:
        raise Refusal("The scoring of this competition is over, so this score stays as it is.")
    return score


def _held(assignment: Assignment) -> Score | None:
    """The score, if there is one yet, with the rows on which it depends, all of them locked: the member's first."""
    return _HELD.first(assignment=assignment.pk)


def _new(assignment: Assignment) -> Score:
    """A new score, or the one that another window has begun meanwhile, read while the member's row is held."""
    PanelMember.objects.select_for_update(no_key=True).get(pk=assignment.member_id)
    now = Assignment.objects.select_related("member__competition", "score").filter(pk=assignment.pk).first()
    if now is None:
        raise Refusal("The chair has taken this off your list, so your score of it was not saved.")
    begun: Score | None = getattr(now, "score", None)
    return begun or Score(assignment=now)


def _tell_the_chair(competition: Competition, at: datetime) -> None:
    for chair in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value):
        letters.queue(
            chair.user.email,
            f"All scores are locked for {competition.title}"[:300],
            f"Everybody who scores the bids for “{competition.title}” has locked their scores. You can moderate now: "
            "sign in and open “My work”.",
            at=at,
            trail=competition.reference,
        )
