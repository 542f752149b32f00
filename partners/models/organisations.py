from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Referenced, SealedEmailField, Tagged, User, key_ring
from partners.domain.organisations import OrganisationKind, OrganisationRole
from procurement.models import Competition

KINDS = [(kind.value, kind.label) for kind in OrganisationKind]
ROLES = [(role.value, role.label) for role in OrganisationRole]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(members__user=user)

    def able_to_bid_in(self, competition: Competition) -> Self:
        """All of them; in a later stage those that went on to it."""
        return self if competition.follows_id is None else self.filter(admissions__competition=competition)


class Organisation(Referenced):
    """A charity, private firm or social investor that competes."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=KINDS)
    registered_number = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class OrganisationMember(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="organisation_roles")
    role = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_role_per_organisation_and_user")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {OrganisationRole(self.role).label.lower()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def to(self, email: str) -> Self:
        """Those to the address, however it is written."""
        return self.filter(email_tag__in=tags_of(email))


def tags_of(email: str, purpose: str = "partners.invitation") -> list[str]:
    return key_ring().tags(purpose, email.strip().casefold())


class Invitation(Tagged):
    """An invitation by e-mail to join an organisation. Only the hash of its token is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = SealedEmailField(max_length=254)
    email_tag = models.CharField("stands for the address, to be found by", max_length=64)
    role = models.CharField(max_length=20, choices=ROLES)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email_tag"],
                condition=Q(accepted_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def tags_now(self) -> dict[str, str]:
        return {"email_tag": tags_of(self.email)[0]}

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"
