"""The people of the demonstration, whom anybody may sign in as while it runs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember, User
from partners.domain.organisations import OrganisationRole
from partners.models import OrganisationMember
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember

# Only people with such an address may be signed in as. Nobody real can have one (RFC 2606).
DOMAIN = "@demo.example"
PASSWORD = "partner for a public service"  # noqa: S105 - printed on the page, and good for nothing else.


@dataclass(slots=True)
class Person:
    user: User
    place: str
    roles: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return ", ".join([self.user.name, *self.roles])


@dataclass(slots=True)
class Group:
    """A council, a panel or an organisation, with its people."""

    title: str
    people: list[Person] = field(default_factory=list)


def demo_people() -> list[Group]:
    """Everybody of the demonstration once, where they stand first: at a council, on a panel, in an organisation."""
    groups: dict[str, Group] = {}
    people: dict[int, Person] = {}
    for title, user, role in _places():
        person = people.get(user.pk)
        if person is None:
            person = people[user.pk] = Person(user, place=title)
            groups.setdefault(title, Group(title)).people.append(person)
        words = role if person.place == title else f"{role} ({title})"
        if words not in person.roles:
            person.roles.append(words)
    return list(groups.values())


def _places() -> Iterable[tuple[str, User, str]]:
    of_demo = {"user__email__endswith": DOMAIN, "user__is_active": True}
    for member in CouncilMember.objects.filter(**of_demo).select_related("user", "council").order_by("council", "pk"):
        yield member.council.name, member.user, CouncilRole(member.role).label.lower()
    seats = PanelMember.objects.filter(**of_demo, left_at=None).select_related("user")
    for seat in seats.order_by("competition", "pk"):
        yield "Evaluation panels", seat.user, PanelRole(seat.role).label.lower()
    members = OrganisationMember.objects.filter(**of_demo).select_related("user", "organisation")
    for writer in members.order_by("organisation__name", "pk"):
        yield writer.organisation.name, writer.user, OrganisationRole(writer.role).label.lower()
