"""The ballot of staff: who has to prepare, approve, count or annul it. Nothing here tells how anybody voted."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology import CriterionKind
from procurement.models import Competition, Criterion
from scoring.models import PanelMember, StaffAnnulment, StaffBallot, StaffCode, StaffText
from scoring.models.opened import bids_of
from scoring.models.staff_bids import left_out

APPROVERS = DESIGNERS | {CouncilRole.APPROVER}


def ballot_work(user: User, roles: Mapping[int, CouncilRole], at: datetime) -> Iterator[tuple[int, Task]]:
    """For officers and approvers who do not judge, by council. Two queries at the most."""
    councils = [council for council, role in roles.items() if role in APPROVERS]
    if not councils:
        return
    found = list(_competitions(user, councils))
    asked = StaffAnnulment.objects.waiting().filter(competition__in=found) if found else ()
    waiting = {each.competition_id: each for each in asked}
    for competition in found:
        council = competition.service.council_id
        for task in _tasks(competition, waiting.get(competition.pk), user, roles[council], at):
            yield council, task


def _competitions(user: User, councils: list[int]) -> Iterator[Competition]:
    seats = PanelMember.objects.filter(competition=OuterRef("pk"))
    scoring = seats.filter(tallies__total__gt=0)
    return (
        Competition.objects.filter(service__council__in=councils, state=CompetitionState.OPENED.value)
        .filter(Exists(Criterion.objects.filter(competition=OuterRef("pk"), kind=CriterionKind.STAFF.value)))
        .exclude(Exists(seats.filter(user=user, left_at=None)))
        .exclude(Exists(bids_of(user).filter(competition=OuterRef("pk"))))
        .select_related("service", "staff_ballot")
        .annotate(
            has_codes=Exists(StaffCode.objects.filter(ballot__competition=OuterRef("pk"))),
            leaves_out=Exists(left_out(OuterRef("pk"))),
            struck_out=Exists(StaffText.objects.filter(partner__ballot__competition=OuterRef("pk"), written_by=user)),
            scores=Exists(scoring),
            to_lock=Exists(scoring.filter(locked_at=None)),
        )
        .order_by("bid_deadline", "pk")
        .iterator()
    )


def _tasks(
    competition: Competition, asked: StaffAnnulment | None, user: User, role: CouncilRole, at: datetime
) -> Iterator[Task]:
    ballot: StaffBallot | None = getattr(competition, "staff_ballot", None)
    if ballot is None:
        if role in DESIGNERS:
            here = link("scoring:staff_ballot", competition.reference)
            words = "Say who may vote, and when. Then look through what staff read of each bid."
            yield Task(f"Prepare the ballot of staff for “{competition}”", here, words)
    elif ballot.approved_at is None or at < ballot.opens_at:
        yield from _before_it_opens(competition, ballot, user, role, at)
    elif asked:
        yield _annulment(competition, asked, user, role)
    elif role in DESIGNERS:
        yield from _once_open(competition, ballot, at)


def _before_it_opens(
    competition: Competition, ballot: StaffBallot, user: User, role: CouncilRole, at: datetime
) -> Iterator[Task]:
    here = link("scoring:staff_ballot", competition.reference)
    opens = f"The ballot is to open at {in_words(ballot.opens_at)}."
    is_officer = role in DESIGNERS
    if competition.leaves_out:  # type: ignore[attr-defined]
        if is_officer:
            why = "A bid that counts is not on it."
            yield Task(f"Begin the preparation of the ballot of staff for “{competition}” anew", here, why)
    elif ballot.approved_at:
        if is_officer:
            yield _codes_or_vote(competition, opens)
    elif at >= ballot.opens_at:
        if is_officer:
            who = link("scoring:staff_ballot_who", competition.reference)
            why = "The time at which the ballot was to open has passed before what staff read was approved."
            yield Task(f"Say anew when staff vote on “{competition}”", who, why)
    elif ballot.prepared_by_id == user.pk or competition.struck_out:  # type: ignore[attr-defined]
        words = f"Somebody else approves what staff read of the bids for “{competition}”"
        yield Task(words, here, opens, tag="Waiting", is_done=True)
    else:
        words = f"Read what staff will read of the bids for “{competition}”, and approve it"
        yield Task(words, here, opens)


def _once_open(competition: Competition, ballot: StaffBallot, at: datetime) -> Iterator[Task]:
    here = link("scoring:staff_ballot", competition.reference)
    if competition.leaves_out:  # type: ignore[attr-defined]
        annul = link("scoring:staff_ballot_annul", competition.reference)
        why = "A bid that counts is not on it, so it can’t be used."
        yield Task(f"Ask that the ballot of staff for “{competition}” be annulled", annul, why)
    elif ballot.counted_at:
        return
    elif at < ballot.closes_at:
        yield _codes_or_vote(competition, f"Until {in_words(ballot.closes_at)}.")
    elif competition.scores and not competition.to_lock:  # type: ignore[attr-defined]
        why = "It has closed, and everybody who scores has locked."
        yield Task(f"Count the ballot of staff for “{competition}”", here, why)
    else:
        why = "It is counted once everybody who scores has locked."
        yield Task(f"The ballot of staff for “{competition}” has closed", here, why, tag="Waiting", is_done=True)


def _codes_or_vote(competition: Competition, when: str) -> Task:
    here = link("scoring:staff_ballot", competition.reference)
    if competition.has_codes:  # type: ignore[attr-defined]
        return Task(f"Staff vote on the bids for “{competition}”", here, when, tag="Ballot", is_done=True)
    return Task(f"Make the codes with which staff vote on the bids for “{competition}”", here, when)


def _annulment(competition: Competition, asked: StaffAnnulment, user: User, role: CouncilRole) -> Task:
    here = link("scoring:staff_ballot", competition.reference)
    if role == CouncilRole.APPROVER and asked.asked_by_id != user.pk:
        why = "An officer asks for it, with a reason."
        return Task(f"Decide whether the ballot of staff for “{competition}” is annulled", here, why)
    words = f"An approver decides whether the ballot of staff for “{competition}” is annulled"
    return Task(words, here, tag="Waiting", is_done=True)
