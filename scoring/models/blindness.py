"""Who sees whose scores: the one rule, asked by every page, list, count and export that comes near a score.

Nobody sees a score of somebody else before the chair reveals all scores of that criterion of that bid at once, which
takes that all who score it have locked. Beyond that:

- who scores (an evaluator, or a chair who is assigned something) sees nobody else's before locking their own;
- the council, its auditor, observers and quality checkers see scores once all who score in the competition have locked;
- while somebody is to score anew in a later stage, they see of an earlier one their own scores only;
- of a bid that is not visible to a person (`OpenedBid.visible_to`) they see no scores at all.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from django.db.models import Sum

from accounts.models import User
from accounts.models.questions import Question
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, later_stages
from scoring.domain.roles import PanelRole
from scoring.models.panels import PanelMember


class Sight(Enum):
    """How far a person sees at this moment."""

    OWN = auto()
    """Only their own scores."""
    REVEALED = auto()
    """Also those that were revealed."""


class Seat(NamedTuple):
    """A seat on the panel, also one that its member has left. `scores` is how many scores are theirs to give."""

    pk: int
    user: int
    role: str
    left_at: datetime | None
    locked_at: datetime | None
    scores: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The seats of a competition at one moment: all from which it follows who sees whose scores."""

    seats: tuple[Seat, ...]

    @property
    def has_locked(self) -> bool:
        """Whether something is assigned, and everybody to whom it is assigned has locked."""
        scoring = [seat for seat in self.seats if seat.scores]
        return bool(scoring) and all(seat.locked_at for seat in scoring)

    def _seat_of(self, user: User) -> Seat | None:
        return next((seat for seat in self.seats if seat.user == user.pk and not seat.left_at), None)

    def is_to_score(self, user: User) -> bool:
        """Whether the person is an evaluator, or was assigned something, and has not locked."""
        seat = self._seat_of(user)
        return seat is not None and not seat.locked_at and bool(seat.role == PanelRole.EVALUATOR or seat.scores)

    def sight_of(self, user: User) -> Sight:
        """How far the person sees into the scores of bids that they may read."""
        seat = self._seat_of(user)
        if seat and seat.role == PanelRole.EXPERT:
            return Sight.OWN
        if seat is None or PanelRole(seat.role).looks_on:
            return Sight.REVEALED if self.has_locked else Sight.OWN
        return Sight.OWN if self.is_to_score(user) else Sight.REVEALED


_SEATS = Question(
    lambda competition: (
        PanelMember.objects.filter(competition=competition)
        .order_by("pk")
        .values_list("pk", "user_id", "role", "left_at", "locked_at", Sum("tallies__total"))
    ),
    competition=int,
)


def panel_of(competition: Competition) -> Panel:
    """The panel as it is now. One query."""
    # The tallies are few, where the assignments are many.
    values = _SEATS.ask(competition=competition.pk)
    return Panel(
        tuple(Seat(pk, user, role, left, locked, total or 0) for pk, user, role, left, locked, total in values)
    )


def sight_of(user: User, competition: Competition, panel: Panel | None = None) -> Sight:
    """How far the person sees into the scores of bids that they may read, with the panel of the competition if known.

    One query, and two for each stage after it.

    Of a stage that has ended nobody sees others' scores while they are to score anew in a later one.
    """
    for stage in later_stages(competition):
        is_over = stage.stage in {CompetitionState.ANNOUNCED, CompetitionState.AWARDED, CompetitionState.ABANDONED}
        if not is_over and panel_of(stage).is_to_score(user):
            return Sight.OWN
    return (panel or panel_of(competition)).sight_of(user)


def everybody_has_locked(competition: Competition) -> bool:
    """Whether something is assigned, and everybody to whom it is assigned has locked. One query."""
    return panel_of(competition).has_locked
