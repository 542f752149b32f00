"""What a competition file says of the council, its service, and the competition that it publishes."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from accounts.domain.roles import CouncilRole
from procurement.domain.methodology import CriterionKind, Measure, Method
from procurement.domain.panel_results import PanelResult
from procurement.domain.staff_ratings import FEWEST
from procurement.domain.stages import StageKind
from scoring.files.schema_appraisal import AppraisalPart
from scoring.files.schema_stages import GoingOnPart
from scoring.files.values import (
    Amount,
    Day,
    Deed,
    Email,
    Instant,
    Line,
    Name,
    Number,
    Part,
    Percent,
    Reference,
    Text,
    Whole,
)
from spinouts.domain.forms import LegalForm
from spinouts.domain.options import AppraisalOption


class PersonPart(Part):
    email: Email
    name: Name


class CouncilMemberPart(Part):
    person: Email
    role: CouncilRole


class CouncilPart(Part):
    name: Name
    address: Text = ""
    email: Email | None = None
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
    headcount: Annotated[Whole, Field(ge=0)]
    full_time_equivalents: Annotated[Number, Field(ge=0, decimal_places=2)]
    assets: Text = ""
    why_spin_out: Text = ""
    options: list[OptionPart] = []
    described: Deed
    appraisal: AppraisalPart | None = None


class StepPart(Part):
    score: Annotated[Number, Field(ge=0, decimal_places=2)]
    label: Annotated[Line, Field(min_length=1, max_length=100)]
    descriptor: Text = ""


class ScalePart(Part):
    name: Annotated[Line, Field(min_length=1, max_length=100)]
    steps: list[StepPart]


class FormulaPart(Part):
    measure: Measure
    method: Method
    zero_at: Number | None = None
    full_at: Number | None = None


class StaffPart(Part):
    """How staff of the service rate it: the fewest ballots that count, and whether they read who the bidders are."""

    least_ballots: Annotated[Whole, Field(ge=FEWEST)]
    partners_named: bool = False


class CriterionPart(Part):
    reference: Reference
    title: Name
    question: Text = ""
    kind: CriterionKind
    weight: Percent = Decimal(0)
    word_limit: Annotated[Whole, Field(ge=1)] | None = None
    scale: str | None = None
    minimum_score: Number | None = None
    formula: FormulaPart | None = None
    result: PanelResult = PanelResult.AGREED
    result_because: Text = ""
    staff: StaffPart | None = None
    shown_to_staff: bool = False


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


class BytesPart(Part):
    """A file by its name. Its bytes stand in the file itself: as text, or in base64."""

    name: Annotated[Line, Field(min_length=1, max_length=255)]
    text: str | None = None
    base64: str | None = None


class FilePart(BytesPart):
    """A document."""

    title: Name
    uploaded: Deed


class AnsweredPart(Deed):
    answer: Text


class AskedPart(Part):
    """Who asked is kept secret until the bids are open, so a file written before does not say it."""

    by: Email | None = None
    at: Instant


class ClarificationPart(Part):
    question: Text
    asked: AskedPart
    answered: AnsweredPart | None = None


class AbandonedPart(Deed):
    reasons: Text


class CompetitionPart(Part):
    reference: Reference
    title: Name
    summary: Text = ""
    contract_years: Annotated[Whole, Field(ge=1, le=50)] | None = None
    extension_years: Annotated[Whole, Field(ge=0, le=50)] = 0
    estimated_value: Amount | None = None
    light_touch: bool = False
    ownership_terms: TermsPart = TermsPart()
    scales: list[ScalePart] = []
    sections: list[SectionPart] = []
    tie_break: list[Reference] = []
    places: Annotated[Whole, Field(ge=0, le=6)] = 2
    stage: StageKind | None = None
    going_on: GoingOnPart = GoingOnPart()
    offers_wait: bool = False
    low_below_others_percent: Percent | None = None
    low_below_estimate_percent: Percent | None = None
    questions_deadline: Instant | None = None
    bid_deadline: Instant | None = None
    complete_counts: bool = False
    award_expected_on: Day | None = None
    contract_starts_on: Day | None = None
    documents: list[FilePart] = []
    clarifications: list[ClarificationPart] = []
    drafted: Deed
    published: Deed | None = None
    abandoned: AbandonedPart | None = None
