from scoring.models.advice import Advice, Expertise
from scoring.models.assigning import AssignmentChange, ScoringDeadline, ScoringReminder
from scoring.models.assignments import Assignment, Tally
from scoring.models.awards import Award, Ranking, Report
from scoring.models.briefings import Briefing, BriefingAcknowledgement
from scoring.models.calibrations import Sample, SampleDraft, SampleNote, SampleScore
from scoring.models.consensus import ConsensusDraft, ConsensusScore, Dissent
from scoring.models.enquiries import EnquiryDraft
from scoring.models.envelopes import OffersConfirmation
from scoring.models.evidence import Evidence
from scoring.models.exclusions import DebarmentCheck, ExclusionDecision, GroundFinding, Representation
from scoring.models.feedback import Feedback, NegotiationNote
from scoring.models.interests import InterestDecision, InterestEntry, InterestReopening
from scoring.models.late_attempts import OpenedLateAttempt
from scoring.models.late_bids import LateBid, LateDecision
from scoring.models.links import LinkFinding
from scoring.models.low_offers import LowOfferAnswer, LowOfferDecision, LowOfferQuestion
from scoring.models.meetings import Attendance, Meeting, ModerationRules
from scoring.models.minutes import MeetingMinutes
from scoring.models.notes import PrivateNote, PrivateNoteVersion
from scoring.models.opened import OpenedBid
from scoring.models.panels import InterestDeclaration, PanelMember
from scoring.models.promises import Promise, PromiseLedger, PromiseReminder, PromiseReview, PromiseVersion
from scoring.models.quality_checks import QualityCheck
from scoring.models.reveals import Reveal
from scoring.models.score_changes import ScoreChange
from scoring.models.score_sheets import FilledScoreSheet
from scoring.models.scores import Score, ScoreVersion
from scoring.models.sensitivity import SensitivityStudy
from scoring.models.shortlists import JudgedBid, Shortlist, ShortlistedBid
from scoring.models.staff_annulments import StaffAnnulment
from scoring.models.staff_ballots import StaffBallot, StaffCode, StaffPaper, StaffPartner, StaffText

__all__ = [
    "Advice",
    "Assignment",
    "AssignmentChange",
    "Attendance",
    "Award",
    "Briefing",
    "BriefingAcknowledgement",
    "ConsensusDraft",
    "ConsensusScore",
    "DebarmentCheck",
    "Dissent",
    "EnquiryDraft",
    "Evidence",
    "ExclusionDecision",
    "Expertise",
    "Feedback",
    "FilledScoreSheet",
    "GroundFinding",
    "InterestDecision",
    "InterestDeclaration",
    "InterestEntry",
    "InterestReopening",
    "JudgedBid",
    "LateBid",
    "LateDecision",
    "LinkFinding",
    "LowOfferAnswer",
    "LowOfferDecision",
    "LowOfferQuestion",
    "Meeting",
    "MeetingMinutes",
    "ModerationRules",
    "NegotiationNote",
    "OffersConfirmation",
    "OpenedBid",
    "OpenedLateAttempt",
    "PanelMember",
    "PrivateNote",
    "PrivateNoteVersion",
    "Promise",
    "PromiseLedger",
    "PromiseReminder",
    "PromiseReview",
    "PromiseVersion",
    "QualityCheck",
    "Ranking",
    "Report",
    "Representation",
    "Reveal",
    "Sample",
    "SampleDraft",
    "SampleNote",
    "SampleScore",
    "Score",
    "ScoreChange",
    "ScoreVersion",
    "ScoringDeadline",
    "ScoringReminder",
    "SensitivityStudy",
    "Shortlist",
    "ShortlistedBid",
    "StaffAnnulment",
    "StaffBallot",
    "StaffCode",
    "StaffPaper",
    "StaffPartner",
    "StaffText",
    "Tally",
]
