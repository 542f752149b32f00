from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinouts.domain.diagram import BOX_WIDTH, FONT_SIZE, LINE_HEIGHT, PADDING, Owner, layout, text_width, wrap
from spinouts.domain.parties import PartyKind

names = st.text(st.sampled_from("aiMW Öß漢 -é."), min_size=1, max_size=90).filter(str.strip)
stakes = st.sampled_from(["25%", "24.9%", "just over 25%", "just under 100%", "none that anyone knows of"])
owner = st.builds(Owner, names, st.sampled_from(PartyKind), stakes, st.none() | stakes, st.integers(0, 12))
crowds = st.integers(2, 40).flatmap(lambda size: st.lists(owner, min_size=size, max_size=size))


def rectangle(box):
    return (box.x, box.y, box.x + box.width, box.y + box.height)


def label_rectangles(diagram):
    return [
        (text.x, text.y - FONT_SIZE, text.x + text_width(text.words), text.y - FONT_SIZE + LINE_HEIGHT)
        for link in diagram.links
        for text in link.labels
    ]


def strokes(diagram):
    for link in diagram.links:
        for (x1, y1), (x2, y2) in pairwise(link.points):
            yield (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def overlap(one, other):
    """Whether two rectangles, or a rectangle and a stroke, share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(deadline=None, max_examples=60)
@given(names, crowds)
def test_boxes_labels_and_strokes_keep_clear_of_each_other(company, owners):
    diagram = layout(company, owners)

    boxes, labels = [rectangle(box) for box in diagram.boxes], label_rectangles(diagram)
    assert [pair for pair in combinations(boxes + labels, 2) if overlap(*pair)] == []
    for stroke in set(strokes(diagram)):
        assert [thing for thing in boxes + labels if overlap(stroke, thing)] == []


@settings(deadline=None, max_examples=60)
@given(names, crowds)
def test_everything_is_inside_the_picture_and_every_text_inside_its_box(company, owners):
    diagram = layout(company, owners)

    for x1, y1, x2, y2 in [*map(rectangle, diagram.boxes), *label_rectangles(diagram), *strokes(diagram)]:
        assert (0 <= x1 <= x2 <= diagram.width, 0 <= y1 <= y2 <= diagram.height) == (True, True)
    for box in diagram.boxes:
        for text in box.lines:
            half = text_width(text.words) / 2
            assert box.x <= text.x - half
            assert text.x + half <= box.x + box.width
            assert box.y < text.y - FONT_SIZE // 2 < text.y < box.y + box.height


@settings(deadline=None, max_examples=30)
@given(names, crowds)
def test_nothing_of_a_name_is_lost_and_every_box_says_its_kind(company, owners):
    diagram = layout(company, owners)

    said = ["".join(text.words for text in box.lines).replace(" ", "") for box in diagram.boxes]
    assert said == [
        *(f"{''.join(owner.name.split())}{owner.kind.label.replace(' ', '')}" for owner in owners),
        f"{''.join(company.split())}Company",
    ]


@settings(deadline=None, max_examples=30)
@given(names, crowds)
def test_every_link_runs_level_or_upright_from_its_owner_to_the_company(company, owners):
    diagram = layout(company, owners)

    *owned, bottom = diagram.boxes
    for box, link in zip(owned, diagram.links, strict=True):
        assert link.points[0] == (link.x1, link.y1) == (box.centre, box.y + box.height)
        assert link.points[-1] == (link.x2, link.y2) == (bottom.centre, bottom.y)
        assert all((x1 == x2) != (y1 == y2) for (x1, y1), (x2, y2) in pairwise(link.points))


def test_three_owners_stand_in_one_row_with_their_stakes_beneath():
    owners = [
        Owner("Paymaster", PartyKind.PARTNER, "40%", "40%", 1),
        Owner("The council", PartyKind.COUNCIL, "35%", None, 2),
        Owner("The staff trust", PartyKind.EMPLOYEES, "25%"),
    ]

    diagram = layout("MyCSP Ltd", owners)

    assert [link.label for link in diagram.links] == [
        "Shares: 40%; Votes: 40%; Board: 1 seat",
        "Shares: 35%; Board: 2 seats",
        "Shares: 25%",
    ]
    assert len({box.y for box in diagram.boxes[:3]}) == 1
    assert [box.kind for box in diagram.boxes] == ["partner", "council", "employees", "company"]
    assert [[text.words for text in box.lines] for box in diagram.boxes[::3]] == [
        ["Paymaster", "Partner"],
        ["MyCSP Ltd", "Company"],
    ]
    assert diagram.links[1].path == " ".join(f"{x},{y}" for x, y in diagram.links[1].points)
    assert len(diagram.links[1].points) == 3


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (4, [4]), (5, [3, 2]), (9, [3, 3, 3]), (10, [4, 4, 2])])
def test_rows_are_as_even_as_can_be(count, rows):
    diagram = layout("The company", [Owner(f"Owner {number}", PartyKind.PARTNER, "5%") for number in range(count)])

    heights = [box.y for box in diagram.boxes[:-1]]
    assert [heights.count(y) for y in sorted(set(heights))] == rows


def test_a_company_without_owners_stands_alone():
    diagram = layout("The company", [])

    assert (len(diagram.boxes), diagram.links) == (1, ())


@given(names)
def test_wrapped_lines_fit_their_width(name):
    width = BOX_WIDTH - 2 * PADDING

    assert all(text_width(line) <= width for line in wrap(name, width))
