from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from procurement.domain.methodology import (
    CriterionKind,
    Measure,
    Method,
    Methodology,
    Unit,
    available,
    criteria,
    walk,
)
from tests.procurement.domain.methodologies import (
    FIVE,
    condition,
    methodologies,
    scored,
    section,
    sound,
)


def test_marks_are_shared_out_by_weight_within_weight():
    assert available(sound()) == {
        "conditions": 0,
        "insurance": 0,
        "quality": 60,
        "service": 36,
        "employees": 24,
        "offer": 40,
        "investment": 20,
        "price": 20,
    }


def test_thirds_are_shared_out_exactly():
    third = Decimal("33.3333")
    methodology = Methodology(
        (section("all", 100, scored("a", third), scored("b", third), scored("c", "33.3334")),), places=2
    )

    assert available(methodology)["a"] == Fraction(333333, 10_000)
    assert sum(available(methodology)[each] for each in "abc") == 100


@given(methodologies())
def test_all_criteria_together_can_earn_exactly_100_marks(methodology):
    marks = available(methodology)

    assert sum(marks[criterion.reference] for criterion in criteria(methodology)) == 100
    assert sum(marks[each.reference] for each in methodology.sections) == 100


def test_parts_are_walked_in_the_published_order_with_their_depth():
    methodology = Methodology((section("outer", 100, section("inner", 100, scored("a", 100)), condition("b")),))

    assert [(depth, part.reference) for depth, part in walk(methodology)] == [
        (0, "outer"),
        (1, "inner"),
        (2, "a"),
        (1, "b"),
    ]


def test_a_scale_permits_its_own_scores_and_none_between():
    assert [FIVE.permits(Decimal(score)) for score in ("0", "3.00", "3.5", "6", "-1")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert (FIVE.minimum, FIVE.maximum) == (0, 5)


def test_each_measure_has_its_unit_and_its_natural_direction():
    assert {measure.value: (measure.unit, measure.more_is_better) for measure in Measure} == {
        "investment_total": (Unit.POUNDS, True),
        "investment_cash": (Unit.POUNDS, True),
        "partner_stake": (Unit.PERCENT, False),
        "employee_stake": (Unit.PERCENT, True),
        "price_total": (Unit.POUNDS, False),
        "price_yearly": (Unit.POUNDS, False),
    }


def test_every_choice_has_a_label_of_its_own():
    for choices in (CriterionKind, Measure, Method, Unit):
        labels = [choice.label for choice in choices]
        assert all(labels)
        assert len(set(labels)) == len(labels)
