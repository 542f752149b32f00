"""What a member of the panel declares about a bidder (Procurement Act 2023, ss.81-83): each interest by itself.

An interest is personal, professional or financial, direct or indirect (s.81(3)). Who will own part of the company that
the competition forms, or sit on its board, has one in every bid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.refusals import Refusal
from scoring.domain.roles import Interest

THE_COMPANY = "The company that this competition forms"
ITS_PART = "the company"
_BY_WEIGHT = (Interest.NONE, Interest.PERCEIVED, Interest.POTENTIAL, Interest.ACTUAL)


class InterestKind(StrEnum):
    FINANCIAL = "financial"
    EMPLOYMENT = "employment"
    OFFICE = "office"
    FAMILY = "family"
    FRIENDSHIP = "friendship"
    POLITICAL = "political"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            InterestKind.FINANCIAL: "Money: shares, a loan, a contract, or a gain or loss from who wins",
            InterestKind.EMPLOYMENT: "Work: now or before, advice, or a job applied for",
            InterestKind.OFFICE: "An office: director, trustee, governor or member",
            InterestKind.FAMILY: "Family",
            InterestKind.FRIENDSHIP: "Friendship, or a falling-out",
            InterestKind.POLITICAL: "Politics or a campaign",
            InterestKind.OTHER: "Something else",
        }[self]

    @property
    def short(self) -> str:
        return self.label.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """One interest: in whom, what they are in the bid, how it conflicts, its kind, and what could be done about it."""

    about: str
    part: str
    interest: Interest
    kind: InterestKind
    details: str
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """All that a member declares about one bidder; no entries mean no interest. None means that it was not asked."""

    entries: tuple[Entry, ...] = ()
    will_own: bool | None = None
    will_sit: bool | None = None

    @property
    def interest(self) -> Interest:
        return worst(each.interest for each in self.entries)

    def check(self) -> None:
        """Refuse an interest that is none or is not told, and one in the company without a word about it."""
        if any(each.interest is Interest.NONE or not each.details.strip() for each in self.entries):
            raise Refusal("Say of each interest how it conflicts and what it is, in your own words.")
        says_company = any(each.part == ITS_PART for each in self.entries)
        if (self.will_own or self.will_sit) and not says_company:
            raise Refusal("Say what part of the company you will own, or on whose behalf you will sit on its board.")


def worst(interests: Iterable[Interest]) -> Interest:
    """The weightiest of them: actual before potential before perceived; none if there are none."""
    return max(interests, key=_BY_WEIGHT.index, default=Interest.NONE)


def in_the_company(*, will_own: bool, will_sit: bool, details: str, mitigation: str) -> tuple[Entry, ...]:
    """What follows for every bid from owning part of the company, or sitting on its board: an actual interest."""
    kinds = [kind for kind, holds in ((InterestKind.FINANCIAL, will_own), (InterestKind.OFFICE, will_sit)) if holds]
    return tuple(Entry(THE_COMPANY, ITS_PART, Interest.ACTUAL, kind, details, mitigation) for kind in kinds)
