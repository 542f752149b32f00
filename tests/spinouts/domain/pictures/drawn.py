"""What is drawn, as rectangles (left, top, right, bottom), to see whether anything lies on anything else."""

from itertools import combinations

from hypothesis import strategies as st

from spinouts.domain.pictures.nodes import Node

names = st.text(st.sampled_from("aiMW Öß漢 -é.👩‍🚀🏳️‍🌈"), min_size=1, max_size=300).filter(str.strip)
kinds = st.sampled_from(["employees", "partner", "council", "community", "charity", "employee_trust", "not known yet"])
labels = st.sampled_from(["Employees", "Employee ownership trust", "Council"])


def nodes_of(size):
    return st.lists(st.tuples(names, labels, kinds), min_size=size, max_size=size).map(
        lambda each: [Node(f"n{number}", *one) for number, one in enumerate(each)]
    )


def overlap(one, other):
    """Whether two rectangles, or a rectangle and a stroke, share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def overlaps(things):
    return [pair for pair in combinations(things, 2) if overlap(*pair)]


def inside(thing, width, height):
    left, top, right, bottom = thing
    return 0 <= left <= right <= width and 0 <= top <= bottom <= height


def rectangle(one):
    return (one.x, one.y, one.x + one.width, one.y + one.height)
