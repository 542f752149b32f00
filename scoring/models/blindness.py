"""Who sees whose scores: the one rule, asked by every page, list, count and export that comes near a score.

Nobody sees a score of somebody else before its author has locked it. Beyond that:

- who scores (an evaluator, or a chair who is assigned something) sees nobody else's before locking their own;
- the chair sees the scores of a criterion of a bid once all who are assigned to it have locked;
- the council, its auditor and the observers see scores once all who score in the competition have locked;
- of a bid that is not visible to a person (`OpenedBid.visible_to`) they see no scores at all.
"""

from enum import Enum, auto

from django.db.models import Exists, OuterRef

from accounts.models import User
from procurement.models import Competition
from scoring.domain.roles import PanelRole
from scoring.models.assignments import Assignment
from scoring.models.panels import PanelMember


class Sight(Enum):
    """How far a person sees at this moment."""

    OWN = auto()
    """Only their own scores."""
    SETTLED = auto()
    """Those of a criterion of a bid for which all who are assigned to it have locked."""
    LOCKED = auto()
    """Those of everybody who has locked."""
    ALL = auto()
    """Those of everybody, since all who score have locked."""


def sight_of(user: User, competition: Competition) -> Sight:
    """How far the person sees into the scores of bids that they may read. Two short queries at most."""
    seat = PanelMember.objects.filter(competition=competition, user=user, left_at=None).first()
    if seat is None or seat.role == PanelRole.OBSERVER:
        return Sight.ALL if everybody_has_locked(competition) else Sight.OWN
    if seat.role == PanelRole.EVALUATOR:
        return Sight.LOCKED if seat.locked_at else Sight.OWN
    scores_too = not seat.locked_at and Assignment.objects.of(competition).filter(member=seat).exists()
    return Sight.OWN if scores_too else Sight.SETTLED


def everybody_has_locked(competition: Competition) -> bool:
    """Whether something is assigned, and everybody to whom it is assigned has locked. One query."""
    # Asked of the few members: the many assignments are then looked up by member, not read one and all.
    assigned = Assignment.objects.counting().filter(member=OuterRef("pk"))
    scoring = PanelMember.objects.filter(Exists(assigned), competition=competition).order_by()
    locked = scoring.values_list("locked_at", flat=True)
    return bool(locked) and all(locked)
