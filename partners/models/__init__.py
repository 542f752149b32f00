from partners.models.bids import Answer, AnswerVersion, Bid, BidDocument, ConsortiumMember, Offer, OfferVersion
from partners.models.organisations import Invitation, Organisation, OrganisationMember
from partners.models.presences import Presence
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
    "OfferVersion",
    "OpeningConfirmation",
    "Organisation",
    "OrganisationMember",
    "Presence",
    "Submission",
]
