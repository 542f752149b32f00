"""Methodologies for tests: short builders, one that is sound, and a strategy of many."""

import itertools
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from procurement.domain.methodology import (
    Criterion,
    CriterionKind,
    Formula,
    Measure,
    Method,
    Methodology,
    Scale,
    Section,
    Step,
    criteria,
    earns_marks,
    walk,
)
from procurement.domain.staff_ratings import StaffRules


def scale(*values, name=None):
    return Scale(
        name or f"{values[0]} to {values[-1]}" if values else "none",
        tuple(Step(Decimal(value), f"Score {value}", f"What an answer of {value} is like.") for value in values),
    )


FIVE = scale(0, 1, 2, 3, 4, 5)
HUNDRED = scale(*range(101))
PASS_FAIL = Scale("Pass or fail", (Step(Decimal(0), "Fail"), Step(Decimal(1), "Pass")))


def scored(reference, weight, scale=FIVE, least=None):
    least = None if least is None else Decimal(least)
    return Criterion(reference, reference.capitalize(), CriterionKind.SCORED, Decimal(weight), scale, least)


def condition(reference):
    return Criterion(
        reference, reference.capitalize(), CriterionKind.CONDITION, Decimal(0), PASS_FAIL, minimum_score=Decimal(1)
    )


def by_formula(
    reference, weight, method=Method.PRO_RATA_LOWEST, measure=Measure.PRICE_TOTAL, zero_at=None, full_at=None
):
    formula = Formula(
        measure,
        method,
        None if zero_at is None else Decimal(zero_at),
        None if full_at is None else Decimal(full_at),
    )
    return Criterion(reference, reference.capitalize(), CriterionKind.FORMULA, Decimal(weight), formula=formula)


def by_staff(reference, weight, scale=FIVE, least_ballots=5, partners_named=False):
    rules = StaffRules(least_ballots, partners_named)
    return Criterion(reference, reference.capitalize(), CriterionKind.STAFF, Decimal(weight), scale, staff=rules)


def shown_to_staff(criterion):
    return replace(criterion, shown_to_staff=True)


def section(reference, weight, *children, least=None):
    least = None if least is None else Decimal(least)
    return Section(reference, reference.capitalize(), Decimal(weight), least, children)


def sound():
    """60% quality, 40% offer, one condition."""
    return Methodology(
        sections=(
            section("conditions", 0, condition("insurance")),
            section("quality", 60, scored("service", 60, least=2), scored("employees", 40)),
            section(
                "offer",
                40,
                by_formula("investment", 50, Method.LINEAR, Measure.INVESTMENT_TOTAL, zero_at=0, full_at=1_000_000),
                by_formula("price", 50),
            ),
        ),
        tie_break=("quality",),
    )


@st.composite
def weights(draw, count):
    """So many percentages above zero, with two decimal places, that add up to exactly 100."""
    cuts = draw(st.lists(st.integers(1, 9_999), min_size=count - 1, max_size=count - 1, unique=True))
    ends = [0, *sorted(cuts), 10_000]
    return [Decimal(high - low).scaleb(-2) for low, high in itertools.pairwise(ends)]


@st.composite
def _criterion(draw, reference, weight, methods):
    if draw(st.booleans()):
        steps = draw(st.sampled_from([FIVE, PASS_FAIL, scale(0, 2, 7, 10)]))
        least = draw(st.none() | st.sampled_from([step.value for step in steps.steps[:3]]))
        return scored(reference, weight, steps, least)
    measure = draw(st.sampled_from(list(Measure)))
    bounds = draw(st.lists(st.integers(-50, 300), min_size=2, max_size=2, unique=True))
    return by_formula(reference, weight, draw(st.sampled_from(methods)), measure, *bounds)


@st.composite
def _section(draw, reference, weight, depth):
    least = draw(st.none() | st.sampled_from(["12.5", "50", "66.67"]))
    methods = list(Method) if least is None else [Method.LINEAR]
    children = []
    for number, part in enumerate(draw(weights(draw(st.integers(1, 3))))):
        name = f"{reference}-{number}"
        deeper = depth < 2 and least is None and draw(st.integers(0, 3)) == 0
        children.append(draw(_section(name, part, depth + 1) if deeper else _criterion(name, part, methods)))
    if draw(st.booleans()):
        children.insert(draw(st.integers(0, len(children))), condition(f"{reference}-condition"))
    return section(reference, weight, *children, least=least)


@st.composite
def methodologies(draw):
    """Sound methodologies of every kind of part, nested, with thresholds and a tie-break."""
    sections = [
        draw(_section(f"s{number}", weight, 0)) for number, weight in enumerate(draw(weights(draw(st.integers(1, 3)))))
    ]
    if draw(st.booleans()):
        sections.append(section("conditions", 0, condition("insurance")))
    plain = Methodology(tuple(sections), places=draw(st.integers(0, 4)))
    references = [part.reference for _, part in walk(plain) if earns_marks(part)]
    return replace(plain, tie_break=tuple(draw(st.lists(st.sampled_from(references), unique=True, max_size=2))))


def judged(methodology):
    return [each for each in criteria(methodology) if each.kind is not CriterionKind.FORMULA]
