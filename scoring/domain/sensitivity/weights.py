"""For which weights the first bid stays first, exactly; and who would be first with a part left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Methodology, Part, Section, available, walk
from scoring.domain.ranking import RankedBid, Ranking
from spinouts.domain.leading_ranges import Line, leading_range


@dataclass(frozen=True, slots=True)
class WeightRange:
    """The weights of a section or criterion, in per cent of what holds it, for which the same bid stays first.

    The weights beside it share what it leaves, in proportion to what was published. At `low` the bids in `below`
    have the same total as the first bid, and beyond it a higher one; none where `low` is 0. So with `high` and
    `above`. `without` are the bids with the highest total if the part is left out.
    """

    reference: str
    title: str
    weight: Decimal
    low: Fraction
    high: Fraction
    below: tuple[str, ...]
    above: tuple[str, ...]
    without: tuple[str, ...]


def the_first(ranking: Ranking) -> RankedBid:
    """The one bid in first place. Raises Refusal if there is none, or more than one."""
    if len(ranking.first) != 1:
        found = "No bid has a place" if not ranking.first else "Two or more bids share the first place"
        raise Refusal(f"{found}, so there is no first bid of which to ask how sure it is.")
    return ranking.first[0]


def weight_ranges(ranking: Ranking) -> tuple[WeightRange, ...]:
    """A range for each section and criterion that has a weight, and something beside it to share what it leaves.

    In the published order. Bids without a place stay without one: whether a least score or share was reached is taken
    as it was found. Raises Refusal if no bid, or more than one, is in first place.
    """
    first = the_first(ranking)
    placed = [bid for bid in ranking.bids if bid.place is not None]
    marks = available(ranking.methodology)
    found = []
    for parent, part in _movable(ranking.methodology):
        whole = marks[parent.reference] if parent else Fraction(100)
        if whole and part.weight:
            lines = {bid.bid: _line(bid, parent, part, whole) for bid in placed}
            found.append(_range(part, first.bid, lines))
    return tuple(found)


def _movable(methodology: Methodology) -> list[tuple[Section | None, Part]]:
    """The parts with what holds them; not those that are all of it."""
    levels: list[tuple[Section | None, Sequence[Part]]] = [(None, methodology.sections)]
    levels += [(part, part.children) for _, part in walk(methodology) if isinstance(part, Section)]
    order = {part.reference: number for number, (_, part) in enumerate(walk(methodology))}
    found = [(parent, part) for parent, parts in levels for part in parts if part.weight != 100]
    return sorted(found, key=lambda each: order[each[1].reference])


def _line(bid: RankedBid, parent: Section | None, part: Part, whole: Fraction) -> Line:
    """`whole`: the marks that what holds the part can earn."""
    mark = bid.marks[part.reference]
    total = bid.total or Fraction(0)
    held = bid.marks[parent.reference].earned if parent else total
    outside, beside = total - held, held - mark.earned
    return Line(
        at_0=outside + beside / (1 - Fraction(part.weight) / 100),
        at_100=outside + mark.earned / mark.available * whole,
    )


def _range(part: Part, first: str, lines: Mapping[str, Line]) -> WeightRange:
    found = leading_range(lines[first], {bid: line for bid, line in lines.items() if bid != first})
    most = max(line.at_0 for line in lines.values())
    without = tuple(bid for bid, line in lines.items() if line.at_0 == most)
    return WeightRange(
        part.reference, part.title, part.weight, found.low, found.high, found.below, found.above, without
    )
