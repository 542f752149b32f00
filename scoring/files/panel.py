"""What happens from the opening of the bids to the award."""

from collections.abc import Iterator
from functools import partial

from partners.actions import openings
from scoring.actions import assignments, awards, moderation, panels, rankings, scores
from scoring.files.rows import Rows, Step
from scoring.files.schema import (
    ApprovalPart,
    AwardPart,
    CompetitionFile,
    ConsensusPart,
    Deed,
    InterestPart,
    ScorePart,
    SeatPart,
)
from scoring.models import Assignment, Award


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    yield from _steps_up_to_scoring(file, rows)
    for seat in file.panel.seats:
        for score in seat.scores:
            yield score.at, partial(_score, rows, seat, score)
        if seat.locked_at:
            yield seat.locked_at, partial(_lock, rows, seat)
    for consensus in file.moderation:
        yield consensus.at, partial(_agree, rows, consensus)
    if file.ranked:
        yield file.ranked.at, partial(_rank, rows, file.ranked)
    if file.award:
        yield file.award.proposed.at, partial(_propose, rows, file.award)
        if file.award.approved:
            yield file.award.approved.at, partial(_approve, rows, file.award.approved)


def _steps_up_to_scoring(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    for seat in file.panel.seats:
        yield seat.appointed.at, partial(_appoint, rows, seat)
    for deed in file.opened:
        yield deed.at, partial(_confirm_opening, rows, deed)
    for seat in file.panel.seats:
        for interest in seat.interests:
            yield interest.at, partial(_declare, rows, seat, interest)
    if file.panel.assigned:
        yield file.panel.assigned.at, partial(_assign, rows, file.panel.assigned)


def _appoint(rows: Rows, part: SeatPart) -> None:
    rows.seats[part.person] = panels.appoint(
        rows.competition, rows.people[part.person], part.role, **rows.who(part.appointed)
    )


def _confirm_opening(rows: Rows, deed: Deed) -> None:
    openings.confirm_opening(rows.competition, **rows.who(deed))


def _declare(rows: Rows, seat: SeatPart, part: InterestPart) -> None:
    member = rows.seats[seat.person]
    panels.declare(member, rows.bids[part.organisation], part.interest, part.details, by=member.user, at=part.at)


def _assign(rows: Rows, deed: Deed) -> None:
    pairs = [
        (rows.seats[seat.person], rows.criteria[reference])
        for seat in rows.file.panel.seats
        for reference in seat.criteria
    ]
    assignments.assign(rows.competition, pairs, **rows.who(deed))


def _score(rows: Rows, seat: SeatPart, part: ScorePart) -> None:
    member = rows.seats[seat.person]
    assignment = Assignment.objects.get(
        member=member, bid=rows.bids[part.organisation], criterion=rows.criteria[part.criterion]
    )
    scores.save(assignment, value=part.score, reasons=part.reasons, version=0, by=member.user, at=part.at)


def _lock(rows: Rows, part: SeatPart) -> None:
    member = rows.seats[part.person]
    if part.locked_at:
        scores.lock(member, by=member.user, at=part.locked_at)


def _agree(rows: Rows, part: ConsensusPart) -> None:
    moderation.agree(
        rows.bids[part.organisation],
        rows.criteria[part.criterion],
        value=part.score,
        reasons=part.reasons,
        dissent=part.dissent,
        **rows.who(part),
    )


def _rank(rows: Rows, deed: Deed) -> None:
    rankings.rank(rows.competition, **rows.who(deed))


def _propose(rows: Rows, part: AwardPart) -> None:
    bid = rows.bids[part.organisation]
    awards.propose(rows.competition, bid, reasons=part.reasons, **rows.who(part.proposed))


def _approve(rows: Rows, part: ApprovalPart) -> None:
    award = Award.objects.get(competition=rows.competition)
    awards.approve(award, note=part.note, formed_on=part.formed_on, **rows.who(part))
