"""What people have to do who hold a share of the key of a competition."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q

from accounts.models import User
from config.my_work.tasks import Task, link
from procurement.domain.lifecycle import CompetitionState
from procurement.models import KeyHandover, KeyShare


def key_share_work(user: User, at: datetime) -> Iterator[tuple[int, Task]]:
    """The tasks, each with its council: to make and take one's code or an envelope's, to enter or to hand it over.

    Two queries.
    """
    to_take = Q(division__competition__state=CompetitionState.DRAFT.value, accepted_at=None)
    to_keep = Q(division__competition__state=CompetitionState.PUBLISHED.value, entered_at=None)
    envelopes = Q(pk__in=KeyShare.objects.envelopes_for(user).filter(accepted_at=None).values("pk"))
    rows = KeyShare.objects.visible_to(user).filter(Q(to_take | to_keep, holder=user) | envelopes)
    for share in rows.order_by(F("division__competition__bid_deadline").asc(nulls_last=True), "pk"):
        yield share.council.pk, _task(share, user, at)
    councils = user.council_roles.values("council")
    handed = KeyHandover.objects.open().filter(share__division__competition__service__council__in=councils)
    for each in handed.filter(Q(to=user, accepted_at=None) | Q(by=user, accepted_at__isnull=False)).order_by("pk"):
        yield each.share.council.pk, _to_hand_over(each, user)


def _task(share: KeyShare, user: User, at: datetime) -> Task:
    if share.holder_id is None:
        return _to_seal(share, user)
    if share.competition.is_draft:
        return _to_take(share)
    deadline = share.competition.bid_deadline
    return _to_enter(share) if deadline and at > deadline else _to_keep(share)


def _to_keep(share: KeyShare) -> Task:
    words = "Keep your code until the bids are opened. If you leave before, hand your share over."
    to_do = f"Your share of the key for “{share.competition}”"
    return Task(to_do, link("procurement:key_share", share.reference), words, tag="Key", is_done=True)


def _to_hand_over(handover: KeyHandover, user: User) -> Task:
    share = handover.share
    url = link("procurement:key_handover", share.reference)
    if handover.to_id != user.pk:
        to_do = f"Enter your code to hand over your share of the key for “{share.competition}”"
        return Task(to_do, url, f"{handover.to} has made a code.", tag="Key")
    made = bool(handover.public_hex)
    ready = "your paper" if made else "a printer or a pen"
    to_do = f"{'Type back' if made else 'Make'} your code for “{share.competition}”"
    words = f"{handover.by} hands over a share of the key that opens the bids. Have {ready} ready."
    return Task(to_do, url, words, tag="Key")


def _to_take(share: KeyShare) -> Task:
    made = bool(share.public_hex)
    ready = "your paper" if made else "a printer or a pen"
    words = f"You hold a share of the key that opens the bids. Have {ready} ready."
    to_do = f"{'Type back' if made else 'Make'} your code for “{share.competition}”"
    return Task(to_do, link("procurement:key_share", share.reference), words, tag="Key")


def _to_enter(share: KeyShare) -> Task:
    words = "You hold a share of the key that opens the bids."
    to_do = f"Enter your code for “{share.competition}”"
    return Task(to_do, link("partners:key_code", share.reference), words, tag="Key")


def _to_seal(envelope: KeyShare, user: User) -> Task:
    is_mine = bool(envelope.public_hex) and envelope.made_by_id == user.pk
    words = (
        "You made it: type it back from the paper before the envelope is sealed."
        if is_mine
        else f"An officer who holds no share makes it, with {envelope.keeper} at hand, who keeps it."
    )
    to_do = f"{'Type back' if is_mine else 'Make'} the code of the envelope for “{envelope.competition}”"
    return Task(to_do, link("procurement:key_share", envelope.reference), words, tag="Key")
