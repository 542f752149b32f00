"""How scores are said on a page."""

from decimal import Decimal

from django import template

from procurement.models import Criterion
from procurement.templatetags.plain_words import exact
from scoring.models.reading import steps_of

register = template.Library()


@register.filter
def score_in_words(value: Decimal, criterion: Criterion) -> str:
    """ "4"; of a condition, which is passed or failed, the word of its scale: "Pass"."""
    steps = steps_of(criterion) if criterion.is_condition else []
    return next((step.label for step in steps if step.value == value), exact(value))
