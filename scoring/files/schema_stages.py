"""What a competition file says of stages: who goes on from one, what they are told, and how the next one begins."""

from typing import Annotated

from pydantic import Field

from scoring.files.values import Day, Deed, Instant, LongName, Part, Percent, Reference, Text, Whole

_Number = Annotated[Whole, Field(ge=0, le=1000)]


class GoingOnPart(Part):
    """The published rule by which bidders go on to the next stage; what is not said is no limit."""

    most: _Number | None = None
    least: _Number | None = None
    least_marks: Percent | None = None


class BegunPart(Deed):
    """That bids were invited to a later stage, with its deadlines: those in its design are as they were published."""

    bid_deadline: Instant
    questions_deadline: Instant


class ExtendedPart(Deed):
    """That the deadlines were put off, for everybody alike."""

    bid_deadline: Instant
    questions_deadline: Instant
    reasons: Text


class ShortlistPart(Deed):
    """Who goes on. It follows from the ranking by the published rule, and another list is refused."""

    go_on: list[LongName]
    reasons: Text = ""


class FeedbackPart(Deed):
    """What was told to one who goes on about its bid, by criterion; who wrote it last, and when."""

    organisation: LongName
    texts: dict[Reference, Text] = {}
    general: Text = ""


class NegotiationPart(Deed):
    """What was said with one who goes on, between two stages."""

    organisation: LongName
    held_on: Day
    who: Text
    text: Text
