"""The agreed scores that wait for a second person to sign them off, or for the chair to agree them anew."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link, so_many
from procurement.models import Competition
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember, QualityCheck

WHY = "A second person reads the reasons of each, and signs it off or sends it back. The bids are not ranked before."


def officers_sign_offs(user: User, roles: Mapping[int, CouncilRole]) -> Iterator[tuple[int, Task]]:
    """For officers, where the council asks for it, each with its council. One query."""
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
    names = ("bid__competition__service__council", "bid__competition__reference", "bid__competition__title")
    for council, reference, title, count in waiting.order_by().values_list(*names).annotate(count=Count("pk")):
        yield council, Task(sign_off_words(count, title), link("scoring:moderation", reference), WHY)


def sign_off_words(count: int, title: str) -> str:
    return f"Sign off {so_many(count, 'agreed score')} of “{title}”, or send {'it' if count == 1 else 'them'} back"


def checkers_sign_offs(user: User, seats: Iterable[PanelMember]) -> Mapping[Competition, int]:
    """How many wait for a quality checker, by the competition. One query, and none for whoever is none."""
    checked = {seat.competition_id: seat.competition for seat in seats if seat.role == PanelRole.CHECKER}
    if not checked:
        return {}
    waiting = QualityCheck.objects.waiting_for(user).filter(bid__competition__in=checked).order_by()
    counts = dict(waiting.values_list("bid__competition").annotate(count=Count("pk")))
    return {competition: counts.get(pk, 0) for pk, competition in checked.items()}
