"""What a competition file says of what surrounds the scores: briefings, advice, links, the day, changes."""

from typing import Annotated

from pydantic import Field

from scoring.domain.assigning import Way
from scoring.domain.hidden_links import Match
from scoring.domain.roles import Reopened
from scoring.files.values import Day, Deed, Email, Instant, LongName, Name, Part, Reference, Text, Whole

Counted = Annotated[Whole, Field(ge=0, lt=10**9)]


class AcknowledgementPart(Part):
    person: Email
    at: Instant


class BriefingPart(Deed):
    """A version of the briefing. Its author, if they sit on the panel, has acknowledged it by writing it."""

    text: Text
    acknowledged: list[AcknowledgementPart] = []


class ExpertisePart(Deed):
    """That somebody said that the seat advises on a criterion."""

    criterion: Reference


class AdvicePart(Part):
    organisation: LongName
    criterion: Reference
    text: Text
    at: Instant


class ReopeningPart(Deed):
    """That the declaration counts no longer, since its member was asked again."""

    cause: Reopened
    reason: Text


class LinkPart(Deed):
    """What somebody made of a link between bids, or between the panel and a bid."""

    match: Match
    words: Annotated[Text, Field(min_length=1)]
    confirmed: bool
    reason: Text


class ScoresDuePart(Deed):
    on: Day


class AssignmentChangePart(Deed):
    """One change of the assignment, in numbers of bids by the name of the member and the criterion."""

    way: Way
    why: Text = ""
    added: Counted
    removed: Counted = 0
    changes: dict[Name, dict[Reference, Annotated[Whole, Field(gt=-(10**9), lt=10**9)]]] = {}
