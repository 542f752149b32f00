"""The count of the ballot of staff as a page shows it: by criterion, the bids that the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from procurement.domain.staff_ratings import StaffRatings, mean_in_words
from procurement.models import Competition
from scoring.models import OpenedBid, StaffPartner


@dataclass(frozen=True, slots=True)
class RatedBid:
    name: str
    letter: str
    mean: str
    ballots: int
    total: str
    bands: list[dict[str, Any]]
    groups: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RatedCriterion:
    title: str
    top: str
    counts: bool
    is_advisory: bool
    least_ballots: int
    bids: list[RatedBid]


def results_of(user: User, competition: Competition, content: Mapping[str, Any]) -> list[RatedCriterion]:
    """Only bids that the person may read, in order of their names. Two queries."""
    visible = OpenedBid.objects.visible_to(user).filter(competition=competition).order_by("organisation__name", "pk")
    letters = {
        partner.bid_id: partner.letter for partner in StaffPartner.objects.filter(ballot__competition=competition)
    }
    return [
        RatedCriterion(
            each["title"],
            each["top"],
            each["counts"],
            each["advisory"],
            each["least_ballots"],
            [
                _bid(bid.organisation.name, letters.get(bid.pk, ""), found[bid.reference])
                for bid in visible
                if bid.reference in found
            ],
        )
        for each in content["criteria"]
        for found in [{rated["bid"]: rated for rated in each["bids"]}]
    ]


def means_of(content: Mapping[str, Any] | None) -> dict[tuple[str, str], tuple[str, str]]:
    """The mean in words, and exactly, by bid and criterion: for the board."""
    found = {}
    for criterion in content["criteria"] if content else ():
        for bid in criterion["bids"]:
            ratings = StaffRatings(bid["ballots"], Decimal(bid["total"]))
            exact = f"{ratings.total}/{ratings.ballots}" if ratings.ballots else ""
            found[bid["bid"], criterion["reference"]] = (mean_in_words(ratings) or "too few ballots", exact)
    return found


def _bid(name: str, letter: str, rated: Mapping[str, Any]) -> RatedBid:
    ratings = StaffRatings(rated["ballots"], Decimal(rated["total"]))
    return RatedBid(
        name, letter, mean_in_words(ratings), ratings.ballots, rated["total"], rated["bands"], rated["groups"]
    )
