from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, DeadlineChange


@transaction.atomic
def extend(
    competition: Competition,
    *,
    bid_deadline: datetime,
    questions_deadline: datetime,
    reasons: str,
    by: User,
    at: datetime,
) -> DeadlineChange | None:
    """Put the deadlines of a published competition off, for everybody alike (s.31); None if they stand so already.

    Refused once the deadline for bids has passed: who was late then stays late.
    """
    rows = Competition.objects.select_for_update(of=("self",), no_key=True).select_related("service__council")
    competition = rows.get(pk=competition.pk)
    now_bids, now_questions = competition.bid_deadline, competition.questions_deadline
    if competition.state != CompetitionState.PUBLISHED or now_bids is None or now_questions is None:
        raise Refusal("Only a published competition whose bids have not been opened can have its deadlines extended.")
    if (bid_deadline, questions_deadline) == (now_bids, now_questions):
        return None
    _check(now_bids, now_questions, bid_deadline, questions_deadline, at)
    if not reasons.strip():
        raise Refusal("Say why the deadlines are extended.")
    change = DeadlineChange.objects.create(
        competition=competition,
        questions_deadline_before=now_questions,
        bid_deadline_before=now_bids,
        questions_deadline=questions_deadline,
        bid_deadline=bid_deadline,
        reasons=reasons.strip(),
        by=by,
        at=at,
    )
    _put_into_force(competition, change)
    return change


def _put_into_force(competition: Competition, change: DeadlineChange) -> None:
    competition.bid_deadline, competition.questions_deadline = change.bid_deadline, change.questions_deadline
    competition.save(update_fields=["bid_deadline", "questions_deadline"])
    trail.record(
        "procurement.extend_deadlines",
        competition,
        trail=competition.reference,
        by=change.by,
        at=change.at,
        bid_deadline=change.bid_deadline.isoformat(),
        questions_deadline=change.questions_deadline.isoformat(),
        reasons=change.reasons,
    )


def _check(now_bids: datetime, now_questions: datetime, bids: datetime, questions: datetime, at: datetime) -> None:
    if at > now_bids:
        raise Refusal(
            f"The deadline for bids was {in_words(now_bids)}, and it has passed: it can’t be extended any more.",
            "Whoever was late stays late, so that all bidders are treated alike.",
        )
    if bids < now_bids:
        raise Refusal(f"The deadline for bids can only move to later than {in_words(now_bids)}: bidders rely on it.")
    if questions < now_questions:
        raise Refusal(
            f"The deadline for questions can only move to later than {in_words(now_questions)}: bidders rely on it."
        )
    if questions >= bids:
        raise Refusal("The deadline for questions must come before the deadline for bids.")
