"""The offer of a bid, as typed so far. What two people change in different fields is put together."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.saving import Saved, SaveState
from partners.actions.writing import changed, clean, kept_if_late, locked, may_repeat
from partners.domain import typed_fields
from partners.domain.last_day import Deed
from partners.models import Bid, Offer, OfferVersion

TOLD_AGAIN_AFTER = timedelta(minutes=5)


def offer_of(bid: Bid) -> Offer | None:
    """The offer as it stands, if anything of it was ever saved."""
    return Offer.objects.filter(bid=bid).first()


def check_asked(bid: Bid) -> None:
    if not bid.competition.asks_offer:
        raise Refusal("This stage asks for no offer yet: those who go on make it in the next one.")


def save_offer(
    bid: Bid, typed: Mapping[str, str], *, version: int, by: User, at: datetime, has_ticks: bool = False
) -> Saved:
    """Save the fields of the offer that the page shows, also those that are no numbers yet.

    `version` is that of the page. Fields that the page did not change stay as others have made them meanwhile; a field
    that both changed is a clash: theirs stands, and both are kept. A page that `has_ticks` sends only those boxes that
    are ticked: what was ticked and is not sent is so no longer.
    """
    typed = {name: clean(text) for name, text in typed.items() if typed_fields.is_known(name)}
    if may_repeat(bid, at) and (stood := _stood_already(bid, typed, has_ticks=has_ticks)):
        return stood
    tried: dict[str, Any] = {"typed": typed, "has_ticks": True} if has_ticks else {"typed": typed}
    with kept_if_late(bid, Deed.OFFER, "Save the offer", tried, by=by, at=at) as told:
        return told.about(_save_offer(bid, typed, version=version, by=by, at=at, has_ticks=has_ticks))


def _stood_already(bid: Bid, typed: Mapping[str, str], *, has_ticks: bool) -> Saved | None:
    offer = offer_of(bid)
    if offer is None:
        return None
    shown = {**typed_fields.blank(), **offer.typed}
    ticked = {name for name, text in shown.items() if text and typed_fields.is_tick(name)} if has_ticks else set()
    is_same = ticked <= typed.keys() and all(shown.get(name) == text for name, text in typed.items())
    return Saved(SaveState.SAVED, offer.version, at=offer.saved_at) if is_same else None


@transaction.atomic
def _save_offer(bid: Bid, typed: Mapping[str, str], *, version: int, by: User, at: datetime, has_ticks: bool) -> Saved:
    bid = locked(bid, at=at)
    return write_offer(bid, typed, version=version, by=by, at=at, has_ticks=has_ticks)


def write_offer(
    bid: Bid, typed: Mapping[str, str], *, version: int | None, by: User, at: datetime, has_ticks: bool
) -> Saved:
    """Write into the locked bid what a page of that version sent; None for one that shows what stands."""
    check_asked(bid)
    if problems := typed_fields.too_long(typed):
        raise Refusal(*problems.values())
    offer = offer_of(bid) or Offer(bid=bid, saved_by=by, saved_at=at)
    version = offer.version if version is None else version
    standing = {**typed_fields.blank(), **offer.typed}
    base = _base(offer, version)
    if has_ticks:
        typed = {**{name: "" for name, text in base.items() if text and typed_fields.is_tick(name)}, **typed}
    clashes = _clashes(standing, typed, base)
    new = {name for name in typed if name not in base and name not in standing}
    mine = (_changes(typed, base).keys() | new) - clashes.keys()
    merged = {**standing, **{name: typed[name] for name in mine}}
    if merged == standing and not clashes:
        return Saved(SaveState.SAVED, version if offer.version else 0)
    is_news = offer.version == 0 or offer.saved_by_id != by.pk or at - offer.saved_at > TOLD_AGAIN_AFTER
    page = {**standing, **typed, **clashes}
    given = _write(offer, typed, page, merged, clashes, by=by, at=at)
    changed(bid, at)
    if is_news or clashes:
        trail.record(
            "partners.write_offer", offer.bid.reference, trail=bid.reference, by=by, at=at, version=offer.version
        )
    if clashes:
        return Saved(SaveState.CONFLICT, given, theirs=next(iter(clashes.values())), clashes=clashes)
    return Saved(SaveState.SAVED, given, others_changed=merged != page)


def _write(
    offer: Offer,
    typed: Mapping[str, str],
    page: Mapping[str, str],
    merged: Mapping[str, str],
    clashes: Mapping[str, str],
    *,
    by: User,
    at: datetime,
) -> int:
    """Write the merged offer, and what the page now shows under the number that is returned for it to carry."""
    rows: list[tuple[Mapping[str, str], bool]] = [(typed, True)] if clashes else []
    rows.append((page, False))
    given = offer.version + len(rows)
    if merged != page:
        rows.append((merged, False))
    first = offer.version + 1
    offer.typed, offer.saved_by, offer.saved_at = dict(merged), by, at
    offer.version += len(rows)
    offer.save()
    OfferVersion.objects.bulk_create(
        OfferVersion(
            offer=offer, version=number, typed=dict(fields), saved_by=by, saved_at=at, was_in_conflict=in_conflict
        )
        for number, (fields, in_conflict) in enumerate(rows, start=first)
    )
    return given


def _base(offer: Offer, version: int) -> Mapping[str, str]:
    """What the page showed before its author changed it; the blank form, if the page's number is not known."""
    row = offer.versions.filter(version=version, was_in_conflict=False).first() if offer.pk else None
    return {**typed_fields.blank(), **(row.typed if row else {})}


def _changes(typed: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """An empty field that the page's version did not have yet says nothing: somebody else may have filled it since."""
    return {name: text for name, text in typed.items() if text != base.get(name, "")}


def _clashes(standing: Mapping[str, str], typed: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """What stands in each field that both this page and somebody else changed, to different texts."""
    return {
        name: standing.get(name, "")
        for name, text in _changes(typed, base).items()
        if standing.get(name, "") not in (base.get(name, ""), text)
    }
