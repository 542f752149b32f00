"""Who can pass or block a resolution, alone or together, from a vector of votes.

Everyone is taken to vote, and those outside a coalition to vote against it: what a coalition can do is then what it
can do whatever the others do.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MOST_COALITIONS = 12_870
"""As many minimal coalitions as 16 parties can have: the middle binomial coefficient (Sperner's theorem)."""


class Power(StrEnum):
    """What a part of the votes can do."""

    CARRY_ORDINARY = "carry_ordinary"
    CARRY_SPECIAL = "carry_special"
    BLOCK_ORDINARY = "block_ordinary"
    BLOCK_SPECIAL = "block_special"

    @property
    def label(self) -> str:
        """What it is, to follow "can": "pass an ordinary resolution"."""
        return _RULES[self].label

    @property
    def need(self) -> str:
        """How much of the votes it takes: "more than 50%"."""
        return _RULES[self].need

    @property
    def source(self) -> str:
        """The section that draws the line."""
        return _RULES[self].source

    def reached(self, share: Fraction) -> bool:
        """Whether this part of all votes (0 to 1) has the power. Exact: 25% does not block, 75% does pass."""
        rule = _RULES[self]
        return share >= rule.line if rule.line_itself_counts else share > rule.line


@dataclass(frozen=True, slots=True)
class _Rule:
    label: str
    need: str
    line: Fraction
    line_itself_counts: bool
    source: str


_ORDINARY = "Companies Act 2006, s.282"
_SPECIAL = "Companies Act 2006, s.283"
_RULES = {
    Power.CARRY_ORDINARY: _Rule("pass an ordinary resolution", "more than 50%", Fraction(1, 2), False, _ORDINARY),
    Power.CARRY_SPECIAL: _Rule("pass a special resolution", "75% or more", Fraction(3, 4), True, _SPECIAL),
    Power.BLOCK_ORDINARY: _Rule("block an ordinary resolution", "50% or more", Fraction(1, 2), True, _ORDINARY),
    Power.BLOCK_SPECIAL: _Rule("block a special resolution", "more than 25%", Fraction(1, 4), False, _SPECIAL),
}


@dataclass(frozen=True, slots=True)
class Coalition:
    """Parties that have a power together but lose it without any one of them, with their exact part of the votes."""

    members: tuple[str, ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Coalitions:
    """Minimal coalitions, the smallest first. `complete` is False if there are more than could be listed."""

    power: Power
    found: tuple[Coalition, ...]
    complete: bool


def alone(weights: Mapping[str, int | Fraction], power: Power) -> tuple[str, ...]:
    """The parties that have the power without anyone else, in the order given."""
    whole = _whole(weights)
    return tuple(party for party, weight in weights.items() if whole and power.reached(Fraction(weight) / whole))


def minimal_coalitions(weights: Mapping[str, int | Fraction], power: Power) -> Coalitions:
    """Every minimal coalition with the power: it has it, and would lose it without any one of its members.

    Weights are votes in any one unit. Members are in order of weight, heaviest first; coalitions in order of size.
    Parties without votes are in none. The answer is whole for up to 16 parties with votes, and for more of them if
    there are no more than `MOST_COALITIONS` coalitions; otherwise it holds that many, found among the heaviest
    parties first, and says that it is not complete. Raises ValueError for a negative weight.
    """
    whole = _whole(weights)
    if not whole:
        return Coalitions(power, (), complete=True)
    scale = math.lcm(*(Fraction(weight).denominator for weight in weights.values()))
    order = sorted(
        ((int(weight * scale), party) for party, weight in weights.items() if weight), key=lambda pair: -pair[0]
    )
    found: list[tuple[int, tuple[int, ...]]] = []
    complete = True
    for coalition in _search([weight for weight, _ in order], _least(power, int(whole * scale))):
        if len(found) == MOST_COALITIONS:
            complete = False
            break
        found.append((len(coalition), coalition))
    return Coalitions(
        power,
        tuple(
            Coalition(
                tuple(order[index][1] for index in members),
                Fraction(sum(order[index][0] for index in members)) / (whole * scale),
            )
            for _, members in sorted(found)
        ),
        complete,
    )


def _search(weights: Sequence[int], need: int) -> Iterator[tuple[int, ...]]:
    """Minimal coalitions as indices into weights that fall from heaviest to lightest.

    A coalition that first reaches the need with its lightest member is minimal, since any other member weighs as
    much or more; and every minimal coalition is met so. A branch that cannot reach the need any more is cut, hence
    every branch that is kept ends in a coalition, and the work grows with the answer.
    """
    rest = [sum(weights[index:]) for index in range(len(weights) + 1)]
    branches: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    while branches:
        index, weight, members = branches.pop()
        if weight + rest[index] < need:
            continue
        branches.append((index + 1, weight, members))
        joined = (index + 1, weight + weights[index], (*members, index))
        if joined[1] >= need:
            yield joined[2]
        else:
            branches.append(joined)


def _least(power: Power, whole: int) -> int:
    """The fewest votes out of the whole that have the power."""
    line = _RULES[power].line * whole
    return math.ceil(line) if _RULES[power].line_itself_counts else math.floor(line) + 1


def _whole(weights: Mapping[str, int | Fraction]) -> Fraction:
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("Votes are zero or more.")
    return sum(map(Fraction, weights.values()), Fraction(0))
