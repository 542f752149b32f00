"""A competition file as a whole. Every deed has who did it and when, so that a file tells a history."""

from typing import Annotated, Literal

from pydantic import Field

from scoring.files.schema_bids import BidPart, OrganisationPart
from scoring.files.schema_council import CompetitionPart, CouncilPart, PersonPart, ServicePart
from scoring.files.schema_evaluation import (
    AwardPart,
    ConsensusPart,
    DividedKeyPart,
    EnquiryPart,
    LowOfferPart,
    MeetingPart,
    ModerationRulesPart,
    RevealPart,
    SamplePart,
    SeatPart,
)
from scoring.files.schema_preparing import AssignmentChangePart, BriefingPart, LinkPart, ScoresDuePart
from scoring.files.schema_voting import StaffBallotPart
from scoring.files.values import Deed, Part

FORMAT = "partner-competition/1"


class CompetitionFile(Part):
    """A whole competition, from the service to the award, or as far as it has come."""

    format: Literal["partner-competition/1"]
    people: list[PersonPart]
    council: CouncilPart
    service: ServicePart
    competition: CompetitionPart
    organisations: list[OrganisationPart] = []
    bids: list[BidPart] = []
    divided_key: DividedKeyPart | None = None
    opened: Annotated[list[Deed], Field(max_length=2)] = []
    panel: list[SeatPart] = []
    briefings: list[BriefingPart] = []
    links: list[LinkPart] = []
    scores_due: ScoresDuePart | None = None
    assignment_changes: list[AssignmentChangePart] = []
    samples: list[SamplePart] = []
    enquiries: list[EnquiryPart] = []
    staff_ballot: StaffBallotPart | None = None
    moderation_rules: ModerationRulesPart | None = None
    meetings: list[MeetingPart] = []
    revealed: list[RevealPart] = []
    moderation: list[ConsensusPart] = []
    low_offers: list[LowOfferPart] = []
    offers_opened: Annotated[list[Deed], Field(max_length=2)] = []
    ranked: Deed | None = None
    award: AwardPart | None = None
