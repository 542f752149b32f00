import pytest

from scoring.domain.reasons import advice_on, problems_with

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
    ("reasons", "repeated", "different"),
    [
        (DESCRIPTOR, 8, 8),
        ("MEETS the requirement, with minor reservations.", 6, 6),
        (DESCRIPTOR + " Good.", 8, 9),
        ("Meets the requirement; two centres close.", 3, 6),
    ],
)
def test_how_much_reasons_repeat_the_scale_is_told_exactly(reasons, repeated, different):
    told = (
        f"These reasons repeat the words of the scale: {repeated} of their {different} different words are in what it "
        "says of this score. Say what in this bid meets or misses them."
    )

    assert problems_with(reasons, DESCRIPTOR) == ([told] if repeated / different >= 2 / 3 else [])


@pytest.mark.parametrize("descriptor", [DESCRIPTOR, ""])
def test_reasons_that_speak_of_the_bid_are_accepted(descriptor):
    assert problems_with("Names a manager for each centre, with minor reservations about cover.", descriptor) == []


REASONS = "Names a manager for each of the centres, and says who drives."
QUOTES_NOTHING = (
    "These reasons quote no evidence: mark a passage of the answer or a page of a document, or quote it here."
)


@pytest.mark.parametrize("words", ["", " “one each”", ' "one each"', " See page 9.", " See section 2.1.", " See p. 3."])
def test_reasons_with_no_evidence_are_told_so(words):
    assert advice_on(REASONS + words, marked=0) == ([] if words else [QUOTES_NOTHING])
    assert advice_on(REASONS, marked=1) == []


def test_the_same_text_for_another_bid_is_told_with_its_bidders():
    [told] = advice_on(REASONS, marked=1, same_as=["Quayside", "Tide", "Weir"])

    [many] = advice_on(REASONS, marked=1, same_as=["Quayside", "Tide", "Weir", "Yare"])

    assert told.startswith("These reasons are the same, word for word, as for Quayside, Tide and Weir: say what")
    assert "as for Quayside, Tide, Weir and others: say" in many


def test_missing_reasons_are_asked_for_and_nothing_else():
    assert advice_on(" ", marked=0) == ["Give your reasons: what in the bid led you to this score."]
