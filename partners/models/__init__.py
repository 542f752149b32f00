from partners.models.bids import Answer, AnswerVersion, Bid, BidDocument, ConsortiumMember, Offer, OfferVersion
from partners.models.consortia import Consent
from partners.models.organisations import Invitation, Organisation, OrganisationMember
from partners.models.submissions import LateAttempt, OpeningConfirmation, Submission

__all__ = [
    "Answer",
    "AnswerVersion",
    "Bid",
    "BidDocument",
    "Consent",
    "ConsortiumMember",
    "Invitation",
    "LateAttempt",
    "Offer",
    "OfferVersion",
    "OpeningConfirmation",
    "Organisation",
    "OrganisationMember",
    "Submission",
]
