"""Handing a share of a published competition's key to somebody else at the council.

The share itself stays the same, so nobody else's code is needed: it is opened with the code of who holds it, and sealed
to the code of who takes it. From then on the code before it opens nothing here.
"""

from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain import sealed_boxes
from accounts.domain.paper_codes import new_code, private_key_of
from accounts.domain.refusals import Refusal
from accounts.models import CouncilMember, User
from procurement.actions.divisions import check_code
from procurement.models import Competition, KeyHandover, KeyShare

NOT_NOW = "A share can be handed over from publication until its code is entered or the bids are opened."
NOT_BEGUN = "This share is not being handed over any more. Load the page again to see how it stands."


@transaction.atomic
def begin(share: KeyShare, to: User, *, by: User, at: datetime) -> KeyHandover:
    """Say to whom the share shall go. The same again changes nothing; somebody else takes their place."""
    share = _locked(share)
    _check_successor(share, to)
    standing = KeyHandover.objects.of(share)
    if standing is not None and standing.to_id == to.pk:
        return standing
    KeyHandover.objects.open().filter(share=share).update(ended_at=at)
    _record("procurement.begin_handover", share, by=by, at=at, to=str(to))
    body = (
        f"{by} holds a share of the key that opens the bids of “{share.competition}”, and hands it over to you.\n\n"
        "Sign in and open “My work”: there you make a code of your own. Have a printer or a pen ready. Then "
        f"{by} enters their code, and from then on only yours opens the share.\n"
    )
    subject = f"You take over a share of the key: {share.competition}"[:300]
    letters.queue(to.email, subject, body, at=at, trail=share.competition.reference)
    return KeyHandover.objects.create(share=share, by=by, to=to, begun_at=at)


@transaction.atomic
def take_back(share: KeyShare, *, by: User, at: datetime) -> None:
    """Keep the share after all. Twice does no harm."""
    share = _locked(share)
    if KeyHandover.objects.filter(share=share, ended_at=None).update(ended_at=at):
        _record("procurement.take_back_handover", share, by=by, at=at)


@transaction.atomic
def make_code(share: KeyShare, *, by: User, at: datetime) -> str:
    """A new code for the successor, to be shown once. One that they made before holds no more."""
    share, handover = _of_successor(share, by)
    code = new_code()
    handover.public_hex = sealed_boxes.public_of(private_key_of(code, share.reference)).hex()
    handover.accepted_at = None
    handover.save(update_fields=["public_hex", "accepted_at"])
    _record("procurement.make_key_code", share, by=by, at=at)
    return code


@transaction.atomic
def accept(share: KeyShare, typed: str, *, by: User, at: datetime) -> None:
    """Prove that the successor's code was kept, by typing it back. Twice does no harm."""
    share, handover = _of_successor(share, by)
    if not handover.public_hex:
        raise Refusal("Make your code first.")
    check_code(share, typed, handover.public_hex)
    if handover.accepted_at is None:
        handover.accepted_at = at
        handover.save(update_fields=["accepted_at"])
        _record("procurement.accept_key_share", share, by=by, at=at)


@transaction.atomic
def complete(share: KeyShare, typed: str, *, by: User, at: datetime) -> None:
    """Hand the share over, with the code of who holds it: it is sealed to the successor's code instead."""
    share = _locked(share)
    handover = KeyHandover.objects.of(share)
    if handover is None:
        raise Refusal(NOT_BEGUN)
    if handover.accepted_at is None:
        raise Refusal(f"{handover.to} has not made their code and typed it back yet.")
    _check_successor(share, handover.to)
    private = check_code(share, typed, share.public_hex)
    opened = sealed_boxes.open_box(bytes(share.sealed or b""), private, share.place)
    share.sealed = sealed_boxes.seal(opened, bytes.fromhex(handover.public_hex), share.place)
    share.public_hex, share.holder = handover.public_hex, handover.to
    share.made_by, share.accepted_at = handover.to, handover.accepted_at
    share.save(update_fields=["sealed", "public_hex", "holder", "made_by", "accepted_at"])
    handover.ended_at = at
    handover.save(update_fields=["ended_at"])
    _record("procurement.hand_over_share", share, by=by, at=at, to=str(handover.to))


def successors(share: KeyShare) -> list[CouncilMember]:
    """Who could take the share: people of the council who have seen no code of this key."""
    shares = list(share.division.shares.all())
    seen = {each.holder_id for each in shares} | {each.made_by_id for each in shares}
    rows = CouncilMember.objects.filter(council=share.council).exclude(user__in=[pk for pk in seen if pk])
    return list(rows.select_related("user").order_by("user__name", "pk"))


def _check_successor(share: KeyShare, to: User) -> None:
    if to.pk not in {each.user_id for each in successors(share)}:
        raise Refusal(
            f"{to} can’t take this share: choose somebody of the council who holds none and has not made the code of "
            "the envelope, since nobody may have seen two."
        )


def _of_successor(share: KeyShare, by: User) -> tuple[KeyShare, KeyHandover]:
    share = _locked(share)
    handover = KeyHandover.objects.of(share)
    if handover is None or handover.to_id != by.pk:
        raise Refusal(NOT_BEGUN)
    return share, handover


def _locked(share: KeyShare) -> KeyShare:
    """The share, locked with its competition, so that its code is not entered meanwhile."""
    Competition.objects.select_for_update(of=("self",), no_key=True).get(pk=share.competition.pk)
    share = (
        KeyShare.objects.select_for_update(of=("self",))
        .select_related("holder", "division__competition__service__council")
        .get(pk=share.pk)
    )
    if not share.can_be_handed_over:
        raise Refusal(NOT_NOW)
    return share


def _record(verb: str, share: KeyShare, *, by: User, at: datetime, **details: str) -> None:
    competition = share.competition
    trail.record(verb, competition, trail=competition.reference, by=by, at=at, share=share.number, **details)
