from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Q

from accounts.models import Council, Referenced, User
from scoring.domain.promises import MOST_MONTHS, Outcome, Rating, next_review
from scoring.models.awards import Award


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: User) -> Self:
        """Those of one's own council, also for its people who sit on the panel: the award has been decided."""
        return self.filter(
            award__competition__service__council__in=user.council_roles.values("council"),
            award__in=Award.objects.visible_to(user),
        ).select_related("award__competition__service__council", "award__bid__organisation")

    def with_last_review(self) -> Self:
        """Each with the day of its last review, as `reviewed_on`."""
        return self.annotate(reviewed_on=Max("reviews__on"))


class Promise(Referenced):
    """Something that the winning bid committed to, with a passage of its answer, made measurable."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="promises")
    criterion = models.CharField("the reference of the criterion that it answered", max_length=40)
    criterion_title = models.CharField(max_length=300)
    quote = models.TextField("the passage of the answer")
    words = models.CharField("what is promised", max_length=500)
    measure = models.TextField("how it is measured, and against what target")
    owner = models.CharField("who answers for it", max_length=300)
    first_review_on = models.DateField()
    review_months = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)])
    is_kpi = models.BooleanField("a key performance indicator of the contract", default=False)
    is_material = models.BooleanField("one of the most material, which are published", default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Outcome], blank=True)
    outcome_reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["first_review_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ended_a_promise_that_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(is_kpi=True) | Q(is_material=False), name="only_indicators_are_material"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def council(self) -> Council:
        return self.award.competition.council

    def due_on(self, reviewed_on: date | None) -> date | None:
        """The day by which it is to be reviewed next; None once it has ended."""
        return None if self.outcome else next_review(self.first_review_on, self.review_months, reviewed_on)


class PromiseReview(Referenced):
    """What was found of a promise on a day. A wrong review is answered by a new one."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="reviews")
    on = models.DateField()
    rating = models.CharField(max_length=30, choices=[(each.value, each.label) for each in Rating])
    evidence = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["promise", "-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.promise}: {Rating(self.rating).label}"
