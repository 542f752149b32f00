from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import Council, Referenced, User
from scoring.domain.promises import MOST_MONTHS, Outcome, Rating, next_review
from scoring.models.awards import Award
from spinouts.models import Party

# What is said of a promise, and can be changed until the ledger is agreed.
TERMS = (
    "quote",
    "words",
    "measure",
    "target_number",
    "unit",
    "baseline",
    "party",
    "owner",
    "due_on",
    "first_review_on",
    "review_months",
    "is_kpi",
    "is_material",
)


class PromiseLedger(models.Model):
    """The promises of an award as the lead officer agreed them; from then on they are kept or not, never changed."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="promise_ledger")
    why_fewer = models.TextField("why there are fewer indicators than the Act asks for (s.52)", blank=True)
    content = models.JSONField("the promises as they were agreed")
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Promises of {self.award}"


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: User) -> Self:
        """Those of one's own council, also for its people who sit on the panel: the award has been decided."""
        return self.filter(
            award__competition__service__council__in=user.council_roles.values("council"),
            award__in=Award.objects.visible_to(user),
        ).select_related("award__competition__service__council", "award__bid__organisation", "party")

    def with_standing(self) -> Self:
        """Each with the day of its last review, as `reviewed_on`, and whether its ledger `is_agreed`."""
        ledger = PromiseLedger.objects.filter(award=OuterRef("award"))
        return self.annotate(reviewed_on=Max("reviews__on"), is_agreed=Exists(ledger))


class Promise(Referenced):
    """Something that the winning bid committed to, with a passage of its answer, made measurable."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="promises")
    criterion = models.CharField("the reference of the criterion that it answered", max_length=40)
    criterion_title = models.CharField(max_length=300)
    quote = models.TextField("the passage of the answer")
    words = models.CharField("what is promised", max_length=500)
    measure = models.TextField("how it is measured, and against what target")
    target_number = models.DecimalField("target", max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField("what the target is counted in", max_length=100, blank=True)
    baseline = models.TextField("how things stood before", blank=True)
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="which owner of the company answers for it",
    )
    owner = models.CharField("who answers for it, by role", max_length=300, blank=True)
    due_on = models.DateField("the day by which it is to be kept", null=True, blank=True)
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
            models.CheckConstraint(
                condition=~Q(owner="") | Q(party__isnull=False), name="somebody_answers_for_each_promise"
            ),
            models.CheckConstraint(
                condition=Q(target_number=None) | ~Q(unit=""), name="a_target_is_counted_in_something"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def council(self) -> Council:
        return self.award.competition.council

    @property
    def answerable(self) -> str:
        """Who answers for it: "Harbour Care, the managing director"."""
        return ", ".join(part for part in (self.party.name if self.party else "", self.owner) if part)

    def review_by(self, reviewed_on: date | None) -> date | None:
        """The day by which it is to be reviewed next; None once it has ended."""
        return None if self.outcome else next_review(self.first_review_on, self.review_months, reviewed_on)


class PromiseVersion(models.Model):
    """A promise as it was worded at one time: the first wording, and each change until it was agreed."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["promise", "-number"]
        constraints = [models.UniqueConstraint(fields=["promise", "number"], name="versions_of_a_promise_are_numbered")]

    def __str__(self) -> str:
        return f"{self.promise}, version {self.number}"


class PromiseReviewQuerySet(models.QuerySet["PromiseReview"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(promise__in=Promise.objects.visible_to(user)).select_related(
            "promise__award__competition__service__council"
        )


class PromiseReview(Referenced):
    """What was found of a promise on a day. A wrong review is answered by a new one."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="reviews")
    on = models.DateField()
    rating = models.CharField(max_length=30, choices=[(each.value, each.label) for each in Rating])
    value = models.DecimalField(
        "what was measured, in the unit of the target", max_digits=18, decimal_places=4, null=True, blank=True
    )
    evidence = models.TextField()
    file = models.FileField(upload_to="promises/%Y/%m/", max_length=300, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PromiseReviewQuerySet.as_manager()

    class Meta:
        ordering = ["promise", "-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.promise}: {Rating(self.rating).label}"

    @property
    def council(self) -> Council:
        return self.promise.council


class PromiseReminder(models.Model):
    """That the council's officers were written to about a review that is overdue: once for each day that passed."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="reminders")
    review_by = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "review_by"], name="one_reminder_per_promise_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.promise}: review by {self.review_by}"
