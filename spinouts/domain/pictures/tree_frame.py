"""Where the rows, boxes and lines of an ownership tree stand: first across, then down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from spinouts.domain.pictures import tree_levels, tree_lines, tree_lists
from spinouts.domain.pictures.lettering import LINE_HEIGHT, WIDEST, wrap
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.placing import spread
from spinouts.domain.pictures.tree_lines import Way
from spinouts.domain.pictures.tree_lists import OwnerList
from spinouts.domain.pictures.tree_strokes import Heights
from spinouts.domain.pictures.tree_values import STRIP, Stake

MOST_COLUMNS = 4
BOX_WIDTH = 208
PADDING = 10
GAP = 24
MARGIN = 16
STEP = 12
"""From one track or lane to the next."""
LABEL_ROOM = 212
"""What the labels of a line may take of the room to the next line, where the picture is not too wide for it."""
TEXT_WIDTH = BOX_WIDTH - STRIP - 2 * PADDING


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything across: the rows from the top, the middle of each box, each way, and the room beside a line.

    `kept` are the stakes by their places, but for those in `lists`; each list stands for its owners as one of them.
    """

    rows: tuple[tuple[str, ...], ...]
    lists: tuple[OwnerList, ...]
    kept: Mapping[int, Stake]
    centres: Mapping[str, int]
    ways: tuple[Way, ...]
    width: int
    list_width: int
    room: int


def frame(nodes: Sequence[Node], stakes: Sequence[Stake], crossing: Collection[int]) -> Frame:
    """The widest frame with at most four boxes side by side that is not too wide."""
    lists = tree_lists.lists(stakes, crossing)
    listed = {index for one in lists for index in one.members}
    kept = {index: stake for index, stake in enumerate(stakes) if index not in listed}
    kept |= {-place: Stake(one.reference, one.owned, "") for place, one in enumerate(lists, start=1)}
    gone = {stakes[index].owner for index in listed}
    references = [*(node.reference for node in nodes if node.reference not in gone), *(one.reference for one in lists)]
    frames = (_frame(references, kept, crossing, lists, columns) for columns in range(MOST_COLUMNS, 0, -1))
    return next((one for one in frames if one.width <= WIDEST), None) or _frame(references, kept, crossing, lists, 1)


def _frame(
    references: Sequence[str],
    kept: Mapping[int, Stake],
    crossing: Collection[int],
    lists: tuple[OwnerList, ...],
    columns: int,
) -> Frame:
    straight = [stake for index, stake in kept.items() if index not in crossing]
    alone = {one.reference for one in lists}
    rows = tree_levels.rows(references, straight, columns, alone)
    row_of = {reference: number for number, row in enumerate(rows) for reference in row}
    routes = tree_lines.routes(kept, crossing, row_of)
    lanes = tree_lines.lanes(routes)
    left = MARGIN + STEP * max((lane + 1 for lane in lanes if lane is not None), default=0)
    inside = max((len(row) for row in rows), default=1) * (BOX_WIDTH + GAP) - GAP
    if lists:
        inside = max(inside, WIDEST - MARGIN - left)
    centres = _centres(rows, straight, left, inside)
    places = [None if lane is None else left - STEP * (lane + 1) for lane in lanes]
    labelled = [centres[stake.owner] for stake in kept.values() if stake.owner not in alone]
    last = max(labelled, default=0) + PADDING
    width = max(left + inside + MARGIN, min(last + LABEL_ROOM + MARGIN // 2, WIDEST))
    return Frame(
        rows=rows,
        lists=lists,
        kept=kept,
        centres=centres,
        ways=tuple(tree_lines.ways(routes, centres, places)),
        width=width,
        list_width=inside,
        room=min(LABEL_ROOM, width - MARGIN // 2 - last),
    )


def _centres(rows: Sequence[Sequence[str]], straight: Collection[Stake], left: int, inside: int) -> dict[str, int]:
    """The middle of each box: as near as can be above the middle of what it owns."""
    owned: dict[str, list[str]] = {}
    for stake in straight:
        owned.setdefault(stake.owner, []).append(stake.owned)
    centres: dict[str, int] = {}
    low, high = left + BOX_WIDTH // 2, left + inside - BOX_WIDTH // 2
    for row in reversed(rows):
        below = [[centres[one] for one in owned.get(reference, ())] for reference in row]
        wanted = [sum(places) // len(places) if places else left + inside // 2 for places in below]
        centres |= zip(row, spread(wanted, BOX_WIDTH + GAP, low, high), strict=True)
    return centres | {one: left + inside // 2 for row in rows for one in row if one.startswith("\n")}


def box_lines(node: Node) -> tuple[str, ...]:
    """What a box says: the name, then the kind."""
    return (*wrap(node.name, TEXT_WIDTH), *wrap(node.label, TEXT_WIDTH))


def _box_height(node: Node) -> int:
    return 2 * PADDING + LINE_HEIGHT * len(box_lines(node))


def heights(
    across: Frame, nodes: Mapping[str, Node], label_lines: Mapping[str, int], list_heights: Mapping[str, int]
) -> tuple[Heights, tuple[int, ...], int]:
    """Where everything stands from above, where the picture may be cut, and how high it is."""
    tops: dict[str, int] = {}
    feet: dict[str, int] = {}
    levels: dict[tuple[int, int], int] = {}
    cuts: list[int] = []
    y = MARGIN
    for band, row in enumerate([*across.rows, ()]):
        numbers = tree_lines.tracks(across.ways, band)
        levels |= {(index, band): y + STEP * (number or 0) for index, number in enumerate(numbers)}
        used = max((number + 1 for number in numbers if number is not None), default=0)
        y += STEP * max(used - 1, 0)
        if not row:
            break
        if band or used:
            y += GAP
        if band:
            cuts.append(y - GAP // 2)
        tops |= dict.fromkeys(row, y)
        y += max(list_heights.get(one) or _box_height(nodes[one]) for one in row)
        feet |= dict.fromkeys(row, y)
        if high := max(label_lines.get(one, 0) for one in row):
            y += 2 * PADDING + LINE_HEIGHT * high
        elif any(way.across(band + 1) for way in across.ways):
            y += PADDING
    return Heights(tops, feet, levels), tuple(cuts), y + MARGIN
