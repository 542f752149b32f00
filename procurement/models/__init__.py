from procurement.models.changes import DeadlineChange
from procurement.models.competitions import Competition
from procurement.models.criteria import Criterion, Scale, ScaleStep, Section, offered_in
from procurement.models.key_handovers import KeyHandover
from procurement.models.key_shares import KeyDivision, KeyShare
from procurement.models.keys import CompetitionKey
from procurement.models.methodologies import methodology_of, terms_of
from procurement.models.papers import Clarification, Document
from procurement.models.published_services import record_of, service_shown

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
    "methodology_of",
    "offered_in",
    "record_of",
    "service_shown",
    "terms_of",
]
