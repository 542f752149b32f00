"""The options appraisal of a service: the council's own criteria, scores, expected ownership, and money."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from spinouts.domain.appraisal import BEST, Criterion, OptionScore
from spinouts.domain.appraisal_picture import AppraisalPicture, AppraisalRecord, picture
from spinouts.domain.expected_ownership import Split, split_of
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.present_value import GREEN_BOOK, GREEN_BOOK_PERCENT, MOST_YEARS, YEARS, OptionMoney
from spinouts.models.services import Service

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
OPTIONS = [(option.value, option.label) for option in AppraisalOption]
STAKES = tuple(f"{kind.value}_percent" for kind in Side)
# The field of each figure of `OptionMoney`.
FIGURES = {
    "one_off": "one_off_amount",
    "yearly": "yearly_amounts",
    "grants": "grants_amount",
    "loans": "loans_amount",
    "equity": "equity_amount",
    "notes": "notes",
}


def _pounds(words: str) -> Any:
    return models.DecimalField(
        words, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class OptionsAppraisal(models.Model):
    """What the appraisal of a service rests on. It is there once somebody has begun one."""

    service = models.OneToOneField(Service, models.CASCADE, related_name="appraisal")
    years = models.PositiveSmallIntegerField(
        "years of the appraisal", default=YEARS, validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    discount_percent = models.DecimalField(
        "discount rate", max_digits=5, decimal_places=2, default=GREEN_BOOK_PERCENT, validators=PERCENT
    )
    discount_source = models.TextField("where the discount rate comes from", default=GREEN_BOOK)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(years__range=(1, MOST_YEARS)), name="an_appraisal_runs_1_to_30_years")
        ]

    def __str__(self) -> str:
        return f"Options appraisal: {self.service}"


class AppraisalCriterion(models.Model):
    """Something that the council looks for in an option."""

    appraisal = models.ForeignKey(OptionsAppraisal, models.CASCADE, related_name="criteria")
    reference = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    looked_for = models.TextField("what is looked for", blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, validators=PERCENT)
    zero_means = models.TextField("what a score of 0 means", blank=True)
    five_means = models.TextField("what a score of 5 means", blank=True)

    class Meta:
        ordering = ["appraisal", "position"]
        verbose_name = "appraisal criterion"
        verbose_name_plural = "appraisal criteria"
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "reference"], name="one_criterion_per_reference_of_appraisal"),
            models.CheckConstraint(
                condition=Q(weight__range=(0, 100)), name="an_appraisal_criterion_weighs_0_to_100_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> Criterion:
        return Criterion(self.reference, self.name, self.weight, self.looked_for, self.zero_means, self.five_means)


class AppraisalScore(models.Model):
    """How well an option meets a criterion, with the reasons. Without a value it is not scored, which is not zero."""

    criterion = models.ForeignKey(AppraisalCriterion, models.CASCADE, related_name="scores")
    option = models.CharField(max_length=30, choices=OPTIONS)
    value = models.PositiveSmallIntegerField("score", null=True, blank=True, validators=[MaxValueValidator(BEST)])
    reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criterion", "option"], name="each_option_scored_once_per_criterion"),
            models.CheckConstraint(condition=Q(value__range=(0, BEST)), name="an_option_scores_0_to_5"),
        ]

    def __str__(self) -> str:
        return f"{AppraisalOption(self.option).label}, {self.criterion}"


class OptionOwnership(models.Model):
    """Who is expected to own an option, in whole percents: all of them, or none."""

    appraisal = models.ForeignKey(OptionsAppraisal, models.CASCADE, related_name="ownership")
    option = models.CharField(max_length=30, choices=OPTIONS)
    employees_percent = models.PositiveSmallIntegerField("employees", null=True, blank=True)
    partner_percent = models.PositiveSmallIntegerField("partner", null=True, blank=True)
    council_percent = models.PositiveSmallIntegerField("council", null=True, blank=True)
    community_percent = models.PositiveSmallIntegerField("community", null=True, blank=True)
    notes = models.TextField("notes on the ownership", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "option"], name="one_ownership_per_option"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in STAKES})
                | Q(
                    **{f"{name}__isnull": False for name in STAKES},
                    employees_percent=100 - F("partner_percent") - F("council_percent") - F("community_percent"),
                ),
                name="expected_stakes_make_100_percent",
            ),
        ]

    def __str__(self) -> str:
        return AppraisalOption(self.option).label

    def split(self) -> Split | None:
        return split_of({kind: getattr(self, f"{kind.value}_percent") for kind in Side})


class OptionCost(models.Model):
    """What an option costs the council, and what investment it brings, in pounds at today's prices."""

    appraisal = models.ForeignKey(OptionsAppraisal, models.CASCADE, related_name="money")
    option = models.CharField(max_length=30, choices=OPTIONS)
    one_off_amount = _pounds("one-off cost of the change")
    yearly_amounts = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]),
        verbose_name="cost to the council in each year",
        default=list,
        blank=True,
    )
    grants_amount = _pounds("grants")
    loans_amount = _pounds("loans")
    equity_amount = _pounds("equity")
    notes = models.TextField("where the figures come from", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "option"], name="one_costing_per_option")]

    def __str__(self) -> str:
        return AppraisalOption(self.option).label

    def as_value(self) -> OptionMoney:
        values = {figure: getattr(self, name) for figure, name in FIGURES.items()}
        return OptionMoney(**(values | {"yearly": tuple(self.yearly_amounts)}))


def picture_of(service: Service) -> AppraisalPicture:
    """The service's appraisal as it stands, and all that follows from it; of none, an empty one."""
    appraisal = OptionsAppraisal.objects.filter(service=service).first()
    if appraisal is None:
        return picture(AppraisalRecord())
    scores = AppraisalScore.objects.filter(criterion__appraisal=appraisal).select_related("criterion")
    ownership = {AppraisalOption(row.option): row for row in appraisal.ownership.all()}
    splits = {option: row.split() for option, row in ownership.items()}
    return picture(
        AppraisalRecord(
            years=appraisal.years,
            discount_percent=appraisal.discount_percent,
            discount_source=appraisal.discount_source,
            criteria=[row.as_value() for row in appraisal.criteria.order_by("position", "pk")],
            scores={
                (row.criterion.reference, AppraisalOption(row.option)): OptionScore(row.value, row.reasons)
                for row in scores
            },
            splits={option: split for option, split in splits.items() if split},
            ownership_notes={option: row.notes for option, row in ownership.items()},
            money={AppraisalOption(row.option): row.as_value() for row in appraisal.money.all()},
        )
    )
