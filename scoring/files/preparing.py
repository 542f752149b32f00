"""What surrounds the scores: briefings, advice, links that are looked at, the day, changes of the assignment."""

from collections.abc import Iterator
from functools import partial

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from scoring.actions import advice, assignments, briefings, interests, links, scoring_deadlines
from scoring.domain.hidden_links import Link
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import InterestPart, SeatPart
from scoring.files.schema_preparing import (
    AcknowledgementPart,
    AdvicePart,
    AssignmentChangePart,
    BriefingPart,
    ExpertisePart,
    LinkPart,
    ReopeningPart,
    ScoresDuePart,
)
from scoring.models import Briefing
from scoring.models.links import links_for


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    for index, briefing in enumerate(file.briefings):
        yield Step(briefing.at, ("briefings", index), partial(_brief, rows, briefing))
        for place, said in enumerate(briefing.acknowledged):
            yield Step(said.at, ("briefings", index, "acknowledged", place), partial(_acknowledge, rows, said))
    for index, seat in enumerate(file.panel):
        yield from _of_seat(rows, index, seat)
    for index, link in enumerate(file.links):
        yield Step(link.at, ("links", index), partial(_find, rows, link))
    if due := file.scores_due:
        yield Step(due.at, ("scores_due",), partial(_set_day, rows, due))
    for index, change in enumerate(file.assignment_changes):
        yield Step(change.at, ("assignment_changes", index), partial(_keep, rows, change))


def ask_again(rows: Rows, seat: SeatPart, part: InterestPart, asked: ReopeningPart) -> None:
    """The declaration is opened again for its member alone: the file tells of each of them."""
    member = rows.seats[seat.person]
    interests.ask_again(rows.bid(part.organisation), [member], asked.reason, cause=asked.cause, **rows.who(asked))


def _of_seat(rows: Rows, index: int, seat: SeatPart) -> Iterator[Step]:
    for place, named in enumerate(seat.advises_on):
        yield Step(named.at, ("panel", index, "advises_on", place), partial(_name, rows, seat, named))
    for place, given in enumerate(seat.advice):
        yield Step(given.at, ("panel", index, "advice", place), partial(_advise, rows, seat, given))


def _brief(rows: Rows, part: BriefingPart) -> None:
    briefings.write(rows.competition, part.text, **rows.who(part))


def _acknowledge(rows: Rows, part: AcknowledgementPart) -> None:
    member, newest = rows.seats[part.person], Briefing.objects.newest(rows.competition)
    briefings.acknowledge(member, newest.number if newest else 0, by=member.user, at=part.at)


def _name(rows: Rows, seat: SeatPart, part: ExpertisePart) -> None:
    """This criterion and those that were named before it."""
    named = [each.criterion for each in seat.advises_on if each.at <= part.at]
    advice.name_criteria(rows.seats[seat.person], [rows.criteria[each] for each in named], **rows.who(part))


def _advise(rows: Rows, seat: SeatPart, part: AdvicePart) -> None:
    member, bid = rows.seats[seat.person], rows.bid(part.organisation)
    advice.advise(member, bid, rows.criteria[part.criterion], part.text, by=member.user, at=part.at)


def _find(rows: Rows, part: LinkPart) -> None:
    """Of the link that matches so, or of one which this file gives no means to find again."""
    who = rows.who(part)
    found = links_for(who["by"], rows.competition)
    told = Link(part.match, part.words, (), "", fingerprint([part.match.value, part.words])[:40])
    link = next((each for each in found if (each.match, each.words) == (part.match, part.words)), told)
    links.find(rows.competition, link, is_confirmed=part.confirmed, reason=part.reason, **who)


def _set_day(rows: Rows, part: ScoresDuePart) -> None:
    scoring_deadlines.set_day(rows.competition, part.on, **rows.who(part))


def _keep(rows: Rows, part: AssignmentChangePart) -> None:
    if not (part.added or part.removed):
        raise Refusal("a change of the assignment adds or takes away something")
    assignments.keep_as_told(
        rows.competition,
        way=part.way,
        why=part.why,
        changes={name: dict(counts) for name, counts in part.changes.items()},
        added=part.added,
        removed=part.removed,
        **rows.who(part),
    )
