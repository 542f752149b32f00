"""Late bids: the grounds on which a council accepts or disregards one (Procurement Act 2023, s.19(3)(d))."""

from collections.abc import Iterable
from enum import StrEnum


class LateGround(StrEnum):
    """Why it was late, as the council found. The same measure serves for all of a competition."""

    SERVICE = "service"
    OUTSIDE = "outside"
    BIDDER = "bidder"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            LateGround.SERVICE: "This service or the council kept it from coming in time",
            LateGround.OUTSIDE: "Something outside the bidder’s control kept it from coming in time",
            LateGround.BIDDER: "The bidder could have sent it in time",
            LateGround.UNKNOWN: "What made it late can’t be shown",
        }[self]


def differs(accepts: bool, others: Iterable[bool]) -> bool:
    """Whether a decision differs from another of the same competition, so that it must say why."""
    return any(other != accepts for other in others)
