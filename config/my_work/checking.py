"""Agreed scores that wait for a second person: nothing is told before everybody who scores has locked."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link, so_many
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember, QualityCheck


def checking_work(user: User, roles: Mapping[int, CouncilRole]) -> Iterator[tuple[int, Task]]:
    """For officers, by council: where scores are to be signed off, if the council asks for that. One query at most."""
    councils = [council for council, role in roles.items() if role in DESIGNERS]
    if not councils:
        return
    seats = PanelMember.objects.filter(user=user, left_at=None).order_by()
    waiting = (
        QualityCheck.objects.waiting_for(user)
        .filter(bid__competition__moderation_rules__needs_sign_off=True)
        .filter(bid__competition__service__council__in=councils)
        .exclude(bid__competition__in=seats.values("competition"))
    )
    named = ("bid__competition__service__council", "bid__competition__reference", "bid__competition__title")
    counted = waiting.order_by().values_list(*named).annotate(count=Count("pk"))
    for council, reference, title, count in counted:
        yield council, _task(reference, title, count, " The bids are not ranked before.")


def to_check(user: User, seats: Iterable[PanelMember]) -> dict[int, Task]:
    """For quality checkers, by competition. One query, and none for whoever is none."""
    checked = {seat.competition_id: seat.competition for seat in seats if seat.role == PanelRole.CHECKER}
    if not checked:
        return {}
    waiting = QualityCheck.objects.waiting_for(user).filter(bid__competition__in=checked).order_by()
    counts = dict(waiting.values_list("bid__competition").annotate(count=Count("pk")))
    return {pk: _task(each.reference, str(each), counts.get(pk, 0)) for pk, each in checked.items()}


def _task(reference: str, title: str, count: int, detail: str = "") -> Task:
    here = link("scoring:moderation", reference)
    if not count:
        return Task(f"Follow the moderation of “{title}”", here, "No agreed score waits for you.", is_done=True)
    scores, them = so_many(count, "agreed score"), "it" if count == 1 else "them"
    words = f"Read the reasons of {scores} of “{title}”, to sign {them} off"
    return Task(words, here, f"Or send {them} back with a remark.{detail}")
