"""Who scores what: what a wish would change, before anything is changed; and a balanced assignment with its reasons.

Everything is exact and follows from what is given: the same rows give the same plan, whoever asks.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from accounts.domain.counts import counted


class Way(StrEnum):
    MATRIX = "matrix"
    GIVE = "give"
    TAKE = "take"
    BALANCE = "balance"

    @property
    def label(self) -> str:
        return {
            Way.MATRIX: "By criterion",
            Way.GIVE: "Given, by member, criterion and bid",
            Way.TAKE: "Taken away, by member, criterion and bid",
            Way.BALANCE: "Balanced automatically",
        }[self]


class Place(NamedTuple):
    """That a member scores a bid by a criterion; each by its key."""

    member: int
    bid: int
    criterion: int


class Named(NamedTuple):
    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Now:
    """What is assigned, which of it holds a score, who has locked, and for which bids each member is cleared."""

    held: frozenset[Place]
    scored: frozenset[Place]
    locked: frozenset[int]
    cleared: Mapping[int, frozenset[int]]

    def clears(self, place: Place) -> bool:
        return place.bid in self.cleared.get(place.member, frozenset())


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be added and taken away; `kept` stays against the wish, as it holds a score or its member locked."""

    added: tuple[Place, ...]
    removed: tuple[Place, ...]
    kept: tuple[Place, ...]

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.removed


def plan(now: Now, wished: Collection[Place]) -> Plan:
    """What it takes to come from what is held to what is wished. Nobody gets a bid for which they are not cleared."""
    wanted = frozenset(wished)
    added = sorted(place for place in wanted - now.held if now.clears(place) and place.member not in now.locked)
    dropped = sorted(now.held - wanted)
    stays = {place for place in dropped if place in now.scored or place.member in now.locked}
    return Plan(tuple(added), tuple(place for place in dropped if place not in stays), tuple(sorted(stays)))


def of_pairs(now: Now, pairs: Collection[tuple[int, int]], untouched: Collection[tuple[int, int]] = ()) -> set[Place]:
    """Exactly these pairs of member and criterion, for every bid for which the member is cleared.

    Pairs that are `untouched` keep the bids that they have.
    """
    wished = {
        Place(member, bid, criterion) for member, criterion in pairs for bid in now.cleared.get(member, frozenset())
    }
    keep = {*pairs, *untouched}
    return wished | {place for place in now.held if (place.member, place.criterion) in keep}


def product(members: Collection[int], bids: Collection[int], criteria: Collection[int]) -> set[Place]:
    """Each of these members for each of these bids by each of these criteria."""
    return {Place(member, bid, criterion) for member in members for bid in bids for criterion in criteria}


@dataclass(frozen=True, slots=True)
class Pick:
    """A member who is to score a criterion of these bids, and how much they had to score before."""

    member: Named
    criterion: Named
    bids: tuple[Named, ...]
    of: int
    before: int
    continues: bool

    def __str__(self) -> str:
        whole = "both bids" if self.of == 2 else f"all {self.of} bids"
        every = whole if len(self.bids) == self.of > 1 else ", ".join(bid.name for bid in self.bids)
        before = f"They had {counted(self.before, 'answer')} to score before"
        why = "They score it for other bids already" if self.continues else f"{before}, the least of those who could"
        return f"{self.criterion.name}: {self.member.name} scores {every}. {why}."


@dataclass(frozen=True, slots=True)
class Balanced:
    """All that would be assigned, who was picked why, and where too few are cleared."""

    wished: frozenset[Place]
    picks: tuple[Pick, ...]
    gaps: tuple[str, ...]


def balance(
    now: Now, members: Sequence[Named], bids: Sequence[Named], criteria: Sequence[Named], *, each: int
) -> Balanced:
    """Fill up until `each` members score every bid by every criterion, taking nothing away from anybody.

    Criterion by criterion it picks who already scores it, so that one person compares the bids; then who has least to
    score; then who is cleared for most of the bids that still want somebody; then who comes first in `members`. A
    pick takes all bids of the criterion for which the member is cleared and that want somebody.
    """
    places = {place for place in now.held if now.clears(place)}
    load = Counter(place.member for place in places)
    teams: dict[int, set[int]] = {}
    for place in places:
        teams.setdefault(place.criterion, set()).add(place.member)
    picks: list[Pick] = []
    gaps: list[str] = []
    for criterion in criteria:
        team = teams.get(criterion.key, set())
        want = {bid: each - sum(Place(one.key, bid.key, criterion.key) in places for one in members) for bid in bids}
        while found := _next(
            now, members, criterion, [bid for bid in bids if want[bid] > 0], places, load=load, team=team
        ):
            member, free = found
            picks.append(Pick(member, criterion, free, len(bids), load[member.key], member.key in team))
            places |= product([member.key], [bid.key for bid in free], [criterion.key])
            load[member.key] += len(free)
            want |= {bid: want[bid] - 1 for bid in free}
        gaps += [
            f"{criterion.name}: {bid.name} would have {each - want[bid]} of {each}, as nobody else is cleared for it."
            for bid in bids
            if want[bid] > 0
        ]
    return Balanced(frozenset(places | now.held), tuple(picks), tuple(gaps))


def _next(
    now: Now,
    members: Sequence[Named],
    criterion: Named,
    bids: Sequence[Named],
    places: Collection[Place],
    *,
    load: Mapping[int, int],
    team: Collection[int],
) -> tuple[Named, tuple[Named, ...]] | None:
    """Who is picked next for which bids, or None if nobody can be."""
    found = []
    for order, member in enumerate(members):
        free = tuple(bid for bid in bids if _may(now, Place(member.key, bid.key, criterion.key), places))
        if free:
            found.append((member.key not in team, load[member.key], -len(free), order, member, free))
    return min(found)[4:] if found else None


def _may(now: Now, place: Place, places: Collection[Place]) -> bool:
    return place not in places and now.clears(place) and place.member not in now.locked


def by_member(places: Collection[Place]) -> Iterator[tuple[int, Counter[int]]]:
    """How many bids of each criterion each member has among these, by key."""
    found: dict[int, Counter[int]] = {}
    for place in places:
        found.setdefault(place.member, Counter())[place.criterion] += 1
    yield from sorted(found.items())
