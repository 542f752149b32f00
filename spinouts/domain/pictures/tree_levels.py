"""How far above the company at the bottom each owner stands, and which stakes run against that order."""

from collections.abc import Collection, Mapping, Sequence

from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.shading import COMPANY
from spinouts.domain.pictures.tree_values import Stake


def cross_holdings(nodes: Sequence[Node], stakes: Sequence[Stake]) -> frozenset[int]:
    """The places of those stakes that close a circle of owners: without them, nobody owns themselves in the end.

    Owners are followed upwards, first from those that own nothing, then from companies, then from the others.
    """
    owners = {stake.owner for stake in stakes}
    above: dict[str, list[int]] = {node.reference: [] for node in nodes}
    for index, stake in enumerate(stakes):
        above[stake.owned].append(index)
    found: set[int] = set()
    done: set[str] = set()
    for node in sorted(nodes, key=lambda node: (node.reference in owners, node.kind != COMPANY)):
        if node.reference not in done:
            _climb(node.reference, (), stakes, above, done, found)
    return frozenset(found)


def _climb(
    here: str,
    below: tuple[str, ...],
    stakes: Sequence[Stake],
    above: Mapping[str, Sequence[int]],
    done: set[str],
    found: set[int],
) -> None:
    way = (*below, here)
    for index in above[here]:
        owner = stakes[index].owner
        if owner in way:
            found.add(index)
        elif owner not in done:
            _climb(owner, way, stakes, above, done, found)
    done.add(here)


def rows(
    references: Sequence[str], straight: Collection[Stake], columns: int, alone: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    """The references in rows of at most so many, from the top: each owner above all that it owns, as near as can be.

    `straight` are the stakes without cross-holdings; those `alone` have a row to themselves. Rows of one level are as
    even as can be: five owners stand as three and two, not as four and one. In a level of one row, the owners of one
    company stay together; in one of several, those with owners themselves come first.
    """
    owned: dict[str, list[str]] = {reference: [] for reference in references}
    for stake in straight:
        owned[stake.owner].append(stake.owned)
    heights: dict[str, int] = {}
    for reference in references:
        _height(reference, owned, heights)
    have_owners = {stake.owned for stake in straight}
    place: dict[str, int] = {}
    levels: list[list[str]] = []
    for height in range(max(heights.values(), default=-1) + 1):
        level = [one for one in references if heights[one] == height]
        if len(level) > columns:
            level.sort(key=lambda one: one not in have_owners)
        else:
            level.sort(key=lambda one: min((place[below] for below in owned[one]), default=0))
        place |= {one: index for index, one in enumerate(level)}
        levels.append(level)
    return tuple(row for level in reversed(levels) for row in _even(level, columns, alone))


def _height(reference: str, owned: Mapping[str, Sequence[str]], heights: dict[str, int]) -> int:
    """One more than the highest of those that it owns; zero for one that owns nothing."""
    if reference not in heights:
        heights[reference] = max((_height(one, owned, heights) + 1 for one in owned[reference]), default=0)
    return heights[reference]


def _even(level: Sequence[str], columns: int, alone: Collection[str]) -> list[tuple[str, ...]]:
    together = [one for one in level if one not in alone]
    count = -(-len(together) // columns)
    size = -(-len(together) // count) if count else 1
    evenly = [tuple(together[start : start + size]) for start in range(0, len(together), size)]
    return [*evenly, *((one,) for one in level if one in alone)]
