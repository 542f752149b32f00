import pytest

from scoring.domain.reasons import problems_with

DESCRIPTOR = "Meets the requirement with minor reservations about the evidence."


@pytest.mark.parametrize("reasons", ["", "  \n ", "...!"])
def test_a_score_without_reasons_is_asked_for_them(reasons):
    assert problems_with(reasons, DESCRIPTOR) == ["Give your reasons: what in the bid led you to this score."]


@pytest.mark.parametrize("reasons", ["Good", "A really good answer."])
def test_a_word_or_two_are_no_reasons(reasons):
    assert problems_with(reasons, DESCRIPTOR) == [
        "Say more: reasons need at least 5 words, about what this bid says or leaves out."
    ]


@pytest.mark.parametrize(
    "reasons", [DESCRIPTOR, "MEETS the requirement, with minor reservations.", DESCRIPTOR + " Good."]
)
def test_reasons_that_repeat_the_scale_are_no_reasons(reasons):
    assert problems_with(reasons, DESCRIPTOR) == [
        "These reasons repeat the words of the scale: say what in this bid meets or misses them."
    ]


@pytest.mark.parametrize("descriptor", [DESCRIPTOR, ""])
def test_reasons_that_speak_of_the_bid_are_accepted(descriptor):
    assert problems_with("Names a manager for each centre, with minor reservations about cover.", descriptor) == []
