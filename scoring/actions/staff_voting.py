"""Voting with a code on paper, and the count.

Nothing links a ballot to a code: a ballot has a random name and no time, and whenever one is cast, others are stored
anew with it, in an order drawn by lot, so that neither the order of rows nor the database's own numbering of
transactions tells which came with which code.
"""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import trail
from accounts.domain.paper_codes import read_code
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.domain.dates import in_words
from procurement.domain.methodology import Criterion as JudgedCriterion
from procurement.domain.methodology import criteria
from procurement.domain.staff_ratings import StaffRatings
from procurement.models import Competition, methodology_of
from scoring.actions.staff_ballots import check_whole, locked
from scoring.actions.staff_codes import digests_of
from scoring.domain import staff_ballots as domain
from scoring.domain.staff_ballots import Paper
from scoring.models import StaffAnnulment, StaffBallot, StaffCode, StaffPaper, StaffPartner
from scoring.models.blindness import everybody_has_locked

UNKNOWN = "This code opens no ballot. Compare it with your sheet. If the sheet was replaced, use the newer one."
STORED_ANEW = 200
"""Among how many ballots a new one is hidden; all of them where there are fewer."""


class Used(Refusal):
    """The code has been used: its vote, and only one, is counted."""


def admit(typed: str, *, at: datetime) -> StaffCode:
    """The code that was typed, if one can vote with it now. Raises Refusal with what to do; Used if it was used."""
    code = StaffCode.objects.standing().filter(digest__in=digests_of(read_code(typed))).first()
    if code is None:
        raise Refusal(UNKNOWN)
    ballot = StaffBallot.objects.select_related("competition__service__council").get(pk=code.ballot_id)
    if code.is_used:
        raise Used("This code has been used. If you used it, your ballot is counted, and there is nothing to do.")
    check_open(ballot, at)
    code.ballot = ballot
    return code


def check_open(ballot: StaffBallot, at: datetime) -> None:
    if ballot.approved_at is None or at < ballot.opens_at:
        raise Refusal(f"The ballot is not open yet. It opens at {in_words(ballot.opens_at)}.")
    if at >= ballot.closes_at:
        raise Refusal(f"The ballot closed at {in_words(ballot.closes_at)}, so no more votes can be cast.")


@transaction.atomic
def cast(typed: str, paper: Paper, *, at: datetime) -> None:
    """Cast a ballot with a code, which holds no more. Raises Used for a second one; no trace says how or when.

    The ballot's row is held, so that no two are cast at once.
    """
    ballot = locked(admit(typed, at=at).ballot)
    code = admit(typed, at=at)
    code = StaffCode.objects.select_for_update().get(pk=code.pk)
    domain.check_paper(paper, on_the_ballot(ballot.competition), _bids_on(ballot))
    code.is_used = True
    code.save(update_fields=["is_used"])
    new = StaffPaper(ballot=ballot, group=code.group, ratings=_as_json(paper))
    _store_among_others(ballot, new)


@transaction.atomic
def count(ballot: StaffBallot, *, by: User, at: datetime) -> StaffBallot:
    """Count the ballots, once the ballot has closed and everybody who scores has locked; what may be told is frozen."""
    ballot = locked(ballot)
    if ballot.counted_at:
        return ballot
    _check_countable(ballot, at)
    papers = [(paper.group, _of_json(paper.ratings)) for paper in StaffPaper.objects.filter(ballot=ballot)]
    asked, bids = on_the_ballot(ballot.competition), _bids_on(ballot)
    return _freeze(ballot, domain.count(papers, ballot.who_may_vote, asked, bids), by=by, at=at)


@transaction.atomic
def take_over(ballot: StaffBallot, content: domain.Content, *, by: User, at: datetime) -> StaffBallot:
    """Take the count from a file, which tells no single ballot; under the same conditions."""
    ballot = locked(ballot)
    _check_countable(ballot, at)
    if sorted(each["bid"] for each in content["criteria"][0]["bids"]) != sorted(_bids_on(ballot)):
        raise Refusal("The count must rate each bid on the ballot.")
    return _freeze(ballot, content, by=by, at=at)


def _check_countable(ballot: StaffBallot, at: datetime) -> None:
    if at < ballot.closes_at:
        raise Refusal(f"The ballot is counted once it has closed, at {in_words(ballot.closes_at)}.")
    if not everybody_has_locked(ballot.competition):
        raise Refusal(
            "The ballot is counted once everybody who scores has locked, so that no score follows what staff say."
        )
    if StaffAnnulment.objects.waiting().filter(competition=ballot.competition).exists():
        raise Refusal("Somebody asks that this ballot be annulled. An approver decides on that first.")
    check_whole(ballot)


def _freeze(ballot: StaffBallot, content: domain.Content, *, by: User, at: datetime) -> StaffBallot:
    ballot.count = content
    ballot.counted_by, ballot.counted_at = by, at
    ballot.save(update_fields=["count", "counted_by", "counted_at"])
    trail.record(
        "scoring.count_staff_ballot",
        ballot.competition,
        trail=ballot.competition.reference,
        by=by,
        at=at,
        ballots=content["ballots"],
        eligible=ballot.eligible,
    )
    return ballot


def on_the_ballot(competition: Competition) -> list[JudgedCriterion]:
    """What staff are asked of each bid, with its scale."""
    return [each for each in criteria(methodology_of(competition)) if each.staff]


def turnout(ballot: StaffBallot) -> int:
    return StaffCode.objects.filter(ballot=ballot).used().count()


def ratings_of(competition: Competition) -> dict[str, dict[str, StaffRatings]]:
    """What the count gives each bid, by its reference and then by criterion; nothing before it is counted."""
    ballot = StaffBallot.objects.counted(competition)
    return domain.ratings_in(ballot.count) if ballot and ballot.count else {}


def missing(competition: Competition) -> list[str]:
    """What stands between the ballot and a ranking."""
    if not any(not each.is_advisory for each in on_the_ballot(competition)):
        return []
    if StaffBallot.objects.counted(competition):
        return []
    return [
        "The ballot of staff is not counted yet. An officer counts it, under “Ballot of staff”, once it has closed."
    ]


def _bids_on(ballot: StaffBallot) -> list[str]:
    return list(StaffPartner.objects.filter(ballot=ballot).values_list("bid__reference", flat=True))


def _store_among_others(ballot: StaffBallot, new: StaffPaper) -> None:
    by_lot = secrets.SystemRandom()
    names = list(StaffPaper.objects.filter(ballot=ballot).values_list("pk", flat=True))
    others = StaffPaper.objects.filter(pk__in=by_lot.sample(names, min(len(names), STORED_ANEW)))
    papers = [StaffPaper(ballot=ballot, group=each.group, ratings=each.ratings) for each in others]
    others.delete()
    papers.append(new)
    by_lot.shuffle(papers)
    StaffPaper.objects.bulk_create(papers)


def _as_json(paper: Paper) -> dict[str, dict[str, str]]:
    return {
        criterion: {bid: str(rating) for bid, rating in sorted(given.items())}
        for criterion, given in sorted(paper.items())
    }


def _of_json(ratings: Any) -> Paper:
    return {criterion: {bid: Decimal(rating) for bid, rating in given.items()} for criterion, given in ratings.items()}
