from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from procurement.models import Competition
from scoring.models.assignments import Assignment
from scoring.models.blindness import Sight, sight_of
from scoring.models.opened import OpenedBid
from scoring.models.reveals import Reveal


def _is_revealed() -> Q:
    """Locked, and shown to the panel with all others of that criterion of that bid."""
    same = Reveal.objects.filter(bid=OuterRef("assignment__bid"), criterion=OuterRef("assignment__criterion"))
    return Q(Exists(same), assignment__member__locked_at__isnull=False)


class ScoreQuerySet(models.QuerySet["Score"]):
    def counting(self, competition: Competition) -> Self:
        """The scores of the competition that count, whoever asks: for what is computed, never for a page."""
        return self.filter(assignment__in=Assignment.objects.of(competition).values("pk"))

    def revealed(self) -> Self:
        """Those that the panel has seen together."""
        return self.filter(_is_revealed())

    def visible_to(self, user: User, competition: Competition) -> Self:
        """The scores that count and that the person may see now, as `scoring.models.blindness` rules."""
        visible = Q(assignment__member__user=user)
        if sight_of(user, competition) is Sight.REVEALED:
            visible |= _is_revealed()
        readable = OpenedBid.objects.visible_to(user).filter(competition=competition)
        return self.counting(competition).filter(visible, assignment__bid__in=readable.values("pk"))


class Score(models.Model):
    """One evaluator's score of a criterion of a bid, with its reasons. Once they lock, a change of it says why."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="score")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reasons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Score for {self.assignment}"

    @property
    def is_complete(self) -> bool:
        return self.value is not None and bool(self.reasons.strip())


class ScoreVersion(models.Model):
    """What its evaluator saved at one moment; one that met a newer save of theirs is kept too, but is not the score."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField("the version it was written on top of, plus one")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reasons = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    was_in_conflict = models.BooleanField(default=False)

    class Meta:
        ordering = ["score", "-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.score}, version {self.version}"
