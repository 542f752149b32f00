"""Whether somebody stands apart enough from the bids of a competition to know of more than what is scored."""

from accounts.models import User
from accounts.models.questions import Question, stand_in
from procurement.models import Competition
from scoring.domain.roles import PanelRole
from scoring.models.opened import bids_of
from scoring.models.panels import PanelMember

_BIDS_IN = Question(
    lambda user, competition: (
        bids_of(stand_in(User, user)).filter(competition=competition).order_by().values_list("pk")
    ),
    user=int,
    competition=int,
)
_KEPT_OFF = Question(
    lambda user, competition: (
        PanelMember.objects.filter(user=user, competition=competition, left_at=None)
        .exclude(role=PanelRole.CHAIR.value)
        .order_by()
        .values_list("pk")
        .union(_BIDS_IN.build(user, competition), all=True)
    ),
    user=int,
    competition=int,
)


def bids_in(user: User, competition: Competition) -> bool:
    """Whether an organisation of the person has submitted a bid. One query."""
    return bool(_BIDS_IN.ask(user=user.pk, competition=competition.pk))


def is_kept_off(user: User, competition: Competition) -> bool:
    """Whether the person sits on the panel without chairing it, or bids. One query."""
    return bool(_KEPT_OFF.ask(user=user.pk, competition=competition.pk))
