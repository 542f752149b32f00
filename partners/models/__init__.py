from partners.models.admissions import Admission
from partners.models.bids import (
    Answer,
    AnswerVersion,
    Bid,
    BidDocument,
    ConsortiumMember,
    ConsortiumVersion,
    Offer,
    OfferVersion,
)
from partners.models.consortia import Consent, MemberDeclaration, PartReminder
from partners.models.enquiries import Enquiry
from partners.models.intentions import Intention, Reminder
from partners.models.kits import FilledKit
from partners.models.last_day import LastDayEntry
from partners.models.organisations import Invitation, Organisation, OrganisationMember
from partners.models.presences import Presence
from partners.models.submissions import LateAttempt, OpeningConfirmation, Receipt, Submission, SubmissionCopy
from partners.models.supplier_information import (
    ConnectedPerson,
    DeclaredGround,
    OrganisationIdentifier,
    SupplierInformation,
    SupplierInformationVersion,
)
from partners.models.uploads import Upload, UploadPiece

__all__ = [
    "Admission",
    "Answer",
    "AnswerVersion",
    "Bid",
    "BidDocument",
    "ConnectedPerson",
    "Consent",
    "ConsortiumMember",
    "ConsortiumVersion",
    "DeclaredGround",
    "Enquiry",
    "FilledKit",
    "Intention",
    "Invitation",
    "LastDayEntry",
    "LateAttempt",
    "MemberDeclaration",
    "Offer",
    "OfferVersion",
    "OpeningConfirmation",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationMember",
    "PartReminder",
    "Presence",
    "Receipt",
    "Reminder",
    "Submission",
    "SubmissionCopy",
    "SupplierInformation",
    "SupplierInformationVersion",
    "Upload",
    "UploadPiece",
]
