"""A group as one plain value that a page or a report can show: its tree, who owns it in the end, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain import look_through
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.group_control import group_findings
from spinouts.domain.groups import Group, GroupCompany, Trust, group_of
from spinouts.domain.ownership_picture import FindingGroup, FindingRow, exactly
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.percentages import parts_in_words, stake_in_words
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.shading import COMPANY
from spinouts.domain.pictures.tree import ownership_tree
from spinouts.domain.pictures.tree_values import OwnershipTree, Stake
from spinouts.domain.registers import Register

LONGEST_EXACT = 30
"""An exact part that is longer helps nobody who reads a page: there the words stand alone."""
_BENEFICIARIES = {
    PartyKind.EMPLOYEE_TRUST: "the employees",
    PartyKind.EMPLOYEE_OWNERSHIP_TRUST: "all employees, on equal terms",
}


@dataclass(frozen=True, slots=True)
class PartInTheEnd:
    """What an owner has of a company in the end: in words, exactly if that can be read, and by which ways it comes."""

    company: str
    words: str
    exact: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UltimateOwner:
    """Somebody outside the group, with what they own of each of its companies, directly and through others."""

    name: str
    kind: str
    parts: tuple[PartInTheEnd, ...]


@dataclass(frozen=True, slots=True)
class GroupPicture:
    """The group at the end of a day. `problems` say in sentences why it can't be said who owns it in the end."""

    on: date
    group: Group
    tree: OwnershipTree
    owners: tuple[UltimateOwner, ...]
    problems: tuple[str, ...]
    findings: tuple[FindingGroup, ...]


def group_picture(companies: Sequence[Company], chosen: str, on: date) -> GroupPicture | None:
    """The companies that have owners on that day, as one group, and what follows of it for the chosen one.

    None if it has fewer than two such companies, since that is no group. Raises Refusal, as `groups.group_of` does, if
    a reference stands for different parties in different companies.
    """
    registers = _registers(companies, on)
    if len(registers) < 2:
        return None
    group = group_on(companies, on)
    kinds = kinds_of(companies)
    owners, problems = _owners_in_the_end(group, kinds)
    findings = follows(group, chosen, "What the group makes of", on) if chosen in registers else ()
    tree = tree_of(group, kinds, title=f"Who owns {companies[0].name} and what belongs to it")
    return GroupPicture(on, group, tree, owners, problems, findings)


def group_on(companies: Sequence[Company], on: date) -> Group:
    """The group that the companies make at the end of the day: those that have owners by then."""
    registers = _registers(companies, on)
    trusts: dict[str, Trust] = {}
    for party in (party for of in registers.values() for party in of.parties):
        if party.kind.is_trust:
            trusts.setdefault(party.reference, _trust(party))
    names = {company.reference: company.name for company in companies if company.reference in registers}
    return group_of(registers, names=names, trusts=trusts.values())


def tree_of(group: Group, kinds: Mapping[str, PartyKind], *, title: str) -> OwnershipTree:
    """Who owns whom in the group; `kinds` are the kinds of those outside it."""
    nodes = [
        Node(owner.reference, owner.name, kinds[owner.reference].label, kinds[owner.reference])
        for owner in group.outsiders
    ]
    nodes += [Node(company.reference, company.name, "Company", COMPANY) for company in group.companies]
    stakes = [_stake(company, holder) for company in group.companies for holder in _by_size(company)]
    has_shares = all(company.form is None or company.form.has_shares for company in group.companies)
    return ownership_tree(title, nodes, stakes, unit="shares" if has_shares else "shares or memberships")


def follows(group: Group, company: str, title: str, on: date = date.max) -> tuple[FindingGroup, ...]:
    """What the group makes of one of its companies on a day, under a title that its name is added to, if anything."""
    rows = tuple(
        FindingRow(one.topic.label, one.sentence, one.words, one.source) for one in group_findings(group, company, on)
    )
    return (FindingGroup(f"{title} {group.name(company)}", rows),) if rows else ()


def kinds_of(companies: Sequence[Company]) -> dict[str, PartyKind]:
    """What each party of the companies is, by its reference."""
    return {party.reference: party.kind for company in companies for party in company.parties}


def _registers(companies: Sequence[Company], on: date) -> dict[str, Register]:
    registers = {company.reference: company.register(on) for company in companies}
    return {reference: of for reference, of in registers.items() if any(of.capital.values())}


def _trust(party: Party) -> Trust:
    return Trust(party.reference, party.name, party.trustees, _BENEFICIARIES[party.kind])


def _owners_in_the_end(
    group: Group, kinds: Mapping[str, PartyKind]
) -> tuple[tuple[UltimateOwner, ...], tuple[str, ...]]:
    parts: dict[str, list[PartInTheEnd]] = {owner.reference: [] for owner in group.outsiders}
    try:
        for company, interests in look_through.all_interests(group).items():
            shown = parts_in_words([interest.part for interest in interests])
            for interest, words in zip(interests, shown, strict=True):
                sentences = look_through.in_words(group, company, interest, whole=words)
                exact = exactly(interest.part)
                if len(exact) > LONGEST_EXACT:
                    exact = words
                parts[interest.owner].append(PartInTheEnd(group.name(company), words, exact, sentences))
    except Refusal as refusal:
        return (), refusal.sentences
    owners = (
        UltimateOwner(group.name(owner), kinds[owner].label, tuple(owned)) for owner, owned in parts.items() if owned
    )
    return tuple(owners), ()


def _by_size(company: GroupCompany) -> list[str]:
    return sorted(company.holders, key=lambda holder: (-company.capital.get(holder, 0), holder))


def _stake(company: GroupCompany, holder: str) -> Stake:
    part = fractions_of(company.capital).get(holder, Fraction(0))
    votes = fractions_of(company.votes).get(holder, Fraction(0))
    return Stake(
        owner=holder,
        owned=company.reference,
        capital=stake_in_words(part),
        votes=None if votes == part else stake_in_words(votes),
        seats=company.board.get(holder, 0),
    )
