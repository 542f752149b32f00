"""What happens to a declaration of interest after it was made."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from procurement.models import Competition, earlier_stages
from scoring.domain.interests import Entry, InterestKind
from scoring.domain.roles import Interest, Reopened
from scoring.models.panels import InterestDeclaration, PanelMember


class InterestEntry(models.Model):
    """One interest of a declaration: in the bidder, in somebody named in its bid, or in the company to be formed."""

    declaration = models.ForeignKey(InterestDeclaration, models.PROTECT, related_name="entries")
    about = models.CharField("in whom", max_length=300)
    part = models.CharField("what they are in the bid", max_length=100)
    interest = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Interest])
    kind = models.CharField(max_length=20, choices=[(each.value, each.label) for each in InterestKind])
    details = models.TextField()
    mitigation = models.TextField("what its member proposes to do about it", blank=True)

    class Meta:
        ordering = ["declaration", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(interest=Interest.NONE.value), name="an_entry_of_a_declaration_is_an_interest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} ({self.part}): {InterestKind(self.kind).short.lower()}"

    def value(self) -> Entry:
        return Entry(
            self.about, self.part, Interest(self.interest), InterestKind(self.kind), self.details, self.mitigation
        )


class InterestDecision(models.Model):
    """That a person of the council decided whether a member with an interest may take part, on which terms, and why.

    A new decision supersedes the last; a new declaration is decided on anew.
    """

    declaration = models.ForeignKey(InterestDeclaration, models.PROTECT, related_name="decisions")
    may_take_part = models.BooleanField()
    mitigation = models.TextField("what is done about the interest", blank=True)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(superseded_at=None), name="one_decision_counts_on_a_declaration"
            ),
            models.CheckConstraint(
                condition=Q(may_take_part=False) | ~Q(mitigation=""), name="who_may_take_part_does_so_on_terms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration}: {'may' if self.may_take_part else 'may not'} take part"


def declared_before(member: PanelMember) -> dict[int, InterestDeclaration]:
    """What the same person declared in earlier stages and that counted last, by the organisation that it is about.

    No query in a competition of one stage.
    """
    before = earlier_stages(member.competition)
    if not before:
        return {}
    made = InterestDeclaration.objects.filter(member__user=member.user_id, superseded_at=None)
    rows = made.filter(bid__competition__in=before).select_related("bid__competition")
    return {each.bid.organisation_id: each for each in rows.order_by("bid__competition", "at", "pk")}


class InterestReopeningQuerySet(models.QuerySet["InterestReopening"]):
    def unanswered(self) -> Self:
        """Those whose member has not declared anew about the bidder."""
        anew = InterestDeclaration.objects.filter(
            member=OuterRef("declaration__member"), bid=OuterRef("declaration__bid"), superseded_at=None
        )
        return self.exclude(Exists(anew))

    def of(self, competition: Competition) -> Self:
        return self.filter(declaration__member__competition=competition)

    def waiting_for(self, member: PanelMember) -> dict[int, "InterestReopening"]:
        """What the member has yet to answer, by the bid: the last asking of each. One query."""
        rows = self.unanswered().filter(declaration__member=member).select_related("declaration", "by")
        return {each.declaration.bid_id: each for each in rows.order_by("at", "pk")}


class InterestReopening(models.Model):
    """That a member was asked again about a bidder: the declaration counts no longer, and is kept.

    Until they declare anew they neither read nor score the bid; what they scored stays.
    """

    declaration = models.OneToOneField(InterestDeclaration, models.PROTECT, related_name="reopening")
    cause = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Reopened])
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InterestReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.declaration}: {Reopened(self.cause).label.lower()}"
