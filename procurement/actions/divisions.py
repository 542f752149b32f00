"""Dividing the key of a competition among people at the council, while it is a draft."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain import sealed_boxes
from accounts.domain.divided_secrets import divide as divide_secret
from accounts.domain.divided_secrets import put_together as put_shares_together
from accounts.domain.paper_codes import new_code, private_key_of, read_code
from accounts.domain.refusals import Refusal
from accounts.domain.roles import DESIGNERS
from accounts.domain.sealing import CannotOpen
from accounts.models import CouncilMember, User, WorkingKey
from procurement.actions.drafts import lock_draft
from procurement.models import Competition, CompetitionKey, KeyDivision, KeyShare

NOT_THE_CODE = (
    "This is a code, but not the one of this share. Compare it with your paper. If the code was made more than once, "
    "only the last one holds."
)


@transaction.atomic
def divide(
    competition: Competition, *, holders: Collection[User], needed: int, kept_by: str, by: User, at: datetime
) -> KeyDivision:
    """Divide the key among the holders and an envelope that `kept_by` keeps; any `needed` of the shares open the bids.

    Codes that stand for a share which stays are kept. Said again as it stands, nothing changes.
    """
    competition, kept_by = lock_draft(competition), kept_by.strip()
    _check(competition, holders, needed, kept_by)
    division = KeyDivision.objects.filter(competition=competition).first()
    asked = (needed, {each.pk for each in holders}, kept_by)
    if division and (division.needed, *_held_by(division)) == asked:
        return division
    division = division or KeyDivision(competition=competition)
    division.needed = needed
    division.save()
    _remove(share for share in division.shares.all() if not _stays(share, holders, kept_by))
    staying = {share.holder_id for share in division.shares.all()}
    for holder in sorted(holders, key=lambda user: user.pk):
        if holder.pk not in staying:
            KeyShare.objects.create(division=division, number=_free_number(division), holder=holder)
    if None not in staying:
        KeyShare.objects.create(division=division, number=_free_number(division), kept_by=kept_by)
    names = sorted(str(holder) for holder in holders)
    trail.record(
        "procurement.divide_key",
        competition,
        trail=competition.reference,
        by=by,
        at=at,
        needed=needed,
        holders=names,
        envelope=kept_by,
    )
    return division


@transaction.atomic
def keep_whole(competition: Competition, *, by: User, at: datetime) -> None:
    """Do not divide the key after all. Twice does no harm."""
    competition = lock_draft(competition)
    division = KeyDivision.objects.filter(competition=competition).first()
    if division is None:
        return
    _remove(division.shares.all())
    division.delete()
    trail.record("procurement.keep_key_whole", competition, trail=competition.reference, by=by, at=at)


@transaction.atomic
def make_code(share: KeyShare, *, by: User, at: datetime) -> str:
    """A new code for the share, to be shown once: only its public key is kept. A code from before holds no more.

    That of an envelope is made by an officer who holds no share, so that nobody has seen two codes.
    """
    share = _locked(share)
    if share.holder is None and share.division.shares.filter(holder=by).exists():
        raise Refusal(
            "You hold a share yourself, so another officer has to make the code of the envelope: nobody may "
            "have seen two."
        )
    code = new_code()
    share.public_hex = sealed_boxes.public_of(private_key_of(code, share.reference)).hex()
    share.made_by, share.accepted_at = by, None
    share.save(update_fields=["public_hex", "made_by", "accepted_at"])
    competition = share.competition
    trail.record(
        "procurement.make_key_code", competition, trail=competition.reference, by=by, at=at, share=share.number
    )
    return code


@transaction.atomic
def accept(share: KeyShare, typed: str, *, by: User, at: datetime) -> None:
    """Take the share by typing its code back, which proves that it was kept. Twice does no harm."""
    share = _locked(share)
    if not share.public_hex:
        raise Refusal("The code of this share is not made yet: make it first.")
    check_code(share, typed, share.public_hex)
    if share.accepted_at is not None:
        return
    share.accepted_at = at
    share.save(update_fields=["accepted_at"])
    competition = share.competition
    trail.record(
        "procurement.accept_key_share", competition, trail=competition.reference, by=by, at=at, share=share.number
    )


def problems(competition: Competition) -> list[str]:
    """What stands between the division of the key and publication, in sentences."""
    division = KeyDivision.objects.filter(competition=competition).first()
    if division is None:
        return []
    shares = list(division.shares.select_related("holder"))
    here = set(CouncilMember.objects.filter(council=competition.council).values_list("user_id", flat=True))
    left = [share for share in shares if share.holder_id is not None and share.holder_id not in here]
    return [
        *(f"{share} holds a share of the key, and is not at the council any more." for share in left),
        *(_lacking(share, shares) for share in shares if share.accepted_at is None and share not in left),
    ]


def _lacking(share: KeyShare, shares: Collection[KeyShare]) -> str:
    if share.holder is None:
        holders = [each.holder_id for each in shares if each.holder_id]
        if not _has_officer_besides(share.competition, holders):
            return (
                f"The code of {share} can’t be made, since no officer is left who holds no share. Let somebody else "
                "hold a share instead of an officer, or ask a lead officer to add one."
            )
        return f"The code of {share} is not made and typed back yet. An officer who holds no share makes it."
    return f"{share} has not made the code of their share of the key and typed it back yet."


def seal_shares(key: CompetitionKey, private: bytes, division: KeyDivision) -> None:
    """Divide the private key and seal each share to who holds it; and seal a new working key to the competition's.

    Raises CannotOpen if the shares did not give the key back.
    """
    shares = list(division.shares.order_by("number"))
    parts = divide_secret(private, shares=shares[-1].number, needed=division.needed)
    mine = {share.number: parts[share.number] for share in shares}
    for some in (list(mine)[: division.needed], list(mine)[-division.needed :]):
        if put_shares_together({number: mine[number] for number in some}) != private:
            raise CannotOpen("The shares did not give the key back.")
    for share in shares:
        share.sealed = sealed_boxes.seal(mine[share.number], bytes.fromhex(share.public_hex), share.place)
        share.save(update_fields=["sealed"])
    working_key = WorkingKey.objects.make()
    division.working_key = working_key
    division.sealed_working_key = key.seal(bytes.fromhex(working_key.secret_hex or ""), division.place)
    division.save(update_fields=["working_key", "sealed_working_key"])


def unseal(share: KeyShare, typed: str, *, by: User, at: datetime) -> None:
    """Open a share with its code; it waits, sealed with the installation's key, until enough are there."""
    private = check_code(share, typed, share.public_hex)
    opened = sealed_boxes.open_box(bytes(share.sealed or b""), private, share.place)
    share.opened_hex, share.entered_by, share.entered_at = opened.hex(), by, at
    share.save(update_fields=["opened_hex", "entered_by", "entered_at"])


