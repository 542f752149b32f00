"""The secret ballot of the staff: who may vote, what bids are called, and the count, as it is frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from accounts.domain.refusals import Refusal
from procurement.domain.figures import exactly
from procurement.domain.methodology import Criterion
from procurement.domain.staff_ratings import FEWEST, TOO_FEW, StaffRatings
from scoring.domain.told_of_ballots import Told, counted, groups_may_be_told, may_be_told, turnout_may_be_told

VERSION = 1
MOST_ELIGIBLE = 5_000
Content = dict[str, Any]
Paper = Mapping[str, Mapping[str, Decimal]]
"""What one ballot says: the rating by criterion and bid, by their references."""


@dataclass(frozen=True, slots=True)
class Group:
    """Staff who vote together, such as a place of work; one without a name holds all."""

    name: str
    eligible: int


def partner_of(place: int) -> str:
    """What a bid is called whose bidder is not named: "Partner A", after 26 of them "Partner AA"."""
    rounds, letter = divmod(place, len(ascii_uppercase))
    return f"Partner {ascii_uppercase[letter] * (rounds + 1)}"


def check_groups(groups: Sequence[Group]) -> None:
    """Refuse groups in which a rating could be told to be somebody's."""
    problems = [
        f"“{group.name}” has {group.eligible} people: put fewer than {FEWEST} together with another group, so that "
        "nobody’s rating can be told."
        for group in groups
        if group.name and group.eligible < FEWEST
    ]
    total = sum(group.eligible for group in groups)
    if total < FEWEST:
        problems.append(f"A secret ballot needs at least {FEWEST} people who may vote.")
    if total > MOST_ELIGIBLE:
        problems.append(f"At most {MOST_ELIGIBLE:,} people can vote here.")
    names = [group.name.casefold() for group in groups]
    if len(set(names)) < len(names):
        problems.append("Each group needs a name of its own.")
    if problems:
        raise Refusal(*problems)


def turnout_in_words(ballots: int, eligible: int) -> str:
    """ "41 of 60 have voted"; no number below five."""
    cast = f"Fewer than {FEWEST}" if ballots < FEWEST else f"{ballots:,}"
    return f"{cast} of {eligible:,} have voted"


def check_paper(paper: Paper, criteria: Iterable[Criterion], bids: Iterable[str]) -> None:
    """Refuse a ballot that does not rate each bid on each question, or rates off the scale."""
    bids = list(bids)
    for criterion in criteria:
        given = paper.get(criterion.reference, {})
        if set(given) != set(bids):
            raise Refusal("Rate each partner on each question: so all are rated by the same people.")
        if criterion.scale is None or not all(criterion.scale.permits(rating) for rating in given.values()):
            raise Refusal("Choose one of the ratings that the page offers.")


def count(
    papers: Sequence[tuple[int, Paper]], groups: Sequence[Group], criteria: Iterable[Criterion], bids: Sequence[str]
) -> Content:
    """The count of all ballots, each with the place of its group, in JSON values, and nothing that must not be told."""
    by_group = [[paper for place, paper in papers if place == number] for number in range(len(groups))]
    turnouts = [len(each) for each in by_group]
    told = len(papers) >= FEWEST
    return {
        "version": VERSION,
        "eligible": sum(group.eligible for group in groups),
        "ballots": len(papers) if told else None,
        "groups": [
            {"name": group.name, "eligible": group.eligible, "ballots": ballots}
            for group, ballots in zip(groups, turnouts, strict=True)
        ]
        if turnout_may_be_told(turnouts)
        else [],
        "criteria": [_criterion(each, by_group, groups, bids) for each in criteria],
    }


def ratings_in(content: Mapping[str, Any]) -> dict[str, dict[str, StaffRatings]]:
    """What the count gives each bid to be ranked by: by bid, then by criterion."""
    found: dict[str, dict[str, StaffRatings]] = {}
    for criterion in content["criteria"]:
        for bid in criterion["bids"]:
            ratings = StaffRatings(bid["ballots"], Decimal(bid["total"]))
            found.setdefault(bid["bid"], {})[criterion["reference"]] = ratings
    return found


def _criterion(
    criterion: Criterion, by_group: Sequence[Sequence[Paper]], groups: Sequence[Group], bids: Sequence[str]
) -> Content:
    least = criterion.staff.least_ballots if criterion.staff else FEWEST
    counts = sum(len(papers) for papers in by_group) >= max(least, FEWEST)
    return {
        "reference": criterion.reference,
        "title": criterion.title,
        "least_ballots": least,
        "counts": counts,
        "advisory": criterion.is_advisory,
        "top": exactly(criterion.scale.maximum) if criterion.scale else "0",
        "bids": [
            _bid(bid, [[paper[criterion.reference][bid] for paper in papers] for papers in by_group], criterion, groups)
            if counts
            else {"bid": bid, "ballots": TOO_FEW.ballots, "total": exactly(TOO_FEW.total), "bands": [], "groups": []}
            for bid in bids
        ],
    }


def _bid(bid: str, by_group: Sequence[Sequence[Decimal]], criterion: Criterion, groups: Sequence[Group]) -> Content:
    steps = [step.value for step in criterion.scale.steps] if criterion.scale else []
    ratings = [rating for group in by_group for rating in group]
    shown = groups_may_be_told([counted(steps, group) for group in by_group])
    return {
        "bid": bid,
        "ballots": len(ratings),
        "total": exactly(sum(ratings, Decimal(0))),
        "bands": _bands(may_be_told(counted(steps, ratings))),
        "groups": [{"name": group.name, "bands": _bands(bands)} for group, bands in zip(groups, shown, strict=False)],
    }


def _bands(bands: Told) -> list[Content]:
    return [{"ratings": band.label, "ballots": band.ballots} for band in bands]
