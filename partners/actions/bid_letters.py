"""Letters to those who write a bid."""

from datetime import datetime

from accounts.actions import letters
from partners.models import Bid


def tell(bid: Bid, subject: str, body: str, at: datetime) -> None:
    """A letter to everybody who writes the bid; a subject that is too long for one is cut."""
    for email in bid.writers().values_list("email", flat=True):
        letters.queue(email, subject[:300], body, at=at, trail=bid.reference)
