from accounts.models.councils import Council, CouncilMember
from accounts.models.key_rings import key_ring
from accounts.models.keys import SigningKey
from accounts.models.letters import Letter
from accounts.models.references import Referenced
from accounts.models.reports import MadeReport, MadeReportQuerySet
from accounts.models.sealed_fields import (
    HasWorkingKey,
    Sealed,
    SealedCharField,
    SealedEmailField,
    SealedJSONField,
    SealedTextField,
)
from accounts.models.sealed_files import SealedFileField, SealedStorage
from accounts.models.sealed_tables import Tagged
from accounts.models.trail import TrailEvent
from accounts.models.users import User
from accounts.models.working_keys import WorkingKey

__all__ = [
    "Council",
    "CouncilMember",
    "HasWorkingKey",
    "Letter",
    "MadeReport",
    "MadeReportQuerySet",
    "Referenced",
    "Sealed",
    "SealedCharField",
    "SealedEmailField",
    "SealedFileField",
    "SealedJSONField",
    "SealedStorage",
    "SealedTextField",
    "SigningKey",
    "Tagged",
    "TrailEvent",
    "User",
    "WorkingKey",
    "key_ring",
]
