"""Shutting the bids where the key is divided: after the deadline this installation forgets what opens the drafts."""

from datetime import datetime

from django.db import transaction

from partners.actions.agreements import SETTLED_AFTER
from partners.models import Bid, BidDocument, Upload
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, KeyDivision


def shut_due(*, at: datetime) -> int:
    """Shut the bids wherever the deadline has passed and nothing needs them any more; returns of how many competitions.

    Not recorded in the trail: when it is done depends on what bidders sent, which nobody may learn before the opening.
    """
    due = KeyDivision.objects.filter(
        competition__state=CompetitionState.PUBLISHED.value,
        competition__bid_deadline__lt=at - SETTLED_AFTER,
        working_key__forgotten_at=None,
    )
    return sum(_shut(division, at) for division in due.select_related("working_key").order_by("pk"))


@transaction.atomic
def _shut(division: KeyDivision, at: datetime) -> bool:
    """Forget the working key, unless something waits: an agreed bid to be entered, a file to be checked or finished."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=division.competition_id)
    working_key = division.working_key
    if working_key is None or competition.state != CompetitionState.PUBLISHED:
        return False
    bids = Bid.objects.filter(competition=competition)
    waits = (
        (competition.complete_counts and bids.filter(agreed_at__isnull=False, settled_at=None).exists())
        or Upload.objects.unfinished().filter(bid__in=bids).exists()
        or BidDocument.objects.present().unchecked().filter(bid__in=bids).exists()
    )
    if waits:
        return False
    working_key.forget(at)
    return True
