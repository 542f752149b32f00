from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.evidence import Bearing, Piece, Span, find_passage, pieces

ANSWER = "We keep all eleven centres open.\n\nEach stays open\nfor 40 hours. We keep all drivers."
texts = st.text(st.sampled_from("ab \n.é🌻"), max_size=30)


def test_a_passage_is_found_whatever_the_white_space_and_kept_as_it_stands():
    found = find_passage(ANSWER, " Each  stays open for\t40 hours. ")

    assert found is not None
    assert ANSWER[found.start : found.end] == "Each stays open\nfor 40 hours."


def test_the_nearest_of_several_places_is_meant():
    assert find_passage(ANSWER, "We keep all") == Span(0, 11)
    assert find_passage(ANSWER, "We keep all", near=60) == Span(64, 75)


def test_words_that_do_not_stand_there_are_not_found():
    assert [find_passage(ANSWER, words) for words in ("we keep all", "eleven open", "", " \n", ".*")] == [None] * 5


@given(texts, st.integers(0, 30), st.integers(1, 30))
def test_whatever_is_selected_in_an_answer_is_found_there(answer, start, length):
    selected = answer[start : start + length]

    found = find_passage(answer, selected, near=start)

    assert (found is None) == (not selected.split())
    if found:
        assert answer[found.start : found.end].split() == selected.split()


@given(texts, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30), st.sampled_from(Bearing))))
def test_the_pieces_are_the_answer_and_each_knows_what_marks_it(answer, marked):
    marked = [(a, min(a + n, len(answer)), bearing) for a, n, bearing in marked if a < len(answer)]

    cut = pieces(answer, marked)

    assert "".join(piece.text for piece in cut) == answer
    place = 0
    for piece in cut:
        for at in range(place, place + len(piece.text)):
            assert set(piece.bearings) == {bearing for start, end, bearing in marked if start <= at < end}
        place += len(piece.text)


def test_overlapping_marks_are_both_told():
    assert pieces("abcd", [(0, 3, Bearing.STRENGTH), (2, 4, Bearing.WEAKNESS)]) == [
        Piece("ab", (Bearing.STRENGTH,)),
        Piece("c", (Bearing.STRENGTH, Bearing.WEAKNESS)),
        Piece("d", (Bearing.WEAKNESS,)),
    ]
