from procurement.models.changes import DeadlineChange
from procurement.models.competitions import Competition
from procurement.models.criteria import Criterion, Scale, ScaleStep, Section, offered_in
from procurement.models.key_handovers import KeyHandover
from procurement.models.key_shares import KeyDivision, KeyShare
from procurement.models.keys import CompetitionKey
from procurement.models.methodologies import methodology_of, terms_of
from procurement.models.papers import Clarification, Document
from procurement.models.published_services import record_of, service_shown
from procurement.models.stages import StageOf, earlier_stages, later_stages, next_stage, stages_of

__all__ = [
    "Clarification",
    "Competition",
    "CompetitionKey",
    "Criterion",
    "DeadlineChange",
    "Document",
    "KeyDivision",
    "KeyHandover",
    "KeyShare",
    "Scale",
    "ScaleStep",
    "Section",
    "StageOf",
    "earlier_stages",
    "later_stages",
    "methodology_of",
    "next_stage",
    "offered_in",
    "record_of",
    "service_shown",
    "stages_of",
    "terms_of",
]
