"""The strokes of an ownership tree, once each line's place is known, with its arrows and joints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spinouts.domain.pictures.tree_lines import Way
from spinouts.domain.pictures.tree_values import Stroke

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heights:
    """The upper and lower edge of each node's box, and of each way (by its place) its level line in each band."""

    tops: Mapping[str, int]
    feet: Mapping[str, int]
    levels: Mapping[tuple[int, int], int]


def points(number: int, way: Way, heights: Heights) -> Iterator[tuple[int, tuple[Point, ...]]]:
    """The place of each stake of the way, and the corners from its owner's box to the company's."""
    route = way.route
    arrive = heights.levels[number, route.entry]
    for index, owner, x, band in zip(route.stakes, route.owners, way.leaves, route.exits, strict=True):
        leave = heights.levels[number, band]
        down: list[Point] = [(x, heights.feet[owner]), (x, leave)]
        if band != route.entry and way.lane is not None:
            down += [(way.lane, leave), (way.lane, arrive)]
        down += [(way.door, arrive), (way.door, heights.tops[route.owned])]
        yield index, tuple(dict.fromkeys(down))


def strokes(found: Sequence[Way], heights: Heights) -> tuple[Stroke, ...]:
    """Every line once, however many stakes run along it."""
    drawn: list[Stroke] = []
    for number, way in enumerate(found):
        route = way.route
        for band in sorted(route.bands):
            y, across = heights.levels[number, band], way.across(band)
            if across[0] != across[-1]:
                drawn.append(Stroke(across[0], y, across[-1], y, route.is_dashed))
        if way.lane is not None:
            first, last = (heights.levels[number, band] for band in (min(route.bands), max(route.bands)))
            drawn.append(Stroke(way.lane, first, way.lane, last, route.is_dashed))
        drawn.append(
            Stroke(way.door, heights.levels[number, route.entry], way.door, heights.tops[route.owned], route.is_dashed)
        )
    return (*drawn, *_trunks(found, heights))


def _trunks(found: Sequence[Way], heights: Heights) -> Iterator[Stroke]:
    """From the foot of each owner's box down to its lowest track: dashed where only cross-holdings go on."""
    reach: dict[str, dict[bool, int]] = {}
    places: dict[str, int] = {}
    for number, way in enumerate(found):
        for owner, x, band in zip(way.route.owners, way.leaves, way.route.exits, strict=True):
            places[owner] = x
            deepest = reach.setdefault(owner, {})
            y = heights.levels[number, band]
            deepest[way.route.is_dashed] = max(y, deepest.get(way.route.is_dashed, y))
    for owner, deepest in reach.items():
        x, y = places[owner], heights.feet[owner]
        for is_dashed in sorted(deepest):
            if deepest[is_dashed] > y:
                yield Stroke(x, y, x, deepest[is_dashed], is_dashed)
                y = deepest[is_dashed]


def joints(found: Sequence[Way], heights: Heights) -> tuple[Point, ...]:
    """Where lines meet that might be taken for crossing: needed only if there is more than one way."""
    if len(found) < 2:
        return ()
    leaving = [
        (x, band, heights.levels[number, band])
        for number, way in enumerate(found)
        for x, band in zip(way.leaves, way.route.exits, strict=True)
    ]
    deepest: dict[tuple[int, int], int] = {}
    for x, band, y in leaving:
        deepest[x, band] = max(y, deepest.get((x, band), y))
    through = {
        (way.door, heights.levels[number, way.route.entry])
        for number, way in enumerate(found)
        if (way.door, way.route.entry) in zip(way.leaves, way.route.exits, strict=True)
        and len(way.across(way.route.entry)) > 1
    }
    return tuple(sorted({(x, y) for x, band, y in leaving if y < deepest[x, band]} | through))
