"""What happens from the lock of scores to what the panel agrees: meetings, reveals, agreed scores."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial

from accounts.domain.refusals import Refusal
from procurement.domain.figures import exactly
from procurement.domain.panel_results import in_full
from scoring.actions import meetings, moderation, moderation_rules, quality_checks, reveals
from scoring.domain.agreed_reasons import AgreedReasons
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import (
    AttendancePart,
    ConsensusPart,
    MeetingPart,
    ModerationRulesPart,
    QualityCheckPart,
    RevealPart,
)
from scoring.models import ConsensusScore, Meeting


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    if rules := file.moderation_rules:
        yield Step(rules.at, ("moderation_rules",), partial(_set_rules, rows, rules))
    for index, meeting in enumerate(file.meetings):
        yield Step(meeting.opened.at, ("meetings", index, "opened"), partial(_open, rows, meeting))
        for place, said in enumerate(meeting.attendance):
            yield Step(said.at, ("meetings", index, "attendance", place), partial(_mark, rows, said))
    for index, revealed in enumerate(file.revealed):
        yield Step(revealed.at, ("revealed", index), partial(_reveal, rows, revealed))
    for index, consensus in enumerate(file.moderation):
        yield Step(consensus.at, ("moderation", index), partial(_agree, rows, consensus))
        for place, check in enumerate(consensus.checks):
            path = ("moderation", index, "checks", place)
            yield Step(check.at, path, partial(_check, rows, consensus, check))
    for index, meeting in enumerate(file.meetings):
        if meeting.closed:
            yield Step(meeting.closed.at, ("meetings", index, "closed"), partial(_close, rows, meeting))


def _set_rules(rows: Rows, part: ModerationRulesPart) -> None:
    moderation_rules.set_rules(
        rows.competition,
        quorum=part.quorum,
        quorum_of=part.quorum_of,
        needs_sign_off=part.needs_sign_off,
        why=part.why,
        **rows.who(part),
    )


def _open(rows: Rows, part: MeetingPart) -> None:
    meetings.open_meeting(rows.competition, **rows.who(part.opened))


def _mark(rows: Rows, part: AttendancePart) -> None:
    meetings.mark(_under_way(rows), rows.seats[part.person], part.state, **rows.who(part))


def _close(rows: Rows, part: MeetingPart) -> None:
    if part.closed:
        meetings.close_meeting(_under_way(rows), **rows.who(part.closed))


def _under_way(rows: Rows) -> Meeting:
    """The meeting that is open by then."""
    meeting = Meeting.objects.under_way(rows.competition)
    if meeting is None:
        raise Refusal("by then no meeting was open")
    return meeting


def _reveal(rows: Rows, part: RevealPart) -> None:
    reveals.reveal(rows.bid(part.organisation), rows.criteria[part.criterion], **rows.who(part))


def _agree(rows: Rows, part: ConsensusPart) -> None:
    """Scores of whose reveal the file does not tell are revealed when they are agreed."""
    bid, criterion = rows.bid(part.organisation), rows.criteria[part.criterion]
    reveals.reveal(bid, criterion, **rows.who(part))
    parts, computed = part.reasons_in_parts, criterion.panel_result.is_computed
    if part.given and not computed:
        raise Refusal("this criterion’s score is agreed, so it is of no scores that were “given”")
    agreed = moderation.agree(
        bid,
        criterion,
        value=None if computed else on_a_scale(part.score),
        reasons=AgreedReasons(**parts.model_dump()) if parts else part.reasons,
        dissent=part.dissent,
        dissenters=[rows.seats[person] for person in part.dissenters],
        why_then=part.why_then,
        given=part.given,
        **rows.who(part),
    )
    result = agreed.exact(criterion.panel_result)
    if computed and part.score not in {result, agreed.value}:
        named = f"the {criterion.result} of the locked scores is {in_full(result)}"
        raise Refusal(f"{named}, so the score is not {exactly(part.score)}")


def on_a_scale(score: Decimal | Fraction) -> Decimal:
    """The score that a panel agreed; Refusal for a fraction, which no scale has."""
    if isinstance(score, Fraction):
        raise Refusal(f"only a mean or a median can be {exactly(score)}, and this criterion’s score is agreed")
    return score


def _check(rows: Rows, part: ConsensusPart, check: QualityCheckPart) -> None:
    agreed = ConsensusScore.objects.current(rows.competition).filter(
        bid=rows.bid(part.organisation), criterion=rows.criteria[part.criterion]
    )
    found = agreed.first()
    if found is None:
        raise Refusal("by then this score was not agreed")
    quality_checks.check(found, signs_off=check.signed_off, remark=check.remark, **rows.who(check))
