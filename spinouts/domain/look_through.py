"""Who owns a company in the end, through all the companies between: exact parts, and the paths they come by.

The measure is capital, which is what a share of profits or of a sale follows. Votes do not multiply along a chain:
see `chains` for control.
"""

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.groups import Group, GroupCompany
from spinouts.domain.percentages import stake_in_words

MOST_STEPS = 5_000
"""How many paths are tried, the widest first, before the rest is given as one figure."""


def look_through(of: Group) -> dict[str, dict[str, Fraction]]:
    """For each company, the exact part of its capital that each owner outside the group has, directly and through
    companies; those with none are left out. The parts of each company add up to exactly 1.

    With C the parts that companies hold in companies and d those held from outside, the answer x solves x = d + C x.
    It is found by Gaussian elimination, one company at a time: whatever a company holds is given to its owners
    instead. So shares that companies hold in each other, or in themselves, are counted through to the end.

    Raises Refusal if a company has no owner outside, since there is then no answer.
    """
    _check_owned(of)
    rows = {company.reference: _positive(company.capital) for company in of.companies}
    for company, owners in rows.items():
        owners.pop(company, None)
        for holder, row in rows.items():
            if company in row:
                rows[holder] = _given_to(row, company, owners)
    return {company: fractions_of(row) for company, row in rows.items()}


def _given_to(row: dict[str, int], company: str, owners: dict[str, int]) -> dict[str, int]:
    """The row once what the company holds in it is its owners'. Whole numbers throughout, in the lowest terms."""
    whole = sum(owners.values())
    given = {holder: weight * whole for holder, weight in row.items() if holder != company}
    for holder, weight in owners.items():
        given[holder] = given.get(holder, 0) + row[company] * weight
    common = math.gcd(*given.values())
    return {holder: weight // common for holder, weight in given.items()}


def _check_owned(of: Group) -> None:
    """Every company must lead, from holder to holder, to somebody outside."""
    reached = {member.reference for member in of.outsiders}
    left = list(of.companies)
    while found := [company for company in left if any(company.capital.get(holder) for holder in reached)]:
        reached |= {company.reference for company in found}
        left = [company for company in left if company not in found]
    if not left:
        return
    bare = [company for company in left if not any(company.capital.values())]
    if bare:
        raise Refusal(f"Nobody holds any shares of {_names(bare)} yet, so there is no owner: record who holds them.")
    if len(left) == 1:
        raise Refusal(f"{_names(left)} owns all its own shares, so nobody else does: record who holds its shares.")
    raise Refusal(
        f"Nobody outside owns any of {_names(left)}: they own only each other, so there is no owner to find.",
        "Record who else holds their shares.",
    )


@dataclass(frozen=True, slots=True)
class Path:
    """One way by which an owner owns: the companies between, the nearest to the owner first, and what each step is of.

    There is one link more than companies between; their product is the part.
    """

    through: tuple[str, ...]
    links: tuple[Fraction, ...]

    @property
    def part(self) -> Fraction:
        """The part of the company that comes by this path."""
        part = Fraction(1)
        for link in self.links:
            part *= link
        return part


@dataclass(frozen=True, slots=True)
class Interest:
    """An owner's part of a company, its widest paths, and the rest that comes by others or round in circles."""

    owner: str
    part: Fraction
    paths: tuple[Path, ...]
    rest: Fraction


def interests(of: Group, company: str, *, most_paths: int = 5) -> tuple[Interest, ...]:
    """Who owns the company in the end, the largest first, each with at most `most_paths` paths, the widest first.

    A path passes each company once. Raises Refusal as `look_through` does, and if the company is not in the group.
    """
    of.company(company)
    return _interests(of, company, look_through(of)[company], most_paths, MOST_STEPS)


def all_interests(of: Group, *, most_paths: int = 5) -> dict[str, tuple[Interest, ...]]:
    """The same for each company of the group; together they try as many paths as one does alone."""
    steps = MOST_STEPS // max(len(of.companies), 1)
    return {company: _interests(of, company, parts, most_paths, steps) for company, parts in look_through(of).items()}


def _interests(
    of: Group, company: str, parts: Mapping[str, Fraction], most_paths: int, steps: int
) -> tuple[Interest, ...]:
    paths: dict[str, list[Path]] = {owner: [] for owner in parts}
    for owner, path in _widest(of, company, steps):
        if len(paths[owner]) < most_paths:
            paths[owner].append(path)
    return tuple(
        Interest(owner, part, tuple(paths[owner]), part - sum((path.part for path in paths[owner]), Fraction(0)))
        for owner, part in sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _widest(of: Group, company: str, steps: int) -> list[tuple[str, Path]]:
    """Paths from owners down to the company, the widest first: a path only narrows as it grows."""
    rows = {known.reference: fractions_of(_positive(known.capital)) for known in of.companies}
    found: list[tuple[str, Path]] = []
    queue: list[tuple[Fraction, str, tuple[str, ...], tuple[Fraction, ...]]] = [(Fraction(-1), company, (), ())]
    for _ in range(steps):
        if not queue:
            break
        minus, holder, between, links = heapq.heappop(queue)
        if holder not in rows:
            found.append((holder, Path(between[1:], links)))
            continue
        for above, part in rows[holder].items():
            if above != company and above not in between:
                heapq.heappush(queue, (minus * part, above, (above, *between), (part, *links)))
    return found


def in_words(of: Group, company: str, interest: Interest, *, whole: str = "") -> tuple[str, ...]:
    """The interest in sentences: the whole, each path, and the rest if there is one.

    `whole` is how a table beside the sentences words the owner's part, so that both say the same.
    """
    name = of.name(interest.owner)
    ways = [_path_in_words(of, path) for path in interest.paths]
    said = f"{name} owns {whole or stake_in_words(interest.part)} of {of.name(company)}"
    if len(ways) == 1 and not interest.rest:
        return (f"{said}, {ways[0]}.",)
    sentences = [f"{said} in all.", *(f"{way[0].upper()}{way[1:]}." for way in ways)]
    if interest.rest:
        sentences.append(
            f"The rest, {stake_in_words(interest.rest)}, comes by narrower paths or through shares that companies "
            "hold in each other or in themselves."
        )
    return tuple(sentences)


def _path_in_words(of: Group, path: Path) -> str:
    if not path.through:
        return f"directly: {stake_in_words(path.links[0])}"
    return f"through {_listed([of.name(company) for company in path.through])}: " + " of ".join(
        stake_in_words(link) for link in path.links
    )


def _positive(weights: Mapping[str, int]) -> dict[str, int]:
    return {holder: weight for holder, weight in weights.items() if weight}


def _names(companies: list[GroupCompany]) -> str:
    return _listed([company.name for company in companies])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
