import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from scoring.domain.struck_out import STRUCK, as_staff_text, check, passages, short_names, strike

TEXT = "Harbour Care keeps all eleven centres.\nMs Adaeze Obi leads them; harbour care pays."
words = st.text(alphabet="ab [](\n.", max_size=40)


def read(marked):
    return "".join(passage.text for passage in passages(marked))


def test_names_are_struck_out_wherever_they_stand():
    marked = strike(TEXT, ["Harbour  Care", "Adaeze Obi"])

    assert marked == (
        "[[Harbour Care]] keeps all eleven centres.\nMs [[Adaeze Obi]] leads them; [[harbour care]] pays."
    )
    assert read(marked) == (f"{STRUCK} keeps all eleven centres.\nMs {STRUCK} leads them; {STRUCK} pays.")


def test_a_bidder_is_also_known_by_its_short_names():
    assert short_names("Springboard Learning Partners Limited") == ["Springboard Learning Partners", "Springboard"]
    assert short_names("The Calder Schools Trust") == ["Calder Schools Trust", "Calder"]
    assert short_names("Care Ltd") == []
    text = "Employees own Springboard, our springboard."
    assert strike(text, [], ["Springboard"]) == "Employees own [[Springboard]], our springboard."


def test_a_part_of_a_longer_word_is_not_struck_out():
    assert strike("Careful care", ["care"]) == "Careful [[care]]"


def test_passages_that_overlap_are_struck_out_as_one():
    assert strike("one two three", ["one two", "two three"]) == "[[one two three]]"


@given(words, st.lists(words, max_size=3))
def test_without_its_marks_the_text_is_as_it_was(answer, phrases):
    text = as_staff_text(answer)

    assert check(strike(text, phrases), text) == strike(text, phrases)


@given(st.text(alphabet="ab ", min_size=1, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_no_word_of_what_is_struck_out_is_read(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    marked = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"

    assert read(marked) == f"{text[:start]}{STRUCK}{text[end:]}"


@pytest.mark.parametrize("marked", ["[[Harbour", "Harbour]]", "[[Har[[bour]]", "[[Har]]bour]]", "]]Harbour[["])
def test_marks_come_in_pairs(marked):
    with pytest.raises(Refusal, match=r"begins with \[\[ and ends with \]\]"):
        check(marked, "Harbour")


def test_an_officer_can_add_no_word_and_leave_none_out():
    for changed in ("Harbour Care keeps all centres.", f"{TEXT} And more.", "Nothing"):
        with pytest.raises(Refusal, match=r"Only \[\[ and \]\] can be added"):
            check(changed, TEXT)
    with pytest.raises(Refusal, match="after “Harbour Care keeps all”"):
        check(TEXT.replace("eleven", "twelve"), TEXT)


def test_line_ends_of_a_browser_are_no_change():
    assert check(TEXT.replace("\n", "\r\n"), TEXT) == TEXT
