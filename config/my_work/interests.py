"""Declared interests on which a lead officer decides: until then their member neither reads nor scores the bid."""

from collections.abc import Iterator, Mapping

from accounts.domain.roles import CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link
from scoring.actions.interests import OPEN
from scoring.domain.roles import Interest, PanelRole
from scoring.models import InterestDecision, InterestDeclaration, PanelMember


def interest_work(user: User, roles: Mapping[int, CouncilRole]) -> Iterator[tuple[int, Task]]:
    """For lead officers, by council, a task for each competition in which somebody waits. One query at most.

    Not where they score or observe themselves, as then they see no declarations, nor about their own.
    """
    councils = [council for council, role in roles.items() if role == CouncilRole.LEAD_OFFICER]
    if not councils:
        return
    seats = PanelMember.objects.filter(user=user, left_at=None).exclude(role=PanelRole.CHAIR.value).order_by()
    waiting = (
        InterestDeclaration.objects.filter(superseded_at=None, member__left_at=None)
        .exclude(interest=Interest.NONE.value)
        .exclude(pk__in=InterestDecision.objects.filter(superseded_at=None).order_by().values("declaration"))
        .exclude(member__user=user)
        .exclude(member__competition__in=seats.values("competition"))
        .filter(
            member__competition__service__council__in=councils,
            member__competition__state__in=[state.value for state in OPEN],
        )
    )
    found: dict[tuple[int, str, str], list[str]] = {}
    of = "member__competition"
    rows = waiting.order_by(of, "member__user__name").values_list(
        f"{of}__service__council", f"{of}__reference", f"{of}__title", "member__user__name"
    )
    for council, reference, title, name in rows:
        found.setdefault((council, reference, title), []).append(name)
    for (council, reference, title), names in found.items():
        who = " and ".join(dict.fromkeys(names))
        words, register = (
            f"Decide whether {who} may take part in “{title}”",
            link("scoring:interest_register", reference),
        )
        detail = "An interest was declared. Until you decide that they may, they neither read nor score that bid."
        yield council, Task(words, register, detail, tag="Interest")
