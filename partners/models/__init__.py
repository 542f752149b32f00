from partners.models.bids import Answer, AnswerVersion, Bid, BidDocument, ConsortiumMember, Offer
from partners.models.organisations import Invitation, Organisation, OrganisationMember
from partners.models.submissions import LateAttempt, OpeningConfirmation, Submission

__all__ = [
    "Answer",
    "AnswerVersion",
    "Bid",
    "BidDocument",
    "ConsortiumMember",
    "Invitation",
    "LateAttempt",
    "Offer",
    "OpeningConfirmation",
    "Organisation",
    "OrganisationMember",
    "Submission",
]
