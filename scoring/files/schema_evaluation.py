"""What a competition file says of the panel, its scores, and the award."""

from typing import Annotated

from pydantic import Field

from scoring.domain.evidence import LAST_PAGE, LONGEST_NOTE, Bearing
from scoring.domain.interests import InterestKind
from scoring.domain.low_offers import Outcome
from scoring.domain.meetings import Presence
from scoring.domain.roles import Background, Interest, PanelRole
from scoring.files.schema_council import BytesPart
from scoring.files.schema_preparing import AdvicePart, ExpertisePart, ReopeningPart
from scoring.files.values import (
    Day,
    Deed,
    Email,
    Instant,
    Line,
    LongName,
    Name,
    Number,
    NumberOrFraction,
    Part,
    Reference,
    Text,
    Whole,
)


class EntryPart(Part):
    about: LongName
    part: Name
    interest: Interest
    kind: InterestKind
    details: Text
    mitigation: Text = ""


class InterestDecisionPart(Deed):
    may_take_part: bool
    mitigation: Text = ""
    reasons: Text


class InterestPart(Part):
    organisation: LongName
    interest: Interest
    details: Text = ""
    entries: list[EntryPart] = []
    will_own: bool | None = None
    will_sit: bool | None = None
    decision: InterestDecisionPart | None = None
    at: Instant
    reopened: ReopeningPart | None = None


class ScoreChangePart(Part):
    """What an evaluator changed a score to after locking it, and why."""

    score: Number
    reasons: Text
    why: Text
    at: Instant


class EvidencePart(Part):
    """A passage of the answer, or a page of a document of the bid, by its title."""

    bearing: Bearing
    quote: Text = ""
    start: Annotated[Whole, Field(ge=0, lt=10**9)] | None = None
    document: Line = ""
    page: Annotated[Whole, Field(ge=1, le=LAST_PAGE)] | None = None
    in_clarification: bool = False
    note: Annotated[Line, Field(max_length=LONGEST_NOTE)] = ""
    at: Instant


class ScorePart(Part):
    """A score as it was locked, or as far as it had come; `changes` came after the lock."""

    organisation: LongName
    criterion: Reference
    score: Number | None = None
    reasons: Text = ""
    evidence: list[EvidencePart] = []
    at: Instant
    changes: list[ScoreChangePart] = []


class SeatPart(Part):
    person: Email
    role: PanelRole
    background: Background | None = None
    employer: Line = ""
    appointed: Deed
    interests: list[InterestPart] = []
    criteria: list[Reference] = []
    only: dict[Reference, list[LongName]] = {}
    assigned: Deed | None = None
    advises_on: list[ExpertisePart] = []
    advice: list[AdvicePart] = []
    scores: list[ScorePart] = []
    locked_at: Instant | None = None


class AgreedReasonsPart(Part):
    evidence: Text
    strengths: Text = ""
    weaknesses: Text = ""
    why_not_higher: Text = ""


class QualityCheckPart(Deed):
    signed_off: bool
    remark: Text = ""


class ConsensusPart(Deed):
    """What the panel agreed; its reasons stand as one text or in parts."""

    organisation: LongName
    criterion: Reference
    score: NumberOrFraction
    given: list[Number] = []
    reasons: Text = ""
    reasons_in_parts: AgreedReasonsPart | None = None
    dissenters: list[Email] = []
    dissent: Text = ""
    why_then: Text = ""
    checks: list[QualityCheckPart] = []


class RevealPart(Deed):
    """That the scores of a criterion of a bid were shown to the panel."""

    organisation: LongName
    criterion: Reference


class SampleScorePart(Part):
    person: Email
    score: Number
    reasons: Text
    at: Instant


class SampleNotePart(Deed):
    text: Text


class SamplePart(Part):
    """A made-up answer that the panel scored before real ones; its scores stand here once they were revealed."""

    criterion: Reference
    text: Text
    is_required: bool = False
    written: Deed
    scores: list[SampleScorePart] = []
    revealed: Deed | None = None
    notes: list[SampleNotePart] = []


class EnquirySentPart(Deed):
    due_at: Instant


class AnswerFilePart(BytesPart):
    """A file that came with an answer about a bid, with its hash."""

    sha256: Line = ""


class EnquiryAnswerPart(Deed):
    text: Text
    files: list[AnswerFilePart] = []


class LateAnswerPart(Deed):
    """That an answer which came late counts, or does not."""

    counts: bool
    reasons: Text


class EnquiryPart(Part):
    """A question of the panel to one bidder about its bid: who drafted it, what the chair decided, what came of it."""

    organisation: LongName
    criterion: Reference
    document: Line = ""
    question: Text
    why: Text
    drafted: Deed
    wording: Text = ""
    refused_because: Text = ""
    decided: Deed
    sent: EnquirySentPart | None = None
    answered: EnquiryAnswerPart | None = None
    late: LateAnswerPart | None = None


class AttendancePart(Deed):
    person: Email
    state: Presence


class MeetingPart(Part):
    opened: Deed
    attendance: list[AttendancePart] = []
    closed: Deed | None = None


class ModerationRulesPart(Deed):
    """How many evaluators of each criterion must be present."""

    quorum: Annotated[Whole, Field(ge=1, le=50)] | None = None
    quorum_of: dict[Reference, Annotated[Whole, Field(ge=1, le=50)]] = {}
    needs_sign_off: bool = False
    why: Text = ""


class KeySharePart(Part):
    """A share of a divided key: of a person, or in the envelope that somebody keeps. No code stands in a file."""

    person: Email | None = None
    kept_by: Line = ""
    taken_at: Instant | None = None
    entered: Deed | None = None


class DividedKeyPart(Part):
    """How many shares of the key opened the bids, of how many; once they are opened also who held them."""

    needed: Annotated[Whole, Field(ge=2, le=255)]
    of: Annotated[Whole, Field(ge=2, le=255)]
    shares: list[KeySharePart] = []


class PriceAnswerPart(Deed):
    text: Text
    files: list[AnswerFilePart] = []


class PriceDecisionPart(Deed):
    outcome: Outcome
    reasons: Text


class LowOfferPart(Part):
    """That a bidder was asked about a price that seems abnormally low, what it answered, and the decision."""

    organisation: LongName
    about: Text
    reply_by: Day
    asked: Deed
    answers: list[PriceAnswerPart] = []
    decided: PriceDecisionPart | None = None


class ApprovalPart(Deed):
    note: Text = ""
    formed_on: Day


class AwardPart(Part):
    organisation: LongName
    reasons: Text
    proposed: Deed
    approved: ApprovalPart | None = None
