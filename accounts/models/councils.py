from typing import Self

from django.conf import settings
from django.db import models

from accounts.domain.roles import CouncilRole
from accounts.models.references import Referenced
from accounts.models.users import User


class CouncilQuerySet(models.QuerySet["Council"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(members__user=user)


class Council(Referenced):
    """A contracting authority. Councils see nothing of each other."""

    name = models.CharField(max_length=200, unique=True)
    address = models.TextField(blank=True)
    email = models.EmailField(blank=True, help_text="Where the public and bidders may write to.")

    objects = CouncilQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class CouncilMember(models.Model):
    """A person's one role at a council."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="council_roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in CouncilRole])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "user"], name="one_role_per_council_and_user")]

    def __str__(self) -> str:
        return f"{self.user}, {CouncilRole(self.role).label.lower()}"
