"""The next stage begins: bids are invited, and the panel of the stage before sits again, to score anew."""

from datetime import datetime

from django.db import transaction

from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import admissions
from procurement.models import Competition
from scoring.actions import feedback, moderation_rules, panels
from scoring.domain.roles import Background, PanelRole
from scoring.models import ModerationRules, PanelMember


@transaction.atomic
def invite(
    stage: Competition, *, bid_deadline: datetime, questions_deadline: datetime, by: User, at: datetime
) -> Competition:
    """Invite bids to a later stage from all who went on to it. A second press changes nothing.

    Its panel begins as that of the stage before; every member declares anew, since consortia may have changed.
    """
    stage = invite_bids(stage, bid_deadline=bid_deadline, questions_deadline=questions_deadline, by=by, at=at)
    if not PanelMember.objects.filter(competition=stage).exists():
        _seat_again(stage, by=by, at=at)
    return stage


@transaction.atomic
def invite_bids(
    stage: Competition, *, bid_deadline: datetime, questions_deadline: datetime, by: User, at: datetime
) -> Competition:
    """Invite them alone, and seat nobody: as a file does, which tells itself who sits on the panel."""
    if stage.follows is None:
        raise Refusal("This is the first stage: it is published, and anybody may bid.")
    feedback.check_alike(stage.follows)
    return admissions.invite(stage, bid_deadline=bid_deadline, questions_deadline=questions_deadline, by=by, at=at)


def _seat_again(stage: Competition, *, by: User, at: datetime) -> None:
    before = stage.follows_id
    sitting = PanelMember.objects.filter(competition=before, left_at=None, user__is_active=True)
    for seat in sitting.select_related("user").order_by("pk"):
        panels.appoint(
            stage,
            seat.user,
            PanelRole(seat.role),
            background=Background(seat.background) if seat.background else None,
            employer=seat.employer,
            by=by,
            at=at,
        )
    rules = ModerationRules.objects.filter(competition=before).first()
    if rules is not None:
        moderation_rules.set_rules(
            stage,
            quorum=rules.quorum,
            quorum_of=_still_asked(rules.quorum_of, stage),
            needs_sign_off=rules.needs_sign_off,
            why="As in the stage before.",
            by=by,
            at=at,
        )


def _still_asked(quorum_of: dict[str, int], stage: Competition) -> dict[str, int]:
    asked = set(stage.criteria.judged().values_list("reference", flat=True))
    return {reference: number for reference, number in quorum_of.items() if reference in asked}
