"""Who a person is at a council. Each later app combines these into its permissions."""

from typing import Protocol

import rules

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import Council, CouncilMember, User
from accounts.models.questions import Question


class OfCouncil(Protocol):
    """Anything that belongs to a council."""

    @property
    def council(self) -> Council: ...


_ROLES = Question(
    lambda user: CouncilMember.objects.filter(user=user).order_by("pk").values_list("council_id", "role"), user=int
)


def role_at(user: User, council: Council) -> CouncilRole | None:
    """The person's role at the council, read once for each request's user object."""
    roles: dict[int, CouncilRole] | None = getattr(user, "_roles_by_council", None)
    if roles is None:
        roles = {council_id: CouncilRole(role) for council_id, role in _ROLES.ask(user=user.pk)}
        user._roles_by_council = roles  # type: ignore[attr-defined]
    return roles.get(council.pk)


@rules.predicate
def is_signed_in(user: User, subject: object = None) -> bool:
    return user.is_authenticated


@rules.predicate
def is_at_council(user: User, subject: OfCouncil) -> bool:
    return role_at(user, subject.council) is not None


@rules.predicate
def is_officer(user: User, subject: OfCouncil) -> bool:
    """An officer or a lead officer."""
    return role_at(user, subject.council) in DESIGNERS


@rules.predicate
def is_lead_officer(user: User, subject: OfCouncil) -> bool:
    return role_at(user, subject.council) == CouncilRole.LEAD_OFFICER


@rules.predicate
def is_approver(user: User, subject: OfCouncil) -> bool:
    return role_at(user, subject.council) == CouncilRole.APPROVER


@rules.predicate
def is_auditor(user: User, subject: OfCouncil) -> bool:
    return role_at(user, subject.council) == CouncilRole.AUDITOR


@rules.predicate
def is_at_some_council(user: User, subject: object = None) -> bool:
    return CouncilMember.objects.filter(user=user).exists()


@rules.predicate
def is_officer_somewhere(user: User, subject: object = None) -> bool:
    return CouncilMember.objects.filter(user=user, role__in=DESIGNERS).exists()


@rules.predicate
def is_lead_officer_somewhere(user: User, subject: object = None) -> bool:
    return CouncilMember.objects.filter(user=user, role=CouncilRole.LEAD_OFFICER.value).exists()


rules.add_perm("accounts.view_own", is_signed_in)
rules.add_perm("accounts.view_council_people", is_lead_officer_somewhere)
