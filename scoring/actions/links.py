"""Hidden links are offered; whoever keeps the register of interests confirms or dismisses each, with a reason."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.models import Competition
from scoring.domain.hidden_links import Link
from scoring.models import LinkFinding, PanelMember


@transaction.atomic
def find(
    competition: Competition, link: Link, *, is_confirmed: bool, reason: str, by: User, at: datetime
) -> LinkFinding:
    """Confirm or dismiss a link. Nothing follows by itself: the reason says what was done, and may be read in court."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    reason = normalise(reason).strip()
    if not reason:
        raise Refusal("Give your reason: what you looked at, and what you did.")
    if link.judge and PanelMember.objects.filter(reference=link.judge, user=by).exists():
        raise Refusal("This link is about yourself: somebody else confirms or dismisses it.")
    last = LinkFinding.objects.filter(competition=competition, key=link.key, superseded_at=None).first()
    if last and (last.is_confirmed, last.reason) == (is_confirmed, reason):
        return last
    LinkFinding.objects.filter(competition=competition, key=link.key, superseded_at=None).update(superseded_at=at)
    finding = LinkFinding.objects.create(
        competition=competition,
        key=link.key,
        match=link.match.value,
        words=link.words,
        is_confirmed=is_confirmed,
        reason=reason,
        by=by,
        at=at,
    )
    # Only the kind of match is told to the trail: who is behind a bid is for those who may read it.
    trail.record(
        "scoring.confirm_link" if is_confirmed else "scoring.dismiss_link",
        link.match.label,
        trail=competition.reference,
        by=by,
        at=at,
        link=link.key,
        fingerprint=fingerprint([link.words, reason]),
    )
    return finding