def put_together(division: KeyDivision) -> datetime | None:
    """Make the competition's private key whole out of the shares that are entered, and give the working key again.

    Returns since when that was forgotten, if it was.
    """
    entered = list(division.shares.entered())
    private = put_shares_together({share.number: bytes.fromhex(share.opened_hex or "") for share in entered})
    key = CompetitionKey.objects.select_for_update().get(competition=division.competition_id)
    if sealed_boxes.public_of(private).hex() != key.public_hex:
        raise CannotOpen("The shares that are entered do not make the key of this competition, so nothing is opened.")
    key.private_hex = private.hex()
    key.save(update_fields=["private_hex"])
    for share in entered:
        share.opened_hex = None
        share.save(update_fields=["opened_hex"])
    if division.working_key is None:
        return None
    forgotten_at = division.working_key.forgotten_at
    division.working_key.give_again(key.open(bytes(division.sealed_working_key or b""), division.place))
    return forgotten_at


def _check(competition: Competition, holders: Collection[User], needed: int, kept_by: str) -> None:
    at_council = CouncilMember.objects.filter(council=competition.council)
    sentences = []
    if at_council.filter(user__in=holders).count() != len(holders):
        sentences.append("Only people of the council can hold a share of the key.")
    sentences += _of_number(len(holders), needed)
    if not _has_officer_besides(competition, [each.pk for each in holders]):
        sentences.append(
            "Leave out one officer: the code of the envelope is made by an officer who holds no share. An approver or "
            "an auditor can hold a share instead."
        )
    if not kept_by:
        sentences.append("Say who keeps the envelope with the spare code, such as the monitoring officer.")
    if sentences:
        raise Refusal(*sentences)


def _of_number(holders: int, needed: int) -> Iterator[str]:
    """What is wrong with so many holders, of whom so many are needed."""
    spare = "The envelope is spare, and does not count."
    if holders >= 2:
        if not 2 <= needed <= holders:
            how_many = "2" if holders == 2 else f"from 2 to {holders}"
            yield f"Enter how many codes open the bids: {how_many}, since {holders} people hold a share. {spare}"
        return
    if needed > 2:
        yield f"Choose at least {needed} people who hold a share, or let fewer codes open the bids. {spare}"
        return
    yield "Choose at least two people who hold a share."
    if needed < 2:
        yield "Enter how many codes open the bids: 2 or more."


def _has_officer_besides(competition: Competition, holders: Collection[int]) -> bool:
    """Whether an officer of the council is none of these, so that they can make the code of the envelope."""
    officers = CouncilMember.objects.filter(council=competition.council, role__in=DESIGNERS)
    return officers.exclude(user__in=holders).exists()


def _held_by(division: KeyDivision) -> tuple[set[int], str]:
    shares = list(division.shares.all())
    return {share.holder_id for share in shares if share.holder_id}, "".join(share.kept_by for share in shares)


def _stays(share: KeyShare, holders: Collection[User], kept_by: str) -> bool:
    if share.holder_id is not None:
        return share.holder_id in {each.pk for each in holders}
    # Who has seen the code of the envelope holds no share.
    return share.kept_by == kept_by and share.made_by not in holders


def _remove(shares: Iterable[KeyShare]) -> None:
    for share in list(shares):
        share.delete()


def _free_number(division: KeyDivision) -> int:
    taken = set(division.shares.values_list("number", flat=True))
    return next(number for number in range(1, 256) if number not in taken)


def _locked(share: KeyShare) -> KeyShare:
    lock_draft(share.competition)
    rows = KeyShare.objects.select_for_update(of=("self",)).select_related("holder", "division__competition__service")
    return rows.get(pk=share.pk)


def check_code(share: KeyShare, typed: str, public_hex: str) -> bytes:
    """The private key for which the code stands. Refused if that does not belong to the public key."""
    private = private_key_of(read_code(typed), share.reference)
    if sealed_boxes.public_of(private).hex() != public_hex:
        raise Refusal(NOT_THE_CODE)
    return private
