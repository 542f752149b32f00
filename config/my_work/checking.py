"""Agreed scores that wait for a second person, told to officers: nothing before everybody who scores has locked."""

from collections.abc import Iterator, Mapping

from django.db.models import Count, Exists, OuterRef, Subquery

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link, so_many
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.models import Assignment, ModerationRules, PanelMember, QualityCheck
from scoring.models.quality_checks import judged_by

OPEN = (CompetitionState.OPENED.value, CompetitionState.RANKED.value)


def checking_work(user: User, roles: Mapping[int, CouncilRole]) -> Iterator[tuple[int, Task]]:
    """By council: where scores are to be signed off, if the council asks for that. One query at the most."""
    mine = [council for council, role in roles.items() if role in DESIGNERS]
    if not mine:
        return
    asked = ModerationRules.objects.filter(competition=OuterRef("pk"), needs_sign_off=True)
    at_work = PanelMember.objects.filter(
        Exists(Assignment.objects.filter(member=OuterRef("pk"))),
        competition=OuterRef("pk"),
        left_at=None,
        locked_at=None,
    )
    waiting = QualityCheck.objects.not_signed_off(OuterRef("pk")).order_by().values("bid__competition")
    found = (
        Competition.objects.filter(Exists(asked), ~Exists(at_work), service__council__in=mine, state__in=OPEN)
        .exclude(judged_by(user))
        .annotate(waiting=Subquery(waiting.annotate(count=Count("pk")).values("count")))
        .exclude(waiting=None)
    )
    for competition in found.select_related("service").order_by("pk"):
        scores = so_many(vars(competition)["waiting"], "agreed score")
        words = f"Read the reasons of {scores} of “{competition}”, to sign them off"
        detail = "Or send them back with a remark. The bids are not ranked before."
        yield competition.service.council_id, Task(words, link("scoring:moderation", competition.reference), detail)
