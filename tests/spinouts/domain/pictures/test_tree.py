from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinouts.domain.pictures.lettering import WIDEST
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.tree import ownership_tree
from spinouts.domain.pictures.tree_values import Stake
from tests.spinouts.domain.pictures.drawn import inside, names, nodes_of, overlap, overlaps, rectangle

COMPANY = Node("company", "MyCSP Ltd", "Company", "company")
words = st.sampled_from(["25%", "24.9%", "just over 25%", "just under 100%", "none that anyone knows of"])
slow = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


@st.composite
def stars(draw):
    nodes = draw(st.integers(0, 40).flatmap(nodes_of))
    company = Node("company", draw(names), "Company", "company")
    stakes = [stake(draw, node.reference, "company") for node in nodes]
    return [*nodes, company], stakes


@st.composite
def levels(draw):
    """Up to four levels of owners, several of whom own several, and now and then a circle."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=2, max_size=4))
    nodes = draw(nodes_of(sum(sizes)))
    starts = [sum(sizes[:level]) for level in range(len(sizes))]
    stakes = []
    for level, size in list(enumerate(sizes))[1:]:
        below = st.integers(0, starts[level] - 1)
        for index in range(starts[level], starts[level] + size):
            owned = draw(st.lists(below, min_size=1, max_size=3, unique=True))
            stakes += [stake(draw, f"n{index}", f"n{one}") for one in owned]
    places = st.integers(0, len(nodes) - 1)
    for owner, owned in draw(st.lists(st.tuples(places, places), max_size=4)):
        stakes.append(stake(draw, f"n{owner}", f"n{owned}"))
    return nodes, stakes


def stake(draw, owner, owned):
    return Stake(owner, owned, draw(words), draw(st.none() | words), draw(st.integers(0, 12)))


graphs = stars() | levels()


def strokes(tree):
    return [(one.x1, one.y1, one.x2, one.y2) for one in tree.strokes]


@slow
@given(graphs)
def test_boxes_labels_and_strokes_keep_clear_of_each_other(graph):
    tree = ownership_tree("Who owns what", *graph)

    things = [*map(rectangle, tree.boxes), *(text.edges for link in tree.links for text in link.labels)]
    assert overlaps(things) == []
    assert [(stroke, thing) for stroke in strokes(tree) for thing in things if overlap(stroke, thing)] == []


@slow
@given(graphs)
def test_no_stroke_lies_on_another(graph):
    tree = ownership_tree("Who owns what", *graph)

    def on_one_another(one, other):
        upright = one[0] == one[2] == other[0] == other[2] and one[1] < other[3] and other[1] < one[3]
        level = one[1] == one[3] == other[1] == other[3] and one[0] < other[2] and other[0] < one[2]
        return upright or level

    assert all(x1 == x2 or y1 == y2 for x1, y1, x2, y2 in strokes(tree))
    assert [pair for pair in combinations(strokes(tree), 2) if on_one_another(*pair)] == []


@slow
@given(graphs)
def test_everything_is_inside_the_picture_and_every_text_inside_its_box(graph):
    tree = ownership_tree("Who owns what", *graph)

    texts = [text.edges for link in tree.links for text in link.labels]
    for thing in [*map(rectangle, tree.boxes), *texts, *strokes(tree)]:
        assert inside(thing, tree.width, tree.height)
    for box in tree.boxes:
        left, top, right, bottom = rectangle(box)
        assert overlaps([text.edges for text in box.lines]) == []
        for text in box.lines:
            assert left + box.strip <= text.edges[0]
            assert text.edges[2] <= right
            assert top < text.edges[1]
            assert text.edges[3] <= bottom


@slow
@given(graphs)
def test_the_words_stay_readable_on_paper_and_cuts_go_through_strokes_alone(graph):
    tree = ownership_tree("Who owns what", *graph)

    assert tree.width <= WIDEST
    things = [*map(rectangle, tree.boxes), *(text.edges for link in tree.links for text in link.labels)]
    level = [stroke for stroke in strokes(tree) if stroke[1] == stroke[3]]
    for place in tree.cuts:
        assert [thing for thing in things if thing[1] < place < thing[3]] == []
        assert place not in {y for _, y, _, _ in level}


@slow
@given(graphs)
def test_nothing_of_a_name_is_lost_and_every_box_says_its_kind(graph):
    tree = ownership_tree("Who owns what", *graph)

    for node, box in zip(graph[0], tree.boxes, strict=True):
        said = "".join(text.words for text in box.lines).replace(" ", "")
        assert said.startswith("".join(f"{node.name}{node.label}".split()))


@slow
@given(graphs)
def test_every_link_runs_along_drawn_strokes_from_its_owner_to_what_it_owns(graph):
    tree = ownership_tree("Who owns what", *graph)
    boxes = {node.reference: box for node, box in zip(graph[0], tree.boxes, strict=True)}

    def is_drawn(start, end):
        """Whether strokes cover the way between, end to end."""
        (x1, y1), (x2, y2) = min(start, end), max(start, end)
        along = sorted(one for one in strokes(tree) if x1 == x2 == one[0] == one[2] or y1 == y2 == one[1] == one[3])
        x, y = x1, y1
        for left, top, right, bottom in along:
            if left <= x <= right and top <= y <= bottom:
                x, y = right, bottom
        return x >= x2 and y >= y2

    for link in tree.links:
        owner, owned = boxes[link.owner], boxes[link.owned]
        (x1, y1), (x2, y2) = link.points[0], link.points[-1]
        assert owner.x <= x1 <= owner.x + owner.width
        assert owner.y < y1 <= owner.y + owner.height
        assert owned.x < x2 < owned.x + owned.width
        assert y2 == owned.y
        assert (x2, y2) in tree.tips
        assert all((x1 == x2) != (y1 == y2) for (x1, y1), (x2, y2) in pairwise(link.points))
        assert all(is_drawn(*pair) for pair in pairwise(link.points))


@slow
@given(graphs)
def test_all_but_cross_holdings_lead_downwards_and_every_stake_is_said(graph):
    tree = ownership_tree("Who owns what", *graph)
    boxes = {node.reference: box for node, box in zip(graph[0], tree.boxes, strict=True)}

    assert len(tree.rows) == len(graph[1])
    for link, row, one in zip(tree.links, tree.rows, graph[1], strict=True):
        assert (boxes[link.owner].y < boxes[link.owned].y) is not link.is_cross_holding
        assert (row.capital, row.votes, row.seats) == (one.capital, one.votes or one.capital, one.seats)
        assert f"holds {one.capital} of the shares" in tree.alternative


def test_three_owners_stand_in_one_row_with_their_stakes_beneath():
    nodes = [
        Node("p", "Paymaster", "Partner", "partner"),
        Node("c", "The council", "Council", "council"),
        Node("s", "The staff trust", "Employees", "employees"),
        COMPANY,
    ]
    stakes = [
        Stake("p", "company", "40%", "50%", 1),
        Stake("c", "company", "35%", None, 2),
        Stake("s", "company", "25%"),
    ]

    tree = ownership_tree("Who owns MyCSP Ltd", nodes, stakes, unit="units of membership")

    assert [link.label for link in tree.links] == [
        "Units of membership: 40%; Votes: 50%; Board: 1 seat",
        "Units of membership: 35%; Board: 2 seats",
        "Units of membership: 25%",
    ]
    assert len({box.y for box in tree.boxes[:3]}) == 1
    assert [[text.words for text in box.lines] for box in tree.boxes[::3]] == [
        ["Paymaster", "Partner"],
        ["MyCSP Ltd", "Company"],
    ]
    assert len(tree.links[1].points) == 3
    assert tree.joints == ()
    assert tree.alternative == (
        "Paymaster (partner) holds 40% of the units of membership and 50% of the votes of MyCSP Ltd, and fills 1 board "
        "seat. The council (council) holds 35% of the units of membership and of the votes of MyCSP Ltd, and fills 2 "
        "board seats. The staff trust (employees) holds 25% of the units of membership and of the votes of MyCSP Ltd."
    )


def test_a_partner_that_a_group_owns_stands_below_it_and_several_stakes_name_their_company():
    nodes = [
        Node(one, one.title(), "Group company", "group_company") for one in ("person", "group", "partner", "other")
    ]
    stakes = [Stake("person", "group", "100%"), Stake("group", "partner", "75%"), Stake("group", "other", "51%")]
    stakes.append(Stake("partner", "company", "49%"))

    tree = ownership_tree("The group", [*nodes, COMPANY], stakes)

    person, group, partner, other, company = (box.y for box in tree.boxes)
    assert person < group < partner < company == other
    assert [text.words for link in tree.links[1:3] for text in link.labels] == [
        "In Partner:",
        "Shares: 75%",
        "In Other:",
        "Shares: 51%",
    ]


def test_a_circle_of_owners_is_drawn_dashed_and_said():
    nodes = [Node("p", "Partner", "Partner", "partner"), Node("s", "Staff", "Employees", "employees"), COMPANY]
    stakes = [Stake("p", "company", "60%"), Stake("s", "company", "40%"), Stake("company", "p", "5%")]

    tree = ownership_tree("A circle", nodes, stakes)

    assert [link.is_cross_holding for link in tree.links] == [False, False, True]
    assert {one.is_dashed for one in tree.strokes} == {False, True}
    assert [text.words for text in tree.links[2].labels] == ["Cross-holding in Partner:", "Shares: 5%"]
    assert tree.alternative.endswith(
        "A cross-holding, which the picture shows as a dashed line: MyCSP Ltd (company) holds 5% of the shares and of "
        "the votes of Partner."
    )
    assert tree.has_cross_holdings
    assert [row.is_cross_holding for row in tree.rows] == [False, False, True]


def test_own_shares_and_a_ring_without_end_are_drawn():
    nodes = [Node(one, one, "Company", "group_company") for one in "abc"]
    stakes = [Stake("a", "b", "10%"), Stake("b", "c", "10%"), Stake("c", "a", "10%"), Stake("a", "a", "1%")]

    tree = ownership_tree("A ring", nodes, stakes)

    assert [link.is_cross_holding for link in tree.links] == [True, False, False, True]


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (4, [4]), (5, [3, 2]), (8, [4, 4]), (9, [2] * 4 + [1])])
def test_rows_are_as_even_as_can_be_and_more_than_two_become_a_list(count, rows):
    nodes = [Node(f"n{number}", f"Owner {number}", "Partner", "partner") for number in range(count)]

    tree = ownership_tree("Many", [*nodes, COMPANY], [Stake(node.reference, "company", "5%") for node in nodes])

    heights = [box.y for box in tree.boxes[:-1]]
    assert [heights.count(y) for y in sorted(set(heights))] == rows


def test_a_company_without_owners_stands_alone():
    tree = ownership_tree("Nobody", [COMPANY], [])

    assert (len(tree.boxes), tree.links, tree.strokes, tree.rows) == (1, (), (), ())
    assert tree.alternative == "Nobody holds any shares of MyCSP Ltd on this day."


def test_forty_owners_fit_on_one_sheet():
    nodes = [Node(f"n{number}", f"Member {number}", "Community", "community") for number in range(40)]

    tree = ownership_tree("Many", [*nodes, COMPANY], [Stake(node.reference, "company", "2.5%") for node in nodes])

    assert tree.height <= 1250


@pytest.mark.parametrize(
    ("nodes", "stakes"), [([COMPANY, COMPANY], []), ([COMPANY], [Stake("nobody", "company", "1%")])]
)
def test_nodes_are_told_apart_and_stakes_are_between_them(nodes, stakes):
    with pytest.raises(ValueError, match="node"):
        ownership_tree("Wrong", nodes, stakes)
