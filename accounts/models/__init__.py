from accounts.models.councils import Council, CouncilMember
from accounts.models.keys import SigningKey
from accounts.models.letters import Letter
from accounts.models.references import Referenced
from accounts.models.reports import PdfReport, PdfReportQuerySet
from accounts.models.trail import TrailEvent
from accounts.models.users import User

__all__ = [
    "Council",
    "CouncilMember",
    "Letter",
    "PdfReport",
    "PdfReportQuerySet",
    "Referenced",
    "SigningKey",
    "TrailEvent",
    "User",
]
