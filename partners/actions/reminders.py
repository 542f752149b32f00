"""Reminders before a deadline, to those who mean to bid and lack something; none after it."""

from datetime import datetime

from django.db import transaction

from accounts.actions import letters
from partners.actions.completeness import gaps
from partners.actions.since_submitted import NOTHING, Since, since
from partners.actions.submissions import standing_submission
from partners.domain.lifecycle import BidState
from partners.domain.reminders import LONGEST, due
from partners.models import Bid, Intention, Reminder
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState

NOT_SUBMITTED = "Nothing is missing, but the bid is not submitted. Press submit before the deadline."
CHANGED = "You changed the bid after you submitted it. Those changes are not in until you submit again."
CHANGED_BY_MEMBERS = "What your members changed after you submitted the bid is not in until you submit again."


def remind_due(*, at: datetime) -> int:
    """Write to all whose turn has come, each turn once, however often this is called; returns how many letters."""
    near = Intention.objects.filter(
        declined_at=None,
        competition__state=CompetitionState.PUBLISHED.value,
        competition__bid_deadline__range=(at, at + LONGEST),
    )
    return sum(_remind(pk, at) for pk in near.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: datetime) -> int:
    intention = (
        Intention.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "competition__service__council")
        .get(pk=pk)
    )
    deadline = intention.competition.bid_deadline
    if deadline is None or intention.declined_at is not None:
        return 0
    step = due(deadline, intention.interested_at, at)
    if step is None:
        return 0
    reminder, is_new = Reminder.objects.get_or_create(
        intention=intention, deadline=deadline, step=step.value, defaults={"at": at}
    )
    missing = what_is_missing(intention, at) if is_new else []
    if not missing:
        return 0
    bid = _bid_of(intention)
    subject, body = _letter(intention, missing)
    people = list(intention.people().filter(is_active=True, wants_reminders=True).values_list("email", flat=True))
    for email in people:
        letters.queue(email, subject, body, at=at, trail=bid.reference if bid else intention.reference)
    reminder.letters = len(people)
    reminder.save(update_fields=["letters"])
    return len(people)


def what_is_missing(intention: Intention, at: datetime) -> list[str]:
    """What stands between the organisation and a bid that is in, in sentences; none if it is in, or was withdrawn."""
    bid = _bid_of(intention)
    if bid is None:
        return ["You have not started a bid yet."]
    if bid.state == BidState.WITHDRAWN:
        return []
    submission = standing_submission(bid)
    changes = since(bid, submission) if submission else NOTHING
    if submission is not None and not changes.is_changed:
        return []
    lacking = [gap.sentence for gap in gaps(bid, at)]
    if bid.counts_if_complete:
        return lacking
    if submission is not None:
        return [_changed(changes), *lacking]
    return lacking or [NOT_SUBMITTED]


def _changed(changes: Since) -> str:
    return " ".join([CHANGED if changes.by_lead else CHANGED_BY_MEMBERS, *changes.by_members])


def _bid_of(intention: Intention) -> Bid | None:
    rows = Bid.objects.filter(organisation=intention.organisation_id, competition=intention.competition_id)
    return rows.select_related("organisation", "competition__service__council").first()


def _letter(intention: Intention, missing: list[str]) -> tuple[str, str]:
    competition = intention.competition
    deadline = in_words(competition.bid_deadline) if competition.bid_deadline else ""
    listed = "\n".join(f"- {sentence}" for sentence in missing)
    subject = f"Before the deadline: {competition}"[:300]
    body = (
        f"Bids for “{competition}” are taken until {deadline}.\n\nFor {intention.organisation} something is still "
        f"missing:\n\n{listed}\n\nSign in and open “My work”. If you will not bid, decline there: then no more "
        "reminders come. Each person can switch reminders off under “My work”.\n"
    )
    return subject, body
