"""Who has which page of a bid open: told to those who write the same bid, and to nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import TrailEvent, User
from partners.domain.presence import (
    CONSORTIUM,
    LABELS,
    OFFER,
    RECENT_FOR,
    Seen,
    criterion_at,
    place_of_answer,
    time_in_words,
)
from partners.models import Answer, Bid, Offer, Presence
from procurement.models import Criterion


@dataclass(frozen=True, slots=True)
class LastSave:
    by: User
    at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """Who else is on this page and on others of the bid, in sentences, and who saved this page last."""

    last_saved: str
    here: tuple[tuple[str, str], ...]
    """Each name with its sentence."""
    elsewhere: tuple[str, ...]


def note(bid: Bid, place: str, *, by: User, at: datetime, is_writing: bool = False) -> None:
    """Note that the person has the page open; what is older than some minutes is forgotten. Raises nothing."""
    if not _is_place(bid, place):
        return
    # In one statement: a clash with another tab's would stand in the log of the database, with who writes what.
    Presence.objects.bulk_create(
        [Presence(bid=bid, user=by, place=place, seen_at=at, wrote_at=at if is_writing else None)],
        update_conflicts=True,
        unique_fields=["bid", "user", "place"],
        update_fields=["seen_at", "wrote_at"] if is_writing else ["seen_at"],
    )
    Presence.objects.filter(bid=bid, seen_at__lt=at - RECENT_FOR).delete()


def leave(bid: Bid, place: str, *, by: User) -> None:
    """Note that the person has closed the page."""
    Presence.objects.filter(bid=bid, user=by, place=place).delete()


def company_at(bid: Bid, place: str, *, by: User, at: datetime) -> Company:
    """Who else writes this bid now, seen from one of its pages."""
    rows = list(
        Presence.objects.filter(bid=bid, seen_at__gt=at - RECENT_FOR, user__in=bid.writers())
        .exclude(user=by)
        .select_related("user")
        .order_by("user__name", "user_id", "-seen_at")
    )
    saves, labels = _saves(bid), _labels(bid) if rows else LABELS
    here, elsewhere = [], []
    for row in rows:
        save = saves.get(row.place)
        mine = save.at if save and save.by == row.user else None
        seen = Seen(str(row.user), row.place, labels.get(row.place, "the bid"), row.seen_at, row.wrote_at, mine)
        if row.place == place:
            here.append((seen.name, seen.in_words(at, is_here=True)))
        else:
            elsewhere.append(seen.in_words(at, is_here=False))
    return Company(_said(saves.get(place), by, at), tuple(here), tuple(elsewhere))


def _said(save: LastSave | None, by: User, at: datetime) -> str:
    if save is None:
        return ""
    return f"Last saved by {'you' if save.by == by else save.by} at {time_in_words(save.at, at)}."


def _saves(bid: Bid) -> Mapping[str, LastSave]:
    """Who saved each page last, and when; the texts themselves are left where they are."""
    found = {
        place_of_answer(each.criterion.reference): LastSave(each.saved_by, each.saved_at)
        for each in Answer.objects.filter(bid=bid)
        .select_related("saved_by", "criterion")
        .only("saved_at", "saved_by", "criterion__reference")
    }
    if offer := Offer.objects.filter(bid=bid).select_related("saved_by").only("saved_at", "saved_by").first():
        found[OFFER] = LastSave(offer.saved_by, offer.saved_at)
    named = TrailEvent.objects.filter(trail=bid.reference, verb="partners.name_consortium").select_related("by")
    if (last := named.order_by("-sequence").first()) and last.by:
        found[CONSORTIUM] = LastSave(last.by, last.at)
    return found


def _labels(bid: Bid) -> Mapping[str, str]:
    titles = Criterion.objects.filter(competition=bid.competition_id).values_list("reference", "title")
    return {**LABELS, **{place_of_answer(reference): f"“{title}”" for reference, title in titles}}


def _is_place(bid: Bid, place: str) -> bool:
    reference = criterion_at(place)
    if reference is None:
        return place in LABELS
    return Criterion.objects.filter(competition=bid.competition_id, reference=reference).exists()
