"""What happens from the opening of the bids to the award."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from accounts.domain.refusals import Refusal
from partners.actions import openings
from scoring.actions import (
    assignments,
    awards,
    declarations,
    envelopes,
    evidence,
    panels,
    rankings,
    score_changes,
    scores,
)
from scoring.actions.assignments import KeyPair
from scoring.domain.assigning import Place, Way, of_pairs, product
from scoring.domain.evidence import Marking, find_passage
from scoring.domain.interests import Declared, Entry
from scoring.files import divided_keys, enquiries, low_offers, moderation, preparing, samples, voting
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import (
    ApprovalPart,
    AwardPart,
    EvidencePart,
    InterestDecisionPart,
    InterestPart,
    ScoreChangePart,
    ScorePart,
    SeatPart,
)
from scoring.files.values import Deed
from scoring.models import Assignment, Award, InterestDeclaration
from scoring.models.enquiries import enquiries_about
from scoring.models.reading import read_for


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    yield from _steps_up_to_scoring(file, rows)
    yield from samples.steps(file, rows)
    yield from divided_keys.steps(file, rows)
    for index, seat in enumerate(file.panel):
        for place, score in enumerate(seat.scores):
            here = ("panel", index, "scores", place)
            yield Step(score.at, here, partial(_score, rows, seat, score))
            for number, part in enumerate(score.evidence):
                yield Step(part.at, (*here, "evidence", number), partial(_mark, rows, seat, score, part))
        if seat.locked_at:
            yield Step(seat.locked_at, ("panel", index, "locked_at"), partial(_lock, rows, seat))
        yield from _changes(rows, index, seat)
    yield from enquiries.steps(file, rows)
    yield from moderation.steps(file, rows)
    for index, deed in enumerate(file.offers_opened):
        yield Step(deed.at, ("offers_opened", index), partial(_confirm_offers, rows, deed))
    yield from low_offers.steps(file, rows)
    yield from voting.steps(file, rows)
    if file.ranked:
        yield Step(file.ranked.at, ("ranked",), partial(_rank, rows, file.ranked))
    if file.award:
        yield Step(file.award.proposed.at, ("award", "proposed"), partial(_propose, rows, file.award))
        approved = file.award.approved
        if approved:
            yield Step(approved.at, ("award", "approved"), partial(_approve, rows, approved))


def _changes(rows: Rows, index: int, seat: SeatPart) -> Iterator[Step]:
    for place, score in enumerate(seat.scores):
        for number, change in enumerate(score.changes):
            path = ("panel", index, "scores", place, "changes", number)
            yield Step(change.at, path, partial(_change, rows, seat, score, change))


def _steps_up_to_scoring(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    for index, seat in enumerate(file.panel):
        yield Step(seat.appointed.at, ("panel", index, "appointed"), partial(_appoint, rows, seat))
    for index, deed in enumerate(file.opened):
        yield Step(deed.at, ("opened", index), partial(_confirm_opening, rows, deed))
    for index, seat in enumerate(file.panel):
        for place, interest in enumerate(seat.interests):
            here = ("panel", index, "interests", place)
            yield Step(interest.at, here, partial(_declare, rows, seat, interest))
            if decision := interest.decision:
                yield Step(decision.at, (*here, "decision"), partial(_decide, rows, seat, interest, decision))
            if asked := interest.reopened:
                yield Step(asked.at, (*here, "reopened"), partial(preparing.ask_again, rows, seat, interest, asked))
    yield from preparing.steps(file, rows)
    seen: set[tuple[str, datetime]] = set()
    for index, seat in enumerate(file.panel):
        if seat.assigned and (seat.assigned.by, seat.assigned.at) not in seen:
            seen.add((seat.assigned.by, seat.assigned.at))
            yield Step(seat.assigned.at, ("panel", index, "assigned"), partial(_assign, rows, seat.assigned))


def _appoint(rows: Rows, part: SeatPart) -> None:
    rows.seats[part.person] = panels.appoint(
        rows.competition,
        rows.people[part.person],
        part.role,
        background=part.background,
        employer=part.employer,
        **rows.who(part.appointed),
    )


def _confirm_opening(rows: Rows, deed: Deed) -> None:
    openings.confirm_opening(rows.competition, **rows.who(deed))


def _confirm_offers(rows: Rows, deed: Deed) -> None:
    envelopes.confirm_opening(rows.competition, **rows.who(deed))


def _declare(rows: Rows, seat: SeatPart, part: InterestPart) -> None:
    member, bid = rows.seats[seat.person], rows.bid(part.organisation)
    if not part.entries and part.will_own is None and part.will_sit is None:
        panels.declare(member, bid, part.interest, part.details, by=member.user, at=part.at)
        return
    entries = (Entry(**dict(each)) for each in part.entries)
    declared = Declared(tuple(entries), part.will_own, part.will_sit)
    if declared.interest != part.interest:
        raise Refusal(f"the weightiest of its entries is “{declared.interest}”, and it says “{part.interest}”")
    declarations.declare(member, bid, declared, by=member.user, at=part.at)


def _decide(rows: Rows, seat: SeatPart, part: InterestPart, decision: InterestDecisionPart) -> None:
    declared = InterestDeclaration.objects.filter(member=rows.seats[seat.person], superseded_at=None)
    declarations.decide(
        declared.get(bid=rows.bid(part.organisation)),
        may_take_part=decision.may_take_part,
        mitigation=decision.mitigation,
        reasons=decision.reasons,
        **rows.who(decision),
    )


def _assign(rows: Rows, deed: Deed) -> None:
    """What each member is to score, together with all that was assigned before: an assignment replaces the last one."""
    asked: list[KeyPair] = []
    some: set[Place] = set()
    for seat in rows.file.panel:
        if not seat.assigned or seat.assigned.at > deed.at:
            continue
        member = rows.seats[seat.person].pk
        for reference in seat.criteria:
            criterion = rows.criteria[reference].pk
            if reference in seat.only:
                some |= product([member], [rows.bid(name).pk for name in seat.only[reference]], [criterion])
            else:
                asked.append((member, criterion))
    assignments.change(
        rows.competition,
        lambda now: of_pairs(now, asked) | some,
        asked,
        way=Way.MATRIX,
        is_told=bool(rows.file.assignment_changes),
        **rows.who(deed),
    )


def _score(rows: Rows, seat: SeatPart, part: ScorePart) -> None:
    assignment = _assignment(rows, seat, part)
    scores.save(
        assignment, value=part.score, reasons=part.reasons, version=0, by=rows.seats[seat.person].user, at=part.at
    )


def _mark(rows: Rows, seat: SeatPart, part: ScorePart, marked: EvidencePart) -> None:
    assignment = _assignment(rows, seat, part)
    document = ""
    if marked.document:
        papers = read_for(assignment.criterion, assignment.bid).documents
        document = next((each["reference"] for each in papers if each["title"] == marked.document), marked.document)
    asked = _clarification(assignment, marked) if marked.in_clarification else ""
    marking = Marking(marked.bearing, marked.quote, marked.note, document, marked.page, marked.start or 0, asked)
    made = evidence.mark(assignment, marking, by=rows.seats[seat.person].user, at=marked.at)
    if marked.start not in {None, made.start}:
        raise Refusal(f"the passage does not start at character {marked.start} of the answer: leave “start” out")


def _clarification(assignment: Assignment, marked: EvidencePart) -> str:
    """The reference of the question in whose answer the passage stands."""
    for each in enquiries_about(assignment.bid, assignment.criterion):
        found = find_passage(each.answer, marked.quote, marked.start or 0)
        if each.counts and found and marked.start in {None, found.start}:
            return each.reference
    raise Refusal("by then this passage stood in no clarification of this answer")


def _change(rows: Rows, seat: SeatPart, part: ScorePart, change: ScoreChangePart) -> None:
    assignment = _assignment(rows, seat, part)
    seen = str(assignment.score.version) if hasattr(assignment, "score") else ""
    score_changes.change(
        assignment,
        value=change.score,
        reasons=change.reasons,
        why=change.why,
        seen=seen,
        by=rows.seats[seat.person].user,
        at=change.at,
    )


def _assignment(rows: Rows, seat: SeatPart, part: ScorePart) -> Assignment:
    found = Assignment.objects.filter(
        member=rows.seats[seat.person], bid=rows.bid(part.organisation), criterion=rows.criteria[part.criterion]
    ).first()
    if found is None:
        raise Refusal(f"by then {seat.person} had not been assigned this criterion of this bid")
    return found


def _lock(rows: Rows, part: SeatPart) -> None:
    member = rows.seats[part.person]
    if part.locked_at:
        scores.lock(member, by=member.user, at=part.locked_at)


def _rank(rows: Rows, deed: Deed) -> None:
    rankings.rank(rows.competition, **rows.who(deed))


def _propose(rows: Rows, part: AwardPart) -> None:
    bid = rows.bid(part.organisation)
    awards.propose(rows.competition, bid, reasons=part.reasons, **rows.who(part.proposed))


def _approve(rows: Rows, part: ApprovalPart) -> None:
    award = Award.objects.get(competition=rows.competition)
    awards.approve(award, note=part.note, formed_on=part.formed_on, **rows.who(part))
