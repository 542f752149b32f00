"""Control through companies: who has a majority stake in which, directly or by a chain of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from spinouts.domain.groups import Group, GroupCompany

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Chains:
    """A group with the votes that may be cast in each of its companies."""

    group: Group
    votes: Mapping[str, Mapping[str, int]]
    _known: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def under(self, *roots: str) -> tuple[str, ...]:
        """The companies in which the roots, taken as one, have a majority stake, themselves or by a chain.

        A stake is a majority if the roots and the companies already found have more than half of the votes that may
        be cast, or, being members, appoint more than half of the board, a seat counting as one vote at the board
        (Companies Act 2006, s.1159(1)(a) and (b), Sch.6 paras 3 and 9, Sch.1A para 18(3)(a) and (b)). Holdings by
        several companies of one chain are added up. Control by agreement with other members and dominant influence
        cannot be seen in a register, and are left out. In the order of the group; a root is never among them.
        """
        if (known := self._known.get(frozenset(roots))) is not None:
            return known
        found: set[str] = set()
        while more := {
            company.reference
            for company in self.group.companies
            if company.reference not in found
            and company.reference not in roots
            and self._majority(company, found.union(roots))
        }:
            found |= more
        below = tuple(company.reference for company in self.group.companies if company.reference in found)
        self._known[frozenset(roots)] = below
        return below

    def _majority(self, company: GroupCompany, holders: set[str]) -> bool:
        if part(self.votes[company.reference], holders) > HALF:
            return True
        return part(company.board, holders) > HALF and any(
            company.capital.get(holder) or company.votes.get(holder) for holder in holders
        )

    def standing(self, company: str, *roots: str) -> tuple[Fraction, Fraction, Fraction]:
        """The parts of the shares, votes and board seats that the roots hold with the companies under them."""
        of = self.group.company(company)
        holders = {*roots, *self.under(*roots)} - {company}
        return part(of.capital, holders), part(self.votes[company], holders), part(of.board, holders)

    def through(self, company: str, *roots: str) -> tuple[str, ...]:
        """The companies under the roots that themselves have a share, a vote or a seat in the company."""
        of = self.group.company(company)
        return tuple(body for body in self.under(*roots) if body != company and of.interest(body))

    def by_way(self, company: str, *roots: str) -> str:
        """How the roots hold, to follow a figure: nothing, " through A and B", or " (counting those of A and B)"."""
        bodies = " and ".join(self.group.name(body) for body in self.through(company, *roots))
        if not bodies:
            return ""
        own = any(self.group.company(company).interest(root) for root in roots)
        return f" (counting those of {bodies})" if own else f" through {bodies}"


def chains(of: Group) -> Chains:
    """The chains of a group, after the votes that may not be cast are taken out.

    Shares that a company holds in itself carry none (Companies Act 2006, s.726(2); Sch.6 para 10), and a subsidiary
    has none in a company above it (s.137(4)), unless each is the subsidiary of the other, which the law does not
    foresee: there the votes are left. Who is below whom is judged with the votes as they are in the register.
    """
    first = Chains(of, {company.reference: _without(company.votes, {company.reference}) for company in of.companies})
    below = {company.reference: set(first.under(company.reference)) for company in of.companies}
    return Chains(
        of,
        {
            reference: _without(votes, {body for body in below[reference] if reference not in below[body]})
            for reference, votes in first.votes.items()
        },
    )


def part(weights: Mapping[str, int], holders: set[str]) -> Fraction:
    """What the holders have of all the weights, exactly; nothing if there are none."""
    whole = sum(weights.values())
    return Fraction(sum(weights.get(holder, 0) for holder in holders), whole or 1)


def _without(weights: Mapping[str, int], holders: set[str]) -> dict[str, int]:
    return {holder: weight for holder, weight in weights.items() if holder not in holders}
