"""A competition file as a whole. Every deed has who did it and when, so that a file tells a history."""

from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from procurement.domain.stages import StageKind
from scoring.files.schema_bids import BidPart, OrganisationPart
from scoring.files.schema_council import (
    AbandonedPart,
    ClarificationPart,
    CompetitionPart,
    CouncilPart,
    FilePart,
    PersonPart,
    ScalePart,
    SectionPart,
    ServicePart,
)
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
from scoring.files.schema_stages import (
    BegunPart,
    ExtendedPart,
    FeedbackPart,
    GoingOnPart,
    NegotiationPart,
    ShortlistPart,
)
from scoring.files.schema_voting import AnnulledBallotPart, StaffBallotPart
from scoring.files.values import Deed, Instant, Part, Percent, Reference, Whole

FORMAT = "partner-competition/1"


class StagePart(Part):
    """What happens in a stage, from the bids to who goes on, or the award."""

    begun: BegunPart | None = None
    extended: list[ExtendedPart] = []
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
    annulled_ballots: list[AnnulledBallotPart] = []
    moderation_rules: ModerationRulesPart | None = None
    meetings: list[MeetingPart] = []
    revealed: list[RevealPart] = []
    moderation: list[ConsensusPart] = []
    low_offers: list[LowOfferPart] = []
    offers_opened: Annotated[list[Deed], Field(max_length=2)] = []
    ranked: Deed | None = None
    shortlist: ShortlistPart | None = None
    feedback: list[FeedbackPart] = []
    feedback_sent: Deed | None = None
    negotiations: list[NegotiationPart] = []
    award: AwardPart | None = None


class LaterCompetitionPart(Part):
    """The design of a later stage: of what a competition has, what each stage has for itself."""

    reference: Reference
    stage: StageKind
    going_on: GoingOnPart = GoingOnPart()
    scales: list[ScalePart] = []
    sections: list[SectionPart] = []
    tie_break: list[Reference] = []
    places: Annotated[Whole, Field(ge=0, le=6)] = 2
    offers_wait: bool = False
    low_below_others_percent: Percent | None = None
    low_below_estimate_percent: Percent | None = None
    questions_deadline: Instant | None = None
    bid_deadline: Instant | None = None
    complete_counts: bool = False
    documents: list[FilePart] = []
    clarifications: list[ClarificationPart] = []
    abandoned: AbandonedPart | None = None


class _LaterHead(Part):
    competition: LaterCompetitionPart


class LaterStagePart(StagePart, _LaterHead):
    """A stage that follows another. People, council, service and organisations stand once, at the top of the file."""


class _Head(Part):
    format: Literal["partner-competition/1"]
    people: list[PersonPart]
    council: CouncilPart
    service: ServicePart
    competition: CompetitionPart
    organisations: list[OrganisationPart] = []


# pydantic takes the fields of the last base first, so that a file begins with its head.
class CompetitionFile(StagePart, _Head):
    """A whole competition, from the service to the award, or as far as it has come; in stages, the first of them."""

    later_stages: list[LaterStagePart] = []
    _follows: bool = PrivateAttr(default=False)

    @property
    def follows(self) -> bool:
        """Whether it tells of a later stage of a file alone."""
        return self._follows

    def stages(self) -> "list[CompetitionFile]":
        """Each stage as a file of its own in one stage, with what the first one holds for all; itself if it has one."""
        if not self.later_stages:
            return [self]
        first = self.model_copy(update={"later_stages": []})
        return [first, *(_alone(first, later) for later in self.later_stages)]


def _alone(first: CompetitionFile, later: LaterStagePart) -> CompetitionFile:
    competition = first.competition.model_copy(update=dict(later.competition))
    happened = {name: getattr(later, name) for name in StagePart.model_fields}
    found = first.model_copy(update={"competition": competition, **happened})
    found._follows = True
    return found
