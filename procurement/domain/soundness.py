"""What is wrong with a methodology, and what an officer should know before publishing it (s.23(3))."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from procurement.domain.figures import exactly, plain
from procurement.domain.methodology import (
    Criterion,
    CriterionKind,
    Formula,
    Method,
    Methodology,
    Part,
    Scale,
    Section,
    criteria,
    earns_marks,
    walk,
)
from procurement.domain.panel_results import ADVICE
from procurement.domain.staff_soundness import staff_criterion, staff_problems, staff_warnings

MOST_PLACES = 6


def problems(methodology: Methodology, *, may_earn_nothing: bool = False) -> list[str]:
    """Everything that must be mended before the methodology can be published, in plain sentences; none if sound.

    One that `may_earn_nothing` may consist of conditions alone: whoever passes them shares the first place.
    """
    parts = [part for _, part in walk(methodology)]
    found = list(_level("The weights of the sections", methodology.sections))
    found += [*_emptiness(methodology, may_earn_nothing), *_twice(parts)]
    for scale in dict.fromkeys(each.scale for each in criteria(methodology) if each.scale is not None):
        found += _scale(scale)
    for part in parts:
        found += _section(part) if isinstance(part, Section) else _criterion(part)
    found += [*_tie_break(methodology), *staff_problems(methodology)]
    if not 0 <= methodology.places <= MOST_PLACES:
        found.append(f"Marks may be published to 0 to {MOST_PLACES} decimal places, not {methodology.places}.")
    return found


def problems_in_stage(methodology: Methodology, *, asks_offer: bool) -> list[str]:
    """As `problems`, of a stage: who asks to participate makes no offer, and may be judged by conditions alone."""
    if asks_offer:
        return problems(methodology)
    return [
        *problems(methodology, may_earn_nothing=True),
        *(
            f"“{each.title}” is marked by a number of the offer, and who asks to participate makes no offer yet: take "
            "it away here. It stays in the later stages."
            for each in criteria(methodology)
            if each.formula
        ),
    ]


def warnings(methodology: Methodology) -> list[str]:
    """What is allowed but often regretted, in plain sentences, each with what could be done instead."""
    found = [line for each in criteria(methodology) if each.formula for line in _doubts(each, each.formula)]
    for _, part in walk(methodology):
        if isinstance(part, Criterion) and part.staff:
            found += staff_warnings(part)
        if isinstance(part, Criterion) and part.result.is_computed:
            found.append(f"The score of “{part.title}” is the {part.result.value} of the evaluators’ scores. {ADVICE}")
        if earns_marks(part) and part.weight == 0:
            found.append(f"“{part.title}” weighs nothing, so it is assessed but earns no marks.")
    if not methodology.tie_break:
        found.append("There is no tie-break: bids with equal totals would share a place, and so perhaps the first.")
    return found


def _level(weights: str, parts: Iterable[Part]) -> Iterator[str]:
    weighing = [Fraction(part.weight) for part in parts if earns_marks(part)]
    if weighing and (total := sum(weighing)) != 100:
        yield f"{weights} add up to {exactly(total)}%, not 100%."


def _emptiness(methodology: Methodology, may_earn_nothing: bool) -> Iterator[str]:
    if not criteria(methodology):
        yield "There are no criteria yet."
    elif not may_earn_nothing and not any(earns_marks(each) for each in criteria(methodology)):
        yield "No criterion earns marks, so bids could not be ranked: add one that is scored or marked by a formula."


def _twice(parts: Iterable[Part]) -> Iterator[str]:
    titles: dict[str, list[str]] = {}
    for part in parts:
        titles.setdefault(part.reference, []).append(f"“{part.title}”")
    for reference, named in titles.items():
        if len(named) > 1:
            yield f"{' and '.join(named)} have the same reference, {reference}: each needs its own."


def _scale(scale: Scale) -> Iterator[str]:
    if len(scale.steps) < 2:
        yield f"The scale “{scale.name}” needs at least two scores."
    for value, times in Counter(step.value for step in scale.steps).items():
        if times > 1:
            yield f"The scale “{scale.name}” has the score {plain(value)} more than once."
        if value < 0:
            yield f"The scale “{scale.name}” has the score {plain(value)}, below zero."
    if scale.steps and scale.maximum <= 0:
        yield f"The scale “{scale.name}” has no score above zero."


def _section(section: Section) -> Iterator[str]:
    if not section.children:
        yield f"“{section.title}” is empty: add a criterion, or take the section away."
    yield from _weight(section)
    yield from _level(f"The weights in “{section.title}”", section.children)
    least = section.minimum_percent
    if least is None:
        return
    if not 0 < least <= 100:
        yield f"The least share of “{section.title}” must be above 0% and at most 100%, not {exactly(least)}%."
    if not earns_marks(section):
        yield f"“{section.title}” holds only conditions, which earn no marks, so it can have no least share of them."
    for _, part in walk(Methodology((section,))):
        if isinstance(part, Criterion) and part.formula and part.formula.method.is_relative:
            yield (
                f"“{section.title}” cannot have a least share of its marks while “{part.title}” depends on the other"
                " bids: who fails would depend on who passes. Use bounds, or move the least share to other sections."
            )


def _weight(part: Part) -> Iterator[str]:
    if part.weight < 0:
        yield f"The weight of “{part.title}” is below zero."
    if part.weight != 0 and not earns_marks(part):
        what = "is a condition" if isinstance(part, Criterion) else "holds only conditions"
        yield f"“{part.title}” {what} of participation, passed or failed, so it must weigh 0%."


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield from _weight(criterion)
    if criterion.result.is_computed and criterion.kind is not CriterionKind.SCORED:
        yield f"“{criterion.title}” is not scored on a scale for marks, so it has no mean or median."
    if criterion.kind is CriterionKind.CONDITION:
        yield from _condition(criterion)
    elif criterion.kind is CriterionKind.SCORED:
        yield from _scored(criterion)
    elif criterion.kind is CriterionKind.STAFF:
        yield from staff_criterion(criterion)
    else:
        yield from _formula(criterion)


def _condition(criterion: Criterion) -> Iterator[str]:
    values = sorted(step.value for step in criterion.scale.steps) if criterion.scale else []
    if values != [0, 1] or criterion.minimum_score != 1:
        yield (
            f"“{criterion.title}” is a condition of participation:"
            " it needs a scale of just 0 Fail and 1 Pass, and a least score of 1."
        )


def _scored(criterion: Criterion) -> Iterator[str]:
    if criterion.formula:
        yield f"“{criterion.title}” is scored by evaluators, so it takes no formula."
    if criterion.scale is None:
        yield f"“{criterion.title}” needs a scale of scores."
        return
    least = criterion.minimum_score
    if least is None or not criterion.scale.steps:
        return
    if least > criterion.scale.maximum:
        most = plain(criterion.scale.maximum)
        yield f"The least score of “{criterion.title}”, {plain(least)}, is above the highest of its scale, {most}."
    elif not criterion.scale.permits(least):
        yield f"The least score of “{criterion.title}”, {plain(least)}, is not on the scale “{criterion.scale.name}”."


def _formula(criterion: Criterion) -> Iterator[str]:
    formula = criterion.formula
    if criterion.minimum_score is not None:
        yield f"“{criterion.title}” is marked by a formula, so it takes no least score."
    if formula is None:
        yield f"“{criterion.title}” needs a number of the offer and a formula."
    elif formula.method is Method.LINEAR:
        if formula.zero_at is None or formula.full_at is None:
            yield f"“{criterion.title}” needs both bounds: the figure that earns no marks and the one that earns all."
        elif formula.zero_at == formula.full_at:
            yield f"“{criterion.title}” needs two different bounds, as a line cannot run between equal ones."


def _tie_break(methodology: Methodology) -> Iterator[str]:
    parts = {part.reference: part for _, part in walk(methodology)}
    for reference, times in Counter(methodology.tie_break).items():
        part = parts.get(reference)
        if part is None:
            yield f"The tie-break names “{reference}”, which is neither a section nor a criterion."
            continue
        if not earns_marks(part):
            yield f"The tie-break names “{part.title}”, which earns no marks and so cannot part equal bids."
        if times > 1:
            yield f"The tie-break names “{part.title}” more than once."


def _doubts(criterion: Criterion, formula: Formula) -> Iterator[str]:
    title, noun = criterion.title, formula.measure.label.lower()
    if formula.method.is_relative:
        yield (
            f"The marks for “{title}” depend on the other bids: one more bid, even a hopeless one, may change which of"
            " two others ranks higher. Marks between two published bounds do not have that fault."
        )
    if formula.method is Method.AROUND_MEAN:
        yield (
            f"One very dear bid lifts the mean for “{title}”, and with it the marks of all others. If a bid’s {noun}"
            " were zero, the bids could not be ranked."
        )
    if formula.method is Method.PRO_RATA_LOWEST:
        yield (
            f"A bid whose {noun} is zero would have no marks for “{title}”, as the formula divides by it, and the bids"
            " could not be ranked. If zero may be offered, use marks between two published bounds."
        )
    if _rewards_more(formula) not in {None, formula.measure.more_is_better}:
        rewarded = "more" if _rewards_more(formula) else "less"
        yield f"“{title}” gives the most marks for {rewarded} ({noun}), while councils usually want the opposite."


def _rewards_more(formula: Formula) -> bool | None:
    """Which direction earns more marks; None while a line lacks its bounds."""
    if formula.method is not Method.LINEAR:
        return formula.method is Method.PRO_RATA_HIGHEST
    if formula.zero_at is None or formula.full_at is None or formula.zero_at == formula.full_at:
        return None
    return formula.full_at > formula.zero_at
