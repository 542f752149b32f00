from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Council, Referenced, User
from partners.models import Bid
from procurement.models import Competition
from scoring.domain.roles import Background, Interest, PanelRole


class PanelMemberQuerySet(models.QuerySet["PanelMember"]):
    def visible_to(self, user: User) -> Self:
        """One's own seats; the panel as a whole is shown with its competition."""
        return self.filter(user=user, left_at=None).select_related("competition__service__council", "user")

    def sitting(self, competition: Competition) -> Self:
        return self.filter(competition=competition, left_at=None).select_related("user")

    def may_score(self) -> Self:
        return self.filter(role__in=[role.value for role in PanelRole if role.may_score])


class PanelMember(Referenced):
    """A person's seat on the panel of a competition."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="panel")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="panel_seats")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in PanelRole])
    background = models.CharField(
        "where the member comes from",
        max_length=20,
        choices=[(each.value, each.label) for each in Background],
        blank=True,
    )
    employer = models.CharField(max_length=200, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    is_briefed = models.BooleanField(
        "acknowledged the newest briefing, if there is one; the database itself keeps this",
        default=True,
        editable=False,
    )
    uncalibrated = models.JSONField(
        "the keys of criteria of which a sample answer is to be scored first; the database itself keeps this",
        default=list,
        editable=False,
    )
    locked_at = models.DateTimeField("when the member locked their scores", null=True, blank=True)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "appointed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "user"], name="one_seat_per_person_and_competition"),
            models.UniqueConstraint(
                fields=["competition"],
                condition=Q(role=PanelRole.CHAIR.value, left_at=None),
                name="one_chair_per_panel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {PanelRole(self.role).label.lower()}"

    @property
    def council(self) -> Council:
        return self.competition.council


class InterestDeclaration(models.Model):
    """What a panel member declared about a bidder (s.81). A new declaration supersedes the last, which is kept.

    `interest` is the weightiest of its entries. `clears` tells whether its member may read and score the bid.
    """

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="declarations")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    interest = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Interest])
    details = models.TextField(blank=True)
    will_own = models.BooleanField("will own part of the company that is formed", null=True, blank=True)
    will_sit = models.BooleanField("will sit on the board of the company that is formed", null=True, blank=True)
    clears = models.BooleanField(
        "there is no interest, or somebody decided that its member may take part; the database itself keeps this",
        default=False,
        editable=False,
    )
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid"], condition=Q(superseded_at=None), name="one_declaration_counts_per_bidder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {Interest(self.interest).label}"
