from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from accounts.models import Referenced
from accounts.models.questions import Question
from procurement.domain.methodology import CriterionKind, Measure, Method
from procurement.domain.panel_results import PanelResult
from procurement.models.competitions import Competition

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Scale(Referenced):
    """The scores that a criterion allows, each with its descriptor."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="scales")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["competition", "name"], name="one_scale_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ScaleStep(models.Model):
    scale = models.ForeignKey(Scale, models.CASCADE, related_name="steps")
    value = models.DecimalField("score", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])
    label = models.CharField("in a word", max_length=100)
    descriptor = models.TextField("what an answer of this score is like", blank=True)

    class Meta:
        ordering = ["scale", "value"]
        constraints = [models.UniqueConstraint(fields=["scale", "value"], name="each_score_once_on_a_scale")]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.label}"


_STEPS = Question(lambda scale: ScaleStep.objects.filter(scale=scale), scale=int)


class Section(models.Model):
    """A part of the assessment that holds criteria or smaller sections. Weights are percentages of what holds it."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="subsections")
    reference = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField("place among all sections, each before those that it holds")
    title = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=7, decimal_places=4, validators=PERCENT)
    minimum_percent = models.DecimalField(
        "least share of the section's marks that a bid must reach",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=PERCENT,
    )

    class Meta:
        ordering = ["competition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "reference"], name="one_section_per_reference"),
            models.CheckConstraint(condition=Q(weight__range=(0, 100)), name="a_section_weighs_0_to_100_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def in_order(self) -> Self:
        return self.order_by("section__position", "position", "pk").select_related("section", "scale")

    def judged(self) -> Self:
        """Those that evaluators score: neither formulas, which follow from the offer, nor what staff rate."""
        return self.filter(kind__in=[kind.value for kind in CriterionKind if kind.is_judged])


def offered_in(competition: int) -> frozenset[str]:
    """The references of what is marked from the offer, in the competition with that key. One query."""
    marked = Criterion.objects.filter(competition=competition, kind=CriterionKind.FORMULA)
    return frozenset(marked.values_list("reference", flat=True))


class Criterion(models.Model):
    """One question of the assessment: scored by evaluators, marked by a formula, or a condition to pass."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="criteria")
    section = models.ForeignKey(Section, models.CASCADE, related_name="criteria")
    reference = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    question = models.TextField("what bidders are asked", blank=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in CriterionKind])
    weight = models.DecimalField(max_digits=7, decimal_places=4, default=0, validators=PERCENT)
    word_limit = models.PositiveIntegerField("most words of an answer", null=True, blank=True)
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, related_name="criteria")
    minimum_score = models.DecimalField(
        "least score that a bid must reach", max_digits=6, decimal_places=2, null=True, blank=True
    )
    measure = models.CharField(
        "number in the offer", max_length=30, blank=True, choices=[(each.value, each.label) for each in Measure]
    )
    method = models.CharField(
        "formula", max_length=30, blank=True, choices=[(each.value, each.label) for each in Method]
    )
    zero_at = models.DecimalField("earns no marks", max_digits=14, decimal_places=4, null=True, blank=True)
    full_at = models.DecimalField("earns all marks", max_digits=14, decimal_places=4, null=True, blank=True)
    least_ballots = models.PositiveSmallIntegerField("fewest ballots of staff that count", null=True, blank=True)
    partners_named = models.BooleanField("staff read who the bidders are", default=False)
    shown_to_staff = models.BooleanField("staff of the service read the answers", default=False)

    result = models.CharField(
        "how the evaluators’ scores become one",
        max_length=20,
        choices=[(each.value, each.label) for each in PanelResult],
        default=PanelResult.AGREED.value,
    )
    result_because = models.TextField("why it is computed and not agreed", blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "reference"], name="one_criterion_per_reference"),
            models.CheckConstraint(condition=Q(weight__range=(0, 100)), name="a_criterion_weighs_0_to_100_percent"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_formula(self) -> bool:
        return self.kind == CriterionKind.FORMULA

    @property
    def is_judged(self) -> bool:
        """Whether bidders answer it, and the panel scores it."""
        return CriterionKind(self.kind).is_judged

    @property
    def is_for_staff(self) -> bool:
        return self.kind == CriterionKind.STAFF

    @property
    def panel_result(self) -> PanelResult:
        return PanelResult(self.result)

    @cached_property
    def steps(self) -> list[ScaleStep]:
        """The steps of its scale, the lowest score first; none for a formula."""
        return _STEPS.ask(scale=self.scale_id) if self.scale_id else []

    @property
    def is_condition(self) -> bool:
        return self.kind == CriterionKind.CONDITION
