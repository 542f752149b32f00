import pytest

from accounts.domain.refusals import Refusal
from partners.domain.kits import (
    Brought,
    Filled,
    Question,
    Standing,
    between_marks,
    check_kit,
    compared,
    kit_in,
    version_of,
)


def brought(text, base=None):
    return Brought(text, f"12345678-{version_of(base)}" if base is not None else "", "Answers, cell H2")


@pytest.mark.parametrize(
    ("now", "then", "in_file", "standing"),
    [
        ("A.", "A.", "A.", Standing.SAME),
        ("A.", "A.", " A.\r\n", Standing.SAME),
        ("B.", "A.", "B.", Standing.SAME),
        ("A.", "A.", "  ", Standing.EMPTY),
        ("B.", "A.", "A.", Standing.ONLY_BID),
        ("", "A.", "A.", Standing.ONLY_BID),
        ("A.", "A.", "B.", Standing.ONLY_FILE),
        ("", "", "B.", Standing.ONLY_FILE),
        ("", None, "B.", Standing.ONLY_FILE),
        ("B.", "A.", "C.", Standing.BOTH),
        ("", "A.", "C.", Standing.BOTH),
        ("A.", None, "B.", Standing.BOTH),
    ],
)
def test_where_an_answer_was_changed_since_the_file_was_taken(now, then, in_file, standing):
    assert compared(now, brought(in_file, then)) == standing


def test_a_question_has_another_version_once_its_words_or_its_limit_change():
    question = Question("service", "Quality", "Service", "How?", word_limit=500)

    assert question.version == Question("other", "Section", "Service", "How?", ["Hint"], word_limit=500).version
    assert question.version != Question("service", "Quality", "Service", "How?", word_limit=400).version
    assert question.version != Question("service", "Quality", "Service", "How much?", word_limit=500).version


def test_what_stands_between_the_lines_is_the_answer():
    lines = ["Before.", " [Answer begins: a 12-34] ", "", "One.", "", "[sic] Two.", "[Answer ends: a]", "After."]

    assert between_marks(lines) == ({"a": Brought("One.\n\n[sic] Two.", "12-34", "the answer “a”")}, [])


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["[Answer begins: a 1-2]", "One."], "the line “[Answer ends: a]” is missing"),
        (
            ["[Answer begins: a 1-2]", "[Answer begins: b 1-2]", "[Answer ends: b]"],
            "the line “[Answer ends: a]” is missi",
        ),
        (["One.", "[Answer ends: a]"], "has no line “[Answer begins: a …]” before it"),
        (["[Answer begins: a 1-2]", "[Answer ends: a]"] * 2, "the answer “a” is there twice"),
    ],
)
def test_a_line_that_is_amiss_is_told(lines, fault):
    _, faults = between_marks(lines)

    assert [fault in each for each in faults] == [True]


def test_a_file_is_known_by_its_line():
    assert kit_in(["Hello", "[Kit bid-kit/1, competition day-centres, bid b1]"], "a.xlsx", "it") == (
        "day-centres",
        "b1",
    )
    with pytest.raises(Refusal, match="it has no line “\\[Kit …\\]”"):
        kit_in(["[Kit bid-kit/2, competition day-centres, bid b1]"], "a.xlsx", "it")


@pytest.mark.parametrize(
    ("competition", "bid", "why"), [("libraries", "b1", "another competition"), ("day-centres", "b2", "another bid")]
)
def test_a_file_of_something_else_is_refused(competition, bid, why):
    with pytest.raises(Refusal, match=f"a.xlsx: this file was taken from {why}"):
        check_kit(Filled(competition, bid, {}), "day-centres", "b1", "a.xlsx")
