"""What staff said, for those who may see it: the one blindness rule decides, as it does of scores."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from procurement.models import Competition
from scoring.models.blindness import Sight, panel_of
from scoring.models.staff_ballots import StaffBallot


def count_seen_by(user: User, competition: Competition) -> Mapping[str, Any] | None:
    """The frozen count, if it is made and everybody who scores has locked; none for whoever sees only their own."""
    ballot = StaffBallot.objects.counted(competition)
    if ballot is None:
        return None
    panel = panel_of(competition)
    return ballot.count if panel.has_locked and panel.sight_of(user) is not Sight.OWN else None
