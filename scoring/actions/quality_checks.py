from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.models import Competition
from scoring.actions.reveals import may_still_change
from scoring.domain.roles import PanelRole
from scoring.models import ConsensusScore, ModerationRules, OpenedBid, PanelMember, QualityCheck
from scoring.models.quality_checks import took_part

MOST_LISTED = 10


@transaction.atomic
def check(agreed: ConsensusScore, *, signs_off: bool, remark: str, by: User, at: datetime) -> QualityCheck:
    """Sign an agreed score off, or send it back with a remark; only somebody who neither chaired nor scored may.

    A score that is agreed anew is checked anew. The trail keeps a fingerprint, since people who may not see scores yet
    read it.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=agreed.bid.competition_id)
    agreed = ConsensusScore.objects.select_related("bid__organisation", "criterion").get(pk=agreed.pk)
    remark = normalise(remark).strip()
    _check_may_check(competition, agreed, by)
    if not signs_off and not remark:
        raise Refusal("Say what the panel should look at again.")
    last = QualityCheck.objects.filter(agreed=agreed).last()
    if last and (last.is_signed_off, last.remark, last.by_id) == (signs_off, remark, by.pk):
        return last
    made = QualityCheck.objects.create(agreed=agreed, is_signed_off=signs_off, remark=remark, by=by, at=at)
    trail.record(
        "scoring.sign_off_score" if signs_off else "scoring.send_back_score",
        f"{agreed.criterion} of {agreed.bid.organisation}",
        trail=competition.reference,
        by=by,
        at=at,
        has_remark=bool(remark),
        fingerprint=fingerprint({"agreed": agreed.pk, "signed_off": signs_off, "remark": remark}),
    )
    if not signs_off:
        _tell_the_chair(agreed, competition, by, at)
    return made


def missing(competition: Competition) -> list[str]:
    """What keeps the bids from being ranked, in sentences, where the council asks that each score is signed off."""
    if not ModerationRules.objects.filter(competition=competition, needs_sign_off=True).exists():
        return []
    waiting = QualityCheck.objects.not_signed_off(competition).select_related("bid__organisation", "criterion")
    rows = list(waiting.order_by("criterion__section__position", "criterion__position", "bid__organisation__name"))
    said = [f"“{each.criterion}” of {each.bid.organisation} is not signed off yet." for each in rows[:MOST_LISTED]]
    return said + ([f"And {len(rows) - MOST_LISTED} more are not."] if len(rows) > MOST_LISTED else [])


def _check_may_check(competition: Competition, agreed: ConsensusScore, by: User) -> None:
    if not may_still_change(competition):
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so its agreed scores stay as they are.")
    if took_part(by, competition):
        raise Refusal("You chaired or scored here, so somebody else checks what was agreed.")
    if not OpenedBid.objects.visible_to(by).filter(pk=agreed.bid_id).exists():
        raise Refusal(f"You may not read the bid of {agreed.bid.organisation}, so somebody else checks its scores.")
    if agreed.superseded_at is not None:
        raise Refusal("This score was agreed anew meanwhile. Read what stands now, then check that.")


def _tell_the_chair(agreed: ConsensusScore, competition: Competition, by: User, at: datetime) -> None:
    for chair in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value):
        letters.queue(
            chair.user.email,
            f"An agreed score was sent back for {competition.title}"[:300],
            f"{by} read the reasons of the agreed score of “{agreed.criterion}” for {agreed.bid.organisation} and "
            "sent it back with a remark.\n\nSign in and open the criterion in moderation: the remark stands there. "
            "Record the score anew, with the same value or another one.",
            at=at,
            trail=competition.reference,
        )
