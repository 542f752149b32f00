"""A group: companies that hold shares in each other, and those outside who own them in the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.domain.refusals import Refusal
from spinouts.domain.forms import LegalForm
from spinouts.domain.registers import Register


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody outside the group who is looked behind no further. `kind` is the value of a kind of party."""

    reference: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Trust:
    """Trustees who hold for others: their names, and in words whom they hold for, such as "all employees"."""

    reference: str
    name: str
    trustees: tuple[str, ...]
    beneficiaries: str


@dataclass(frozen=True, slots=True)
class GroupCompany:
    """One company of a group: shares, votes and seats on the board by the reference of their holder.

    A holder may be another company of the group, or the company itself (shares held in treasury).
    """

    reference: str
    name: str
    capital: Mapping[str, int]
    votes: Mapping[str, int]
    board: Mapping[str, int]
    form: LegalForm | None = None

    @property
    def holders(self) -> frozenset[str]:
        """Whoever has a share, a vote or a seat in it."""
        vectors = (self.capital, self.votes, self.board)
        return frozenset(holder for vector in vectors for holder, amount in vector.items() if amount)

    def interest(self, holder: str) -> bool:
        """Whether the holder has a share, a vote or a seat in it."""
        return holder in self.holders


@dataclass(frozen=True, slots=True)
class Group:
    """Companies, and the trusts and other owners outside who hold them. One reference stands for one of these.

    Raises Refusal if a reference stands for two, or a holder for none, or somebody holds less than nothing.
    """

    companies: tuple[GroupCompany, ...]
    owners: tuple[Owner, ...] = ()
    trusts: tuple[Trust, ...] = ()

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        for member in self.members:
            if member.reference in names:
                raise Refusal(
                    f"{names[member.reference]} and {member.name} have the same reference, {member.reference}: "
                    "give each its own."
                )
            names[member.reference] = member.name
        for company in self.companies:
            for holder in sorted(company.holders - names.keys()):
                raise Refusal(f"{company.name} is held by {holder}, of whom nothing is recorded: add this party.")
            for vector in (company.capital, company.votes, company.board):
                if any(amount < 0 for amount in vector.values()):
                    raise Refusal(f"Nobody can hold less than nothing in {company.name}: correct the negative number.")

    @property
    def members(self) -> tuple[GroupCompany | Owner | Trust, ...]:
        """The companies, then the owners and trusts outside."""
        return (*self.companies, *self.owners, *self.trusts)

    @property
    def outsiders(self) -> tuple[Owner | Trust, ...]:
        """Those who own the group in the end: all who are not companies of it."""
        return (*self.owners, *self.trusts)

    def company(self, reference: str) -> GroupCompany:
        """The company with this reference. Raises Refusal if it is not in the group."""
        for company in self.companies:
            if company.reference == reference:
                return company
        raise Refusal(f"{reference} is not a company of this group: choose one that is.")

    def name(self, reference: str) -> str:
        """The name of whoever the reference stands for."""
        return next(member.name for member in self.members if member.reference == reference)


def group_of(registers: Mapping[str, Register], *, names: Mapping[str, str], trusts: Iterable[Trust] = ()) -> Group:
    """The group that registers make, by company reference, each company named in `names`.

    A party whose reference is that of a company *is* that company; one whose reference is that of a trust is that
    trust; any other is an owner. Raises Refusal if a reference stands for two parties of different names or kinds.
    """
    known = {trust.reference: trust for trust in trusts}
    owners: dict[str, Owner] = {}
    for of in registers.values():
        for party in of.parties:
            if party.reference in registers or party.reference in known:
                continue
            owner = Owner(party.reference, party.name, party.kind.value)
            if owners.setdefault(party.reference, owner) != owner:
                raise Refusal(
                    f"The reference {party.reference} stands for {owners[party.reference].name} in one register and "
                    f"for {party.name} in another, or for two kinds of party: give each party its own."
                )
    companies = tuple(
        GroupCompany(reference, names[reference], of.capital, of.votes, dict(of.board), of.form)
        for reference, of in registers.items()
    )
    return Group(companies, tuple(owners.values()), tuple(known.values()))


def merged(first: Group, second: Group) -> Group:
    """Both groups as one. An owner of one who is a company or a trust of the other is that company or trust.

    Owners and trusts in both are one. Raises Refusal if one reference stands for two different things.
    """
    companies = (*first.companies, *second.companies)
    trusts = dict.fromkeys((*first.trusts, *second.trusts))
    more = {company.reference for company in companies} | {trust.reference for trust in trusts}
    owners = dict.fromkeys(owner for owner in (*first.owners, *second.owners) if owner.reference not in more)
    return Group(companies, tuple(owners), tuple(trusts))
