from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Council, Referenced, User
from spinouts.domain.options import AppraisalOption


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(council__members__user=user)


class Service(Referenced):
    """A service of the council that is to be spun out as a company."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    description = models.TextField("what the service does")
    annual_cost_amount = models.DecimalField(
        "what it costs a year", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    headcount = models.PositiveIntegerField("how many people work in it")
    full_time_equivalents = models.DecimalField(max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])
    assets = models.TextField("buildings, equipment and rights that go with it", blank=True)
    why_spin_out = models.TextField("why the council wants to spin it out", blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="one_service_of_a_name_per_council"),
            models.CheckConstraint(condition=Q(annual_cost_amount__gte=0), name="a_service_costs_no_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return self.name


class AppraisedOption(models.Model):
    """One of the ways to run the service that the council compared before it chose."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="options")
    option = models.CharField(max_length=30, choices=[(option.value, option.label) for option in AppraisalOption])
    for_it = models.TextField("what speaks for it", blank=True)
    against_it = models.TextField("what speaks against it", blank=True)
    is_preferred = models.BooleanField("the council prefers this one", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "option"], name="each_option_appraised_once_per_service"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(is_preferred=True), name="one_preferred_option_per_service"
            ),
        ]

    def __str__(self) -> str:
        return AppraisalOption(self.option).label
