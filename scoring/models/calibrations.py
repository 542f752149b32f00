"""Sample answers that evaluators score before real ones, what each gave, and what the panel made of it.

None of it counts: no ranking, no study of evaluators and no page of a bid reads these tables.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Council, Referenced, User
from procurement.models import Competition, Criterion
from scoring.domain.roles import PanelRole
from scoring.models.assignments import Assignment
from scoring.models.opened import bids_of
from scoring.models.panels import PanelMember


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> Self:
        """To the panel and the council; nobody who bids here."""
        seats = PanelMember.objects.filter(user=user, left_at=None).order_by()
        at_council = Q(competition__service__council__in=user.council_roles.values("council"))
        return (
            self.filter(Q(competition__in=seats.values("competition")) | at_council)
            .exclude(competition__in=bids_of(user).values("competition"))
            .select_related("competition__service__council", "criterion__scale", "written_by", "revealed_by")
        )

    def of(self, competition: Competition) -> Self:
        return self.filter(competition=competition)


class Sample(Referenced):
    """A made-up answer to a criterion. While it is required, nobody scores that criterion of a bid before it."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField()
    is_required = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    revealed_at = models.DateTimeField("when all scores of it were shown", null=True, blank=True)
    # The chair, where not everybody had given theirs.
    revealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "written_at", "pk"]

    def __str__(self) -> str:
        return f"Sample answer to “{self.criterion}”"

    @property
    def council(self) -> Council:
        return self.competition.council

    def expected(self) -> list[PanelMember]:
        """Who is to score it: those who score this criterion of bids; before anything is assigned all evaluators."""
        sitting = PanelMember.objects.sitting(self.competition)
        given = Assignment.objects.of(self.competition).filter(criterion=self.criterion)
        scoring = list(sitting.filter(pk__in=given.order_by().values("member")))
        return scoring or list(sitting.filter(role=PanelRole.EVALUATOR.value))

    def awaits(self, seat: PanelMember) -> bool:
        """Whether the member is to score it blind, though it be revealed: who scores bids by it, and any evaluator."""
        return seat.role == PanelRole.EVALUATOR or any(each.pk == seat.pk for each in self.expected())


class SampleScoreQuerySet(models.QuerySet["SampleScore"]):
    def visible_to(self, seat: PanelMember | None, sample: Sample) -> Self:
        """One's own; all of them once they are revealed, but to nobody who may still score the sample themselves."""
        rows = self.filter(sample=sample).select_related("member__user").order_by("given_at", "pk")
        own = rows.filter(member=seat) if seat else rows.none()
        if sample.revealed_at is None:
            return own
        waits = seat is not None and not own.exists() and sample.awaits(seat)
        return own if waits else rows


class SampleScore(models.Model):
    """What a member gave a sample answer, and why; given once, since afterwards they talk about it."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="scores")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=6, decimal_places=2)
    reasons = models.TextField()
    given_at = models.DateTimeField()

    objects = SampleScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "member"], name="one_score_per_sample_answer_and_member")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.sample}"


class SampleDraft(models.Model):
    """What a member has typed so far about a sample answer; nothing is given by it, and nobody else reads it."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="+")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reasons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "member"], name="one_draft_per_sample_answer_and_member")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.member}: {self.sample}"

    @property
    def typed(self) -> dict[str, str]:
        """As it stands in the fields of the page."""
        return {"value": "" if self.value is None else f"{self.value.normalize():f}", "reasons": self.reasons}


class SampleNote(models.Model):
    """What the chair wrote down of how the panel understands the scale. The newest stands; all are kept."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["sample", "-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]
