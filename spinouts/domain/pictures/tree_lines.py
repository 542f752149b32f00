"""The ways of the lines in an ownership tree: down from each owner, along between the rows, and down to the company.

Between two rows lies a band. A route gathers all that leads to one company: it runs level in the bands beneath its
owners' rows and above its own, each time on a track of its own, and upright on a lane at the left from band to band.
So lines of different companies may cross, but never run on one another. Cross-holdings have routes of their own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from spinouts.domain.pictures.tree_values import Stake

CLEAR = 10
"""Upright lines of different routes are at least so far apart."""
DOORS = (0, 24, -24, 48)
"""Where a line may enter a box, from its middle. At most two others are ever in the way."""


@dataclass(frozen=True, slots=True)
class Route:
    """All that leads to one company, by the places of its stakes, with their owners and the bands beneath those.

    `entry` is the band above the company.
    """

    owned: str
    stakes: tuple[int, ...]
    owners: tuple[str, ...]
    exits: tuple[int, ...]
    entry: int
    is_dashed: bool

    @property
    def bands(self) -> frozenset[int]:
        """The bands in which it runs level."""
        return frozenset({*self.exits, self.entry})


@dataclass(frozen=True, slots=True)
class Way:
    """A route with the places of its upright lines: where each owner's leaves, its lane if any, and its door."""

    route: Route
    leaves: tuple[int, ...]
    lane: int | None
    door: int

    def across(self, band: int) -> list[int]:
        """The x of every upright line that meets its level line in the band, from the left."""
        if band not in self.route.bands:
            return []
        places = {x for x, leaves in zip(self.leaves, self.route.exits, strict=True) if leaves == band}
        if band == self.route.entry:
            places.add(self.door)
        if self.lane is not None:
            places.add(self.lane)
        return sorted(places)


def routes(stakes: Mapping[int, Stake], crossing: Collection[int], row_of: Mapping[str, int]) -> list[Route]:
    """One for each company that has owners, and one more for its cross-holdings."""
    gathered: dict[tuple[str, bool], list[int]] = {}
    for index, stake in stakes.items():
        gathered.setdefault((stake.owned, index in crossing), []).append(index)
    return [
        Route(
            owned=owned,
            stakes=tuple(members),
            owners=tuple(stakes[index].owner for index in members),
            exits=tuple(row_of[stakes[index].owner] + 1 for index in members),
            entry=row_of[owned],
            is_dashed=is_dashed,
        )
        for (owned, is_dashed), members in gathered.items()
    ]


def lanes(found: Sequence[Route]) -> list[int | None]:
    """The number of each route's lane, 0 being the nearest to the boxes; None for one that stays in its band."""
    taken: list[list[frozenset[int]]] = []
    numbers: list[int | None] = [None] * len(found)
    reaches = [frozenset(range(min(one.bands), max(one.bands) + 1)) for one in found]
    # Short ways stay near, so that they cross few others.
    for index in sorted(range(len(found)), key=lambda one: len(reaches[one])):
        if len(reaches[index]) > 1:
            free = (lane for lane, held in enumerate(taken) if not any(reaches[index] & one for one in held))
            lane = next(free, len(taken))
            taken[lane : lane + 1] = [[*(taken[lane] if lane < len(taken) else ()), reaches[index]]]
            numbers[index] = lane
    return numbers


def ways(found: Sequence[Route], centres: Mapping[str, int], lane_places: Sequence[int | None]) -> list[Way]:
    """The routes with their places. A route enters in the middle of the box, unless another line stands there."""
    doors: list[int] = []
    for route in found:
        others = [one for one in found if one is not route]
        busy = {owner for one in others for owner in one.owners}
        down = {
            owner for one in found for owner, leaves in zip(one.owners, one.exits, strict=True) if leaves == route.entry
        }
        alone = {centres[owner] for owner in down - busy}
        beside = [centres[owner] for owner in down & busy]
        beside += [door for door, one in zip(doors, found, strict=False) if one.owned == route.owned]
        middle = centres[route.owned]
        straight = [x for x in sorted(alone) if abs(x - middle) < CLEAR]
        wanted = [*straight, *(middle + offset for offset in DOORS)]
        doors.append(next(x for x in wanted if all(abs(x - one) >= CLEAR for one in beside)))
    return [
        Way(route, tuple(centres[owner] for owner in route.owners), lane, door)
        for route, lane, door in zip(found, lane_places, doors, strict=True)
    ]


def tracks(found: Sequence[Way], band: int) -> list[int | None]:
    """The number of each way's track in the band, 0 being the topmost; ways that are clear of each other share one.

    None for a way that has no level line there.
    """
    numbers: list[int | None] = [None] * len(found)
    ends: list[int] = []
    spans = sorted(
        (across[0], across[-1], index) for index, way in enumerate(found) if len(across := way.across(band)) > 1
    )
    for start, end, index in spans:
        track = next(track for track in count() if track == len(ends) or ends[track] + 2 * CLEAR <= start)
        ends[track : track + 1] = [end]
        numbers[index] = track
    return numbers
