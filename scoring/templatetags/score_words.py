"""How scores are said on a page."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django import template

from procurement.domain.figures import exactly
from procurement.domain.panel_results import explain_result, in_full, result_of
from procurement.models import Criterion
from procurement.templatetags.plain_words import exact
from scoring.models import ConsensusScore, Score
from scoring.models.reading import steps_of

register = template.Library()


@register.filter
def score_in_words(value: Decimal | Fraction, criterion: Criterion) -> str:
    """ "4"; of a condition, which is passed or failed, the word of its scale: "Pass"; of a mean, all of it."""
    if isinstance(value, Fraction):
        return in_full(value)
    steps = steps_of(criterion) if criterion.is_condition else []
    return next((step.label for step in steps if step.value == value), exact(value))


@register.filter
def recorded_score(agreed: ConsensusScore, criterion: Criterion) -> str:
    """What stands as the score; of a published mean or median nothing is rounded away: "about 3.33, exactly 10/3"."""
    return score_in_words(agreed.exact(criterion.panel_result), criterion)


@register.filter
def computed_score(scores: Iterable[Score], criterion: Criterion) -> str:
    """ "the mean of 2, 3 and 5 is about 3.3333, exactly 10/3", of scores that may be shown."""
    given = [each.value for each in scores if each.value is not None]
    if not given:
        return "no score is locked yet"
    exact = exactly(result_of(criterion.panel_result, given))
    return f"{explain_result(criterion.panel_result, given)}{f', exactly {exact}' if '/' in exact else ''}"
