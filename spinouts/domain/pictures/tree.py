"""Who owns whom, as a picture: owners above, what they own below, lines between, through as many levels as there are.

Pure layout in whole pixels; a template only writes it down as SVG. Nothing depends on colour: each box says its kind
in words, each line its stake. Long names are wrapped, never cut, so that nothing is lost in a narrow box.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from spinouts.domain.pictures import tree_lists, tree_strokes, tree_words
from spinouts.domain.pictures.lettering import LINE_HEIGHT, Text, lines_at, wrap
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.tree_frame import BOX_WIDTH, PADDING, TEXT_WIDTH, Frame, box_lines, frame, heights
from spinouts.domain.pictures.tree_levels import cross_holdings
from spinouts.domain.pictures.tree_lists import OwnerList, Placed
from spinouts.domain.pictures.tree_strokes import Heights
from spinouts.domain.pictures.tree_values import Box, Link, OwnershipTree, Stake, Stroke, strip_of

Labels = Mapping[str, Sequence[tuple[int, Sequence[tuple[str, bool]]]]]
"""By owner: the place of each stake, and its lines beside the stroke with whether they are bold."""


def ownership_tree(
    title: str, nodes: Sequence[Node], stakes: Sequence[Stake], *, unit: str = "shares"
) -> OwnershipTree:
    """The picture, its words and its table. Sizes in pixels at `FONT_SIZE`; `unit` is what is held, in the plural.

    Owners stand above what they own, in rows of at most four, or in a list if one company has many that own nothing
    else. Boxes, labels and lines keep clear of each other, however long the names and however many the owners; lines
    of different companies may cross. A stake that closes a circle of owners is drawn dashed and named a
    cross-holding. Raises ValueError for two nodes of one reference, and for a stake of or in what is no node.
    """
    by_reference = _checked(nodes, stakes)
    crossing = cross_holdings(nodes, stakes)
    across = frame(nodes, stakes, crossing)
    labels = _label_lines(across, by_reference, crossing, unit)
    label_counts = {owner: sum(len(lines) for _, lines in each) for owner, each in labels.items()}
    ends = {one.reference: _placed(one, across, by_reference, stakes, unit, 0)[1] for one in across.lists}
    list_heights = {reference: each[-1] - tree_lists.GAP for reference, each in ends.items()}
    down, cuts, height = heights(across, by_reference, label_counts, list_heights)
    placed: list[Placed] = []
    for one in across.lists:
        found, pairs = _placed(one, across, by_reference, stakes, unit, down.tops[one.reference])
        placed += found
        cuts += tuple(end - tree_lists.GAP // 2 for end in pairs[:-1])
    return OwnershipTree(
        title=title,
        alternative=tree_words.alternative(nodes, stakes, crossing, unit),
        unit=unit,
        width=across.width,
        height=height,
        boxes=_boxes(nodes, stakes, placed, across, down),
        links=_links(stakes, crossing, unit, _labels(labels, across, down), _corners(across, down, placed)),
        strokes=(*tree_strokes.strokes(across.ways, down), *_list_strokes(across, down, placed)),
        tips=tuple((way.door, down.tops[way.route.owned]) for way in across.ways),
        joints=tree_strokes.joints(across.ways, down),
        cuts=tuple(sorted(cuts)),
        rows=tree_words.table(nodes, stakes, crossing),
    )


def _checked(nodes: Sequence[Node], stakes: Sequence[Stake]) -> dict[str, Node]:
    by_reference = {node.reference: node for node in nodes}
    if len(by_reference) < len(nodes):
        raise ValueError("Two nodes of an ownership tree have the same reference.")
    if unknown := {one for stake in stakes for one in (stake.owner, stake.owned)} - set(by_reference):
        raise ValueError(f"These have a stake, but are no nodes: {', '.join(sorted(unknown))}.")
    return by_reference


def _placed(
    one: OwnerList, across: Frame, nodes: Mapping[str, Node], stakes: Sequence[Stake], unit: str, top: int
) -> tuple[list[Placed], list[int]]:
    centre = across.centres[one.reference]
    return tree_lists.placed(one, nodes, stakes, unit, centre=centre, top=top, width=across.list_width)


def _label_lines(across: Frame, nodes: Mapping[str, Node], crossing: Collection[int], unit: str) -> Labels:
    names = {reference: node.name for reference, node in nodes.items()}
    held: dict[str, list[int]] = {}
    for index, stake in across.kept.items():
        if stake.owner in nodes:
            held.setdefault(stake.owner, []).append(index)
    found = {}
    for owner, indices in held.items():
        stakes = [(across.kept[index], index in crossing) for index in indices]
        found[owner] = list(zip(indices, tree_words.lines(stakes, names, unit, across.room), strict=True))
    return found


def _labels(labels: Labels, across: Frame, down: Heights) -> dict[int, tuple[Text, ...]]:
    texts = {}
    for owner, each in labels.items():
        x, y = across.centres[owner] + PADDING, down.feet[owner] + PADDING
        for index, lines in each:
            strong = sum(is_strong for _, is_strong in lines)
            texts[index] = lines_at(x, y, [words for words, _ in lines], strong=strong)
            y += LINE_HEIGHT * len(lines)
    return texts


def _boxes(
    nodes: Sequence[Node], stakes: Sequence[Stake], placed: Sequence[Placed], across: Frame, down: Heights
) -> tuple[Box, ...]:
    listed = {stakes[one.stake].owner: one.box for one in placed}
    return tuple(listed.get(node.reference) or _box(node, across, down) for node in nodes)


def _box(node: Node, across: Frame, down: Heights) -> Box:
    x, y = across.centres[node.reference] - BOX_WIDTH // 2, down.tops[node.reference]
    height = down.feet[node.reference] - y
    lines, strip = box_lines(node), strip_of(node.kind)
    top = y + (height - LINE_HEIGHT * len(lines)) // 2
    strong = len(lines) - len(wrap(node.label, TEXT_WIDTH))
    texts = lines_at(x + (BOX_WIDTH + strip) // 2, top, lines, strong=strong, anchor="middle")
    return Box(x, y, BOX_WIDTH, height, texts, node.kind, strip)


def _links(
    stakes: Sequence[Stake],
    crossing: Collection[int],
    unit: str,
    labels: Mapping[int, tuple[Text, ...]],
    corners: Mapping[int, tuple[tuple[int, int], ...]],
) -> tuple[Link, ...]:
    return tuple(
        Link(
            owner=stake.owner,
            owned=stake.owned,
            points=corners[index],
            label="; ".join(tree_words.facts(stake, unit)),
            labels=labels.get(index, ()),
            is_cross_holding=index in crossing,
        )
        for index, stake in enumerate(stakes)
    )


def _corners(across: Frame, down: Heights, placed: Sequence[Placed]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The points of each stake's line. From a list they lead to the line between its columns, and on with that."""
    corners = dict(chain.from_iterable(tree_strokes.points(*way, down) for way in enumerate(across.ways)))
    edges = {one.stake: one.edge for one in placed}
    for place, one in enumerate(across.lists, start=1):
        middle = across.centres[one.reference]
        for index in one.members:
            corners[index] = (edges[index], (middle, edges[index][1]), *corners[-place][1:])
    return corners


def _list_strokes(across: Frame, down: Heights, placed: Sequence[Placed]) -> list[Stroke]:
    """A stub from each box of a list, and the line down between its columns."""
    edges = {one.stake: one.edge for one in placed}
    found = []
    for one in across.lists:
        middle = across.centres[one.reference]
        ends = [edges[index] for index in one.members]
        found += [Stroke(min(x, middle), y, max(x, middle), y) for x, y in ends]
        found.append(Stroke(middle, ends[0][1], middle, down.feet[one.reference]))
    return found
