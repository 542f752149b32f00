from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.calibrations import FEWEST_WORDS, passages_of_a_bid

VOCABULARY = ("we", "keep", "all", "eleven", "centres", "open", "on", "each", "day")
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=30)
ANSWER = "We will keep all eleven centres open, with two of our staff in each of them from Monday to Friday."


def test_a_passage_of_a_bid_is_found_whatever_its_signs_and_a_made_up_answer_is_not():
    sample = "As we said: keep all eleven centres open with two of our staff in each OF them; and more."

    assert passages_of_a_bid(sample, ["Something else.", ANSWER]) == [
        "keep all eleven centres open with two of our staff in each of them"
    ]
    assert (
        passages_of_a_bid("We would open on two evenings, and see how many come before we open more.", [ANSWER]) == []
    )


@given(WORDS, WORDS)
def test_whatever_is_found_stands_in_both_and_is_long(sample, answer):
    text, other = " ".join(sample), " ".join(answer)

    for found in passages_of_a_bid(text, [other]):
        assert found in text
        assert len(found.split()) >= FEWEST_WORDS


@given(WORDS, WORDS, WORDS)
def test_a_long_piece_of_an_answer_is_always_found(before, piece, after):
    text = " ".join([*before, *piece, *after])

    if len(piece) >= FEWEST_WORDS:
        assert passages_of_a_bid(text, [" ".join(piece)])
