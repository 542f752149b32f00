from hypothesis import given
from hypothesis import strategies as st

from partners.domain.differences import MOST_PARTS, Change, Piece, differences

texts = st.text(st.sampled_from("ab \n,é"), max_size=60)


@given(texts, texts)
def test_the_pieces_put_together_are_both_texts(earlier, later):
    pieces = differences(earlier, later)

    assert "".join(each.text for each in pieces if each.change != Change.IN) == earlier
    assert "".join(each.text for each in pieces if each.change != Change.OUT) == later
    assert all(each.text for each in pieces)


def test_a_word_that_was_changed_is_told_alone():
    assert differences("We run eleven centres well.", "We run twelve centres well.") == [
        Piece(Change.SAME, "We run "),
        Piece(Change.OUT, "eleven "),
        Piece(Change.IN, "twelve "),
        Piece(Change.SAME, "centres well."),
    ]


def test_a_long_text_is_compared_by_lines():
    earlier = "".join(f"Line {number} with some words.\n" for number in range(MOST_PARTS // 4))

    pieces = differences(earlier, earlier.replace("Line 7 with", "Line 7 without"))

    assert [each for each in pieces if each.change != Change.SAME] == [
        Piece(Change.OUT, "Line 7 with some words.\n"),
        Piece(Change.IN, "Line 7 without some words.\n"),
    ]


def test_texts_of_too_many_lines_are_told_as_wholly_different():
    earlier = "a\n" * (MOST_PARTS + 1)

    assert differences(earlier, "b") == [Piece(Change.OUT, earlier), Piece(Change.IN, "b")]
