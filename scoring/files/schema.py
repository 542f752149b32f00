"""What a competition file may hold. Every deed has who did it and when, so that a file tells a history."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from partners.domain.offers import Instrument
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from accounts.domain.roles import CouncilRole
from partners.domain.organisations import OrganisationKind, OrganisationRole
from procurement.domain.methodology import CriterionKind, Measure, Method
from scoring.domain.roles import Interest, PanelRole
from spinouts.domain.forms import LegalForm, PartyKind
from spinouts.domain.options import AppraisalOption

FORMAT = "partner-competition/1"

# Blanks at the ends carry no meaning, and the ways to write text in YAML differ in them.
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]
Amount = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=14)]


class Part(BaseModel):
    """A part of a file: nothing that the format does not know may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Deed(Part):
    """Somebody, by e-mail address, and when."""

    by: Email
    at: AwareDatetime


class PersonPart(Part):
    email: Email
    name: Name


class CouncilMemberPart(Part):
    person: Email
    role: CouncilRole


class CouncilPart(Part):
    name: Name
    address: Text = ""
    email: str = ""
    members: list[CouncilMemberPart]


class OptionPart(Part):
    option: AppraisalOption
    for_it: Text = ""
    against_it: Text = ""
    preferred: bool = False


class ServicePart(Part):
    name: Name
    description: Text
    annual_cost: Amount
    headcount: Annotated[int, Field(ge=0)]
    full_time_equivalents: Annotated[Decimal, Field(ge=0, decimal_places=2)]
    assets: Text = ""
    why_spin_out: Text = ""
    options: list[OptionPart] = []
    described: Deed


class OrganisationMemberPart(Part):
    person: Email
    role: OrganisationRole


class OrganisationPart(Part):
    name: Name
    kind: OrganisationKind
    registered_number: str = ""
    address: Text = ""
    members: Annotated[list[OrganisationMemberPart], Field(min_length=1)]
    registered: Deed


class StepPart(Part):
    score: Annotated[Decimal, Field(ge=0, decimal_places=2)]
    label: Name
    descriptor: Text = ""


class ScalePart(Part):
    name: Name
    steps: list[StepPart]


class FormulaPart(Part):
    measure: Measure
    method: Method
    zero_at: Decimal | None = None
    full_at: Decimal | None = None


class CriterionPart(Part):
    reference: Reference
    title: Name
    question: Text = ""
    kind: CriterionKind
    weight: Percent = Decimal(0)
    word_limit: Annotated[int, Field(ge=1)] | None = None
    scale: str | None = None
    minimum_score: Decimal | None = None
    formula: FormulaPart | None = None


class SectionPart(Part):
    reference: Reference
    title: Name
    weight: Percent
    minimum_percent: Percent | None = None
    criteria: list[CriterionPart] = []
    sections: list["SectionPart"] = []


class TermsPart(Part):
    least_employees_percent: Percent | None = None
    most_partner_percent: Percent | None = None
    least_council_percent: Percent | None = None
    permitted_forms: list[LegalForm] = []


class FilePart(Part):
    """A document. Its bytes stand in the file itself: as text, or in base64."""

    title: Name
    name: Name
    text: str | None = None
    base64: str | None = None
    uploaded: Deed


class BidFilePart(FilePart):
    criterion: Reference | None = None


class AnsweredPart(Deed):
    answer: Text


class AskedPart(Part):
    """Who asked is kept secret until the bids are open, so a file written before does not say it."""

    by: Email | None = None
    at: AwareDatetime


class ClarificationPart(Part):
    question: Text
    asked: AskedPart
    answered: AnsweredPart | None = None


class CompetitionPart(Part):
    reference: Reference
    title: Name
    summary: Text = ""
    contract_years: Annotated[int, Field(ge=1, le=50)] | None = None
    extension_years: Annotated[int, Field(ge=0, le=50)] = 0
    estimated_value: Amount | None = None
    light_touch: bool = False
    ownership_terms: TermsPart = TermsPart()
    scales: list[ScalePart] = []
    sections: list[SectionPart] = []
    tie_break: list[Reference] = []
    questions_deadline: AwareDatetime | None = None
    bid_deadline: AwareDatetime | None = None
    award_expected_on: date | None = None
    contract_starts_on: date | None = None
    documents: list[FilePart] = []
    clarifications: list[ClarificationPart] = []
    drafted: Deed
    published: Deed | None = None


class ConsortiumMemberPart(Part):
    name: Name
    kind: OrganisationKind
    registered_number: str = ""
    part: Text = ""


class HoldingPart(Part):
    kind: PartyKind
    name: Name
    percent: Percent
    share_class: Name = "Ordinary"
    votes_per_share: Annotated[int, Field(ge=0)] = 1
    board_seats: Annotated[int, Field(ge=0)] = 0


class InvestmentPart(Part):
    instrument: Instrument
    year: Annotated[int, Field(ge=1, le=60)]
    amount: Amount


class PricePart(Part):
    year: Annotated[int, Field(ge=1, le=60)]
    amount: Amount


class OfferPart(Part):
    company_name: Name
    legal_form: LegalForm
    total_shares: Annotated[int, Field(ge=1)]
    holdings: list[HoldingPart]
    investments: list[InvestmentPart] = []
    prices: list[PricePart] = []
    notes: Text = ""


class BidPart(Part):
    organisation: Name
    started: Deed
    consortium: list[ConsortiumMemberPart] = []
    answers: dict[Reference, Text] = {}
    documents: list[BidFilePart] = []
    offer: OfferPart | None = None
    submitted: Deed | None = None


class InterestPart(Part):
    organisation: Name
    interest: Interest
    details: Text = ""
    at: AwareDatetime


class ScorePart(Part):
    organisation: Name
    criterion: Reference
    score: Decimal | None = None
    reasons: Text = ""
    at: AwareDatetime


class SeatPart(Part):
    person: Email
    role: PanelRole
    appointed: Deed
    interests: list[InterestPart] = []
    criteria: list[Reference] = []
    scores: list[ScorePart] = []
    locked_at: AwareDatetime | None = None


class PanelPart(Part):
    seats: list[SeatPart]
    assigned: Deed | None = None


class ConsensusPart(Deed):
    organisation: Name
    criterion: Reference
    score: Decimal
    reasons: Text
    dissent: Text = ""


class ApprovalPart(Deed):
    note: Text = ""
    formed_on: date


class AwardPart(Part):
    organisation: Name
    reasons: Text
    proposed: Deed
    approved: ApprovalPart | None = None


class CompetitionFile(Part):
    """A whole competition, from the service to the award, or as far as it has come."""

    format: Literal["partner-competition/1"]
    people: list[PersonPart]
    council: CouncilPart
    service: ServicePart
    competition: CompetitionPart
    organisations: list[OrganisationPart] = []
    bids: list[BidPart] = []
    opened: Annotated[list[Deed], Field(max_length=2)] = []
    panel: PanelPart = PanelPart(seats=[])
    moderation: list[ConsensusPart] = []
    ranked: Deed | None = None
    award: AwardPart | None = None
