from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.methodology import Methodology, Section, walk
from procurement.domain.refining import Change, Refined, changes, problems, reweighted, weight_in_words
from tests.procurement.domain.methodologies import by_formula, condition, scored

METHODOLOGY = Methodology(
    (
        Section("conditions", "Conditions", Decimal(0), None, (condition("insurance"),)),
        Section("quality", "Quality", Decimal(60), None, (scored("service", 70), scored("staff", 30))),
        Section("offer", "Offer", Decimal(40), None, (by_formula("price", 100),)),
    )
)
ADDED = {"service": "Say how Sundays are staffed."}


def refined(weights=(), added=ADDED):
    return Refined({name: Decimal(weight) for name, weight in dict(weights).items()}, added)


def test_words_may_be_added_and_weights_may_follow():
    found = refined({"quality": 65, "offer": 35})

    assert problems(METHODOLOGY, found) == []
    assert changes(METHODOLOGY, found, {"service": "How will you run it?"}) == [
        Change("quality", "Quality", Decimal(60), Decimal(65), "", ""),
        Change("service", "Service", Decimal(70), Decimal(70), "How will you run it?", ADDED["service"]),
        Change("offer", "Offer", Decimal(40), Decimal(35), "", ""),
    ]
    assert weight_in_words(changes(METHODOLOGY, found, {})[0]) == "Weight: 65% (before: 60%)"


@pytest.mark.parametrize(
    ("weights", "added", "words"),
    [
        ({}, {}, "Say what is added to at least one criterion."),
        ({"quality": 65, "offer": 35}, {}, "only in consequence of that"),
        ({"quality": 65}, ADDED, "add up to 105%, not 100%"),
        ({"quality": 100, "offer": 0}, ADDED, "takes no criterion away"),
        ({"conditions": 10, "offer": 30}, ADDED, "“Conditions” earns no marks, and stays so."),
        ({}, {"insurance": "More."}, "“Insurance” can’t be refined in its words."),
        ({}, {"price": "More."}, "“Price” can’t be refined in its words."),
    ],
)
def test_what_is_no_refinement_is_told(weights, added, words):
    assert words in " ".join(problems(METHODOLOGY, refined(weights, added)))


def test_what_is_not_of_the_methodology_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="elsewhere"):
        problems(METHODOLOGY, refined({"elsewhere": 1}))


@given(st.integers(1, 99), st.integers(1, 99))
def test_only_the_weights_change_and_back_is_the_same(quality, service):
    weights = {"quality": quality, "offer": 100 - quality, "service": service, "staff": 100 - service}

    there = reweighted(METHODOLOGY, refined(weights).weights)

    assert {part.reference: part.weight for _, part in walk(there)} == {
        "conditions": 0,
        "insurance": 0,
        "price": 100,
    } | weights
    assert problems(METHODOLOGY, refined(weights)) == []
    assert reweighted(there, {part.reference: part.weight for _, part in walk(METHODOLOGY)}) == METHODOLOGY
    assert replace(there, sections=METHODOLOGY.sections) == METHODOLOGY
