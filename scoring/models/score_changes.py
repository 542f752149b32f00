from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import User
from procurement.models import Competition
from scoring.models.scores import Score


class ScoreChangeQuerySet(models.QuerySet["ScoreChange"]):
    def visible_to(self, user: User, competition: Competition) -> Self:
        """The changes of those scores that the person may see now: `Score.objects.visible_to` is the rule."""
        return self.filter(score__in=Score.objects.visible_to(user, competition))


class ScoreChange(models.Model):
    """That an evaluator changed a score after they had locked it: what it was, what it is since, and why.

    The score itself then holds what is new, and counts. The database lets a locked score change in no other way.
    """

    score = models.ForeignKey(Score, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField("the version of the score that it made")
    value_before = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reasons_before = models.TextField(blank=True)
    saved_before_at = models.DateTimeField("when what it changed had been saved")
    value = models.DecimalField(max_digits=6, decimal_places=2)
    reasons = models.TextField()
    why = models.TextField()
    knew_offers = models.BooleanField("made once offers that had waited were open", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScoreChangeQuerySet.as_manager()

    class Meta:
        ordering = ["score", "version"]
        constraints = [
            models.UniqueConstraint(fields=["score", "version"], name="one_change_makes_a_version_of_a_score"),
            models.CheckConstraint(condition=~models.Q(why=""), name="a_changed_score_says_why"),
        ]

    def __str__(self) -> str:
        return f"Change of {self.score}"
