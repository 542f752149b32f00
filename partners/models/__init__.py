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
from partners.models.organisations import Invitation, Organisation, OrganisationMember
from partners.models.submissions import LateAttempt, OpeningConfirmation, Submission

__all__ = [
    "Answer",
    "AnswerVersion",
    "Bid",
    "BidDocument",
    "ConsortiumMember",
    "ConsortiumVersion",
    "Invitation",
    "LateAttempt",
    "Offer",
    "OfferVersion",
    "OpeningConfirmation",
    "Organisation",
    "OrganisationMember",
    "Submission",
]
