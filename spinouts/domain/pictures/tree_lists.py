"""Many owners of one company, as a list of two columns with a line down between them.

Those who own nothing else, and whom nobody else owns, take little room that way: each stands in a low, wide box
that also says its stake.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from spinouts.domain.pictures.lettering import LINE_HEIGHT, lines_at, wrap
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.tree_values import Box, Stake, strip_of
from spinouts.domain.pictures.tree_words import facts

MANY = 8
"""More owners than so many, two rows of four, stand in a list."""
STUB = 16
"""From each column to the line between them."""
PADDING = 10
INNER = 6
GAP = 8
FACTS = 190
"""Room for a stake's figures at the right of its box."""


@dataclass(frozen=True, slots=True)
class OwnerList:
    """Owners of one company, by the places of their stakes. Its reference is no node's."""

    reference: str
    owned: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An owner's box within the list, by the place of its stake, and where its line leaves."""

    stake: int
    box: Box
    edge: tuple[int, int]


def lists(stakes: Sequence[Stake], crossing: Collection[int]) -> tuple[OwnerList, ...]:
    """The lists that a picture of these stakes needs."""
    held = Counter(stake.owner for stake in stakes)
    owned = {stake.owned for stake in stakes}
    members: dict[str, list[int]] = {}
    for index, stake in enumerate(stakes):
        if index not in crossing and held[stake.owner] == 1 and stake.owner not in owned:
            members.setdefault(stake.owned, []).append(index)
    return tuple(
        OwnerList(f"\nowners of {company}", company, tuple(indices))
        for company, indices in members.items()
        if len(indices) > MANY
    )


def placed(
    one: OwnerList,
    nodes: Mapping[str, Node],
    stakes: Sequence[Stake],
    unit: str,
    *,
    centre: int,
    top: int,
    width: int,
) -> tuple[list[Placed], list[int]]:
    """The boxes of a list so wide about its middle, and the heights at which one pair ends and the next begins."""
    each = width // 2 - STUB
    found: list[Placed] = []
    ends: list[int] = []
    y = top
    for start in range(0, len(one.members), 2):
        pair = one.members[start : start + 2]
        texts = [_lines(nodes[stakes[index].owner], stakes[index], unit, each) for index in pair]
        height = 2 * INNER + LINE_HEIGHT * max(max(len(left), len(right)) for left, _, right in texts)
        middle = y + height // 2
        for column, (index, lines) in enumerate(zip(pair, texts, strict=True)):
            x = centre + STUB if column else centre - STUB - each
            box = _box(nodes[stakes[index].owner], x, y, each, height, lines)
            found.append(Placed(index, box, (centre + STUB if column else centre - STUB, middle)))
        y += height + GAP
        ends.append(y)
    return found, ends


def _lines(node: Node, stake: Stake, unit: str, width: int) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """The name and kind, how many of these lines are bold, and the figures."""
    room = width - strip_of(node.kind) - 3 * PADDING - FACTS
    name = wrap(node.name, room)
    figures = tuple(line for fact in facts(stake, unit) for line in wrap(fact, FACTS))
    return (*name, *wrap(node.label, room)), len(name), figures


def _box(
    node: Node, x: int, y: int, width: int, height: int, lines: tuple[tuple[str, ...], int, tuple[str, ...]]
) -> Box:
    left, strong, right = lines
    strip = strip_of(node.kind)
    texts = (
        *lines_at(x + strip + PADDING, y + (height - LINE_HEIGHT * len(left)) // 2, left, strong=strong),
        *lines_at(x + width - PADDING, y + (height - LINE_HEIGHT * len(right)) // 2, right, anchor="end"),
    )
    return Box(x, y, width, height, texts, node.kind, strip)
