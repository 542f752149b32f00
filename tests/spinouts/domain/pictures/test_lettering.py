from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.pictures.lettering import lines_at, shorten, text_width, wrap
from tests.spinouts.domain.pictures.drawn import names

widths = st.integers(60, 300)


@given(names, widths)
def test_wrapped_lines_fit_their_width_and_lose_nothing(name, width):
    lines = wrap(name, width)

    assert "".join("".join(lines).split()) == "".join(name.split())
    assert all(text_width(line) <= width for line in lines if len(line) > 12)


def test_a_sign_stays_in_one_piece():
    assert wrap("👩‍🚀👩‍🚀", 60) == ("👩‍🚀", "👩‍🚀")
    assert wrap("e\u0301" * 3, 10) == ("e\u0301",) * 3


@given(names, widths, st.integers(1, 3))
def test_a_shortened_name_fits_and_says_that_more_was_there(name, width, lines):
    said = shorten(name, width, lines)

    assert len(said) <= lines
    assert said == wrap(name, width) or said[-1].endswith("…")


def test_texts_know_the_room_that_they_take():
    start, end = lines_at(100, 10, ["ab"])[0], lines_at(100, 10, ["ab"], anchor="end")[0]

    assert start.edges == (100, 10, 100 + text_width("ab"), 28)
    assert end.edges == (100 - text_width("ab"), 10, 100, 28)
