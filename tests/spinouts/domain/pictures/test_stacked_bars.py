from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinouts.domain.pictures.lettering import WIDEST
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.stacked_bars import BAR_HEIGHT, stacked_bars
from tests.spinouts.domain.pictures.drawn import inside, nodes_of, overlap, overlaps, rectangle


@st.composite
def stories(draw):
    """Up to eleven years of up to forty parties, among them years in which nobody holds anything."""
    parties = draw(st.integers(1, 40).flatmap(nodes_of))
    shares = st.lists(st.integers(0, 9) | st.integers(0, 10**6), min_size=len(parties), max_size=len(parties))
    years = []
    for number in range(draw(st.integers(0, 11))):
        held = draw(shares)
        parts = {
            party.reference: Fraction(one, sum(held)) for party, one in zip(parties, held, strict=True) if sum(held)
        }
        years.append((draw(st.sampled_from([str(2027 + number), "After the second investment"])), parts))
    return parties, years


def drawn(picture):
    """Everything that may not lie on anything else, except that a label stands on its own segment."""
    beside = [text.edges for bar in picture.bars for one in bar.segments if one.plate is None for text in one.label]
    below = [text.edges for bar in picture.bars for text in bar.label]
    key = [rectangle_of_key(entry) for entry in picture.key_entries]
    words = [text.edges for entry in picture.key_entries for text in (entry.letter, *entry.label)]
    bars = [(bar.x, picture.top, bar.x + bar.width, picture.base) for bar in picture.bars if bar.segments]
    return [*bars, *beside, *below, *key, *words, *(text.edges for text in picture.scale)]


def rectangle_of_key(entry):
    return (entry.x, entry.y, entry.x + entry.size, entry.y + entry.size)


@settings(deadline=None, max_examples=60)
@given(stories())
def test_nothing_lies_on_anything_else_and_all_is_inside(story):
    picture = stacked_bars("Years", *story)

    things = drawn(picture)
    marks = [(x1, y, x2, y) for x1, x2, y in picture.marks]
    axis = [
        (picture.left, picture.top, picture.left, picture.base),
        (picture.left, picture.base, picture.right, picture.base),
    ]
    assert overlaps(things) == []
    assert [(line, thing) for line in (*marks, *axis) for thing in things if overlap(line, thing)] == []
    assert [one for one in [*things, *marks] if not inside(one, picture.width, picture.height)] == []
    assert picture.width <= WIDEST
    assert [place for place in picture.cuts for thing in things if thing[1] < place < thing[3]] == []


@settings(deadline=None, max_examples=60)
@given(stories())
def test_bars_are_exactly_full_and_labels_stay_in_their_segments(story):
    picture = stacked_bars("Years", *story)

    for bar, (_, parts) in zip(picture.bars, story[1], strict=True):
        assert sum(one.height for one in bar.segments) == (BAR_HEIGHT if parts else 0)
        bottom = picture.base
        for one in bar.segments:
            assert one.y + one.height == bottom
            bottom = one.y
            if one.plate is not None:
                x, y, width, height = one.plate
                left, top, right, end = rectangle(one)
                assert left < x < x + width < right
                assert top < y < y + height < end
                assert all(x <= text.edges[0] and text.edges[2] <= x + width for text in one.label)


@settings(deadline=None, max_examples=60)
@given(stories())
def test_the_table_has_every_party_and_the_key_every_letter(story):
    picture = stacked_bars("Years", *story)

    assert [row.name for row in picture.rows] == [party.name for party in story[0]]
    assert {row.letter for row in picture.rows} == {entry.letter.words for entry in picture.key_entries}
    assert all(len(row.parts) == len(story[1]) for row in picture.rows)
    assert len(picture.key_entries) <= 11
    in_bars = {one.label[0].words[0] for bar in picture.bars for one in bar.segments}
    assert in_bars <= {entry.letter.words for entry in picture.key_entries}


def parties(*names):
    return [Node(name.lower(), name, "Partner", "partner") for name in names]


def test_a_part_says_its_letter_and_figure_and_a_thin_one_its_letter_beside_the_bar():
    years = [
        ("2027", {"a": Fraction(1, 4), "b": Fraction(3, 4)}),
        ("2028", {"a": Fraction(1, 100), "b": Fraction(99, 100)}),
    ]

    first, second = stacked_bars("Two", parties("A", "B"), years).bars

    assert [[text.words for text in one.label] for one in first.segments] == [["A 25%"], ["B 75%"]]
    assert [one.height for one in first.segments] == [100, 300]
    assert [text.words for text in second.segments[0].label] == ["A"]
    assert second.segments[0].plate is None
    assert second.segments[0].leader is not None


def test_a_figure_never_crosses_a_threshold():
    years = [("2027", {"a": Fraction(2501, 10000), "b": Fraction(7499, 10000)})]

    picture = stacked_bars("Close", parties("A", "B"), years)

    assert [text.words for one in picture.bars[0].segments for text in one.label] == ["A >25%", "B <75%"]
    assert [row.parts for row in picture.rows] == [("just over 25%",), ("just under 75%",)]


def test_small_parties_are_shown_as_one_but_each_has_its_row():
    many = [Node(f"n{number}", f"Member {number}", "Community", "community") for number in range(30)]
    years = [("2027", {"n0": Fraction(71, 100)} | {f"n{number}": Fraction(1, 100) for number in range(1, 30)})]

    picture = stacked_bars("Many", many, years)

    assert [" ".join(text.words for text in entry.label) for entry in picture.key_entries] == [
        "Member 0 (community)",
        "29 others, each of them in the table",
    ]
    assert [row.letter for row in picture.rows] == ["A", *"B" * 29]
    assert picture.alternative == (
        "Parts of all shares, year by year. 2027: Member 0 (community): 71%; 29 others, each of them in the table: 29%."
    )


def test_a_single_small_party_is_shown_itself():
    years = [("2027", {"a": Fraction(99, 100), "b": Fraction(1, 100)})]

    assert [row.letter for row in stacked_bars("One small", parties("A", "B"), years).rows] == ["A", "B"]


def test_a_year_of_nobody_says_so():
    picture = stacked_bars("None", parties("A"), [("On signing", {}), ("2027", {"a": Fraction(1)})])

    assert picture.bars[0].segments == ()
    assert picture.bars[0].label[-1].words == "(none)"
    assert picture.rows[0].parts == ("0%", "100%")


@pytest.mark.parametrize(
    "parts",
    [{"a": Fraction(1, 2)}, {"a": Fraction(3, 2), "b": Fraction(-1, 2)}, {"a": Fraction(1, 2), "c": Fraction(1, 2)}],
)
def test_parts_that_are_no_whole_are_refused(parts):
    with pytest.raises(ValueError, match="2027"):
        stacked_bars("Wrong", parties("A", "B"), [("2027", parts)])
