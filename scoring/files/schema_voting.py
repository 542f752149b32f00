"""What a competition file says of the ballot of staff. No code and no single ballot stands in a file."""

from typing import Annotated

from pydantic import Field

from procurement.domain.staff_ratings import FEWEST
from scoring.files.values import Deed, Instant, Line, LongName, Number, Part, Reference, Text, Whole

_Ballots = Annotated[Whole, Field(ge=FEWEST)]


class StaffGroupPart(Part):
    """Staff who vote together, such as a place of work; one without a name holds all."""

    name: Line = ""
    eligible: _Ballots


class StaffTextPart(Part):
    """What staff read of an answer, with what is struck out in double brackets."""

    organisation: LongName
    criterion: Reference
    text: Text = ""


class BandPart(Part):
    ratings: Line
    ballots: _Ballots


class GroupBandsPart(Part):
    name: Line
    bands: list[BandPart]


class TurnoutPart(Part):
    name: Line
    eligible: _Ballots
    ballots: _Ballots


class RatedPart(Part):
    """What a bid was given for a criterion: both numbers are 0 where too few ballots were cast."""

    organisation: LongName
    criterion: Reference
    ballots: Annotated[Whole, Field(ge=0)]
    total: Annotated[Number, Field(ge=0)]
    bands: list[BandPart] = []
    groups: list[GroupBandsPart] = []


class StaffCountPart(Deed):
    """The count, and all that may be told of it; `ballots` is missing where fewer than five were cast."""

    ballots: _Ballots | None = None
    groups: list[TurnoutPart] = []
    rated: list[RatedPart] = []


class AnnulledBallotPart(Part):
    """That a ballot was annulled: asked for by one person, decided by another. Nothing is told of what staff said."""

    reason: Text
    asked: Deed
    decided: Deed


class StaffBallotPart(Part):
    """The bids stand in the order that the lot gave them."""

    groups: list[StaffGroupPart]
    opens_at: Instant
    closes_at: Instant
    prepared: Deed
    partners: list[LongName]
    texts: list[StaffTextPart] = []
    approved: Deed | None = None
    counted: StaffCountPart | None = None
