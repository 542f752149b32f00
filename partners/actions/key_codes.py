"""Entering the codes that open a divided key: after the deadline, each by who holds it."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.openings import check_time, open_if_ready
from procurement.actions import divisions
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.models import Competition, KeyShare


@transaction.atomic
def enter(share: KeyShare, typed: str, *, by: User, at: datetime) -> bool:
    """Enter the code of a share. The last that is missing opens the bids, if two officers have confirmed.

    Returns whether the bids are open now. Refused before the deadline, and for a code that is not the share's.
    """
    rows = Competition.objects.select_for_update(of=("self",), no_key=True).select_related("service__council")
    competition = rows.get(pk=share.competition.pk)
    check_time(competition, at)
    if competition.opened_at is not None:
        raise Refusal("The bids were opened already. There is nothing more to do.")
    check_move(competition.stage, CompetitionState.OPENED)
    share = KeyShare.objects.select_related("holder", "division__competition").get(pk=share.pk)
    if share.entered_at is not None:
        raise Refusal(f"The code of this share was entered already, at {in_words(share.entered_at)}.")
    divisions.unseal(share, typed, by=by, at=at)
    trail.record("partners.enter_key_code", competition, trail=competition.reference, by=by, at=at, share=share.number)
    return open_if_ready(competition, by=by, at=at)
