"""What must be known, stand once and come first of what surrounds the scores."""

from collections.abc import Iterator
from datetime import datetime

from scoring.files.rows import Path
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import InterestPart, SeatPart

Named = tuple[Path, str]
Moment = tuple[datetime | None, Path, str]


def members(file: CompetitionFile) -> Iterator[Named]:
    """Everybody who is named as a member of the panel."""
    for index, briefing in enumerate(file.briefings):
        for place, said in enumerate(briefing.acknowledged):
            yield ("briefings", index, "acknowledged", place, "person"), said.person


def organisations(file: CompetitionFile) -> Iterator[Named]:
    for index, seat in enumerate(file.panel):
        for place, given in enumerate(seat.advice):
            yield ("panel", index, "advice", place, "organisation"), given.organisation


def criteria(file: CompetitionFile) -> Iterator[Named]:
    for index, seat in enumerate(file.panel):
        for place, named in enumerate(seat.advises_on):
            yield ("panel", index, "advises_on", place, "criterion"), named.criterion
        for place, given in enumerate(seat.advice):
            yield ("panel", index, "advice", place, "criterion"), given.criterion
    for index, change in enumerate(file.assignment_changes):
        for name, counts in change.changes.items():
            for reference in counts:
                yield ("assignment_changes", index, "changes", name, reference), reference


def faults(file: CompetitionFile) -> Iterator[Named]:
    """Advice on what nobody asked of the seat."""
    for index, seat in enumerate(file.panel):
        asked = {each.criterion for each in seat.advises_on}
        for place, given in enumerate(seat.advice):
            if given.criterion not in asked:
                here: Path = ("panel", index, "advice", place, "criterion")
                yield here, f"“{given.criterion}” is not one of the criteria on which this seat advises"


def once(file: CompetitionFile) -> Iterator[tuple[Path, *tuple[object, ...]]]:
    for index, briefing in enumerate(file.briefings):
        for place, said in enumerate(briefing.acknowledged):
            yield ("briefings", index, "acknowledged", place), "acknowledged", index, said.person
    for index, seat in enumerate(file.panel):
        for place, named in enumerate(seat.advises_on):
            yield ("panel", index, "advises_on", place), "advises_on", index, named.criterion


def order(file: CompetitionFile, opened: Moment) -> Iterator[tuple[Moment, Moment]]:
    """Pairs of a deed, and of one without which it can't be."""
    appointed = {seat.person: seat.appointed.at for seat in file.panel}
    last: Moment | None = None
    for index, briefing in enumerate(file.briefings):
        written: Moment = (briefing.at, ("briefings", index), "the briefing")
        yield written, (file.competition.drafted.at, (), "the draft of the competition")
        if last:
            yield written, last
        last = written
        for place, said in enumerate(briefing.acknowledged):
            known: Moment = (said.at, ("briefings", index, "acknowledged", place), "the acknowledgement")
            yield known, written
            yield known, (appointed.get(said.person), (), "the appointment")
    for index, link in enumerate(file.links):
        yield (link.at, ("links", index), "what was found of this link"), opened
    for index, change in enumerate(file.assignment_changes):
        yield (change.at, ("assignment_changes", index), "the change of the assignment"), opened
    if file.scores_due:
        yield (file.scores_due.at, ("scores_due",), "the day for the scores"), opened


def order_of_seat(index: int, seat: SeatPart, appointed: Moment) -> Iterator[tuple[Moment, Moment]]:
    named = {}
    for place, each in enumerate(seat.advises_on):
        here: Moment = (each.at, ("panel", index, "advises_on", place), "the naming of this criterion")
        yield here, appointed
        named[each.criterion] = each.at
    for place, given in enumerate(seat.advice):
        advised: Moment = (given.at, ("panel", index, "advice", place), "the advice")
        yield advised, (named.get(given.criterion), (), "the naming of its criterion")
    yield from _asked_again(index, seat)


def _asked_again(index: int, seat: SeatPart) -> Iterator[tuple[Moment, Moment]]:
    """A declaration is opened again after it was made and decided on, and answered after that."""
    before: dict[str, InterestPart] = {}
    for place, interest in enumerate(seat.interests):
        here: Path = ("panel", index, "interests", place)
        if asked := interest.reopened:
            again: Moment = (asked.at, (*here, "reopened"), "the asking again")
            yield again, (interest.at, here, "the declaration")
            if interest.decision:
                yield again, (interest.decision.at, (*here, "decision"), "the decision")
        last = before.get(interest.organisation)
        if last:
            answered: Moment = (interest.at, here, "the declaration")
            yield answered, (last.reopened.at if last.reopened else None, (), "the asking again about this bidder")
        before[interest.organisation] = interest
