"""A new spin-out joins a group: what is asked, and what would come of it, as plain values that a page can show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.domain.counts import counted
from accounts.domain.refusals import Refusal
from spinouts.domain.forms import LegalForm
from spinouts.domain.group_picture import follows, tree_of
from spinouts.domain.groups import Group, GroupCompany, Owner
from spinouts.domain.joining import Change, Joining, changes, join, ratio_of_values
from spinouts.domain.look_through import look_through
from spinouts.domain.ownership_picture import FindingGroup
from spinouts.domain.parties import PartyKind
from spinouts.domain.percentages import parts_in_words, percent_in_words
from spinouts.domain.pictures.tree_values import OwnershipTree

SPIN_OUT = "the-new-spin-out"
FOLLOWS = "What follows for"


@dataclass(frozen=True, slots=True)
class JoiningOwner:
    """An owner of the new spin-out: what they hold, how much of it they hand over, and who receives shares for it.

    `handed` None is all; `receiver` is the reference of somebody who has a part in the group, or "" for themselves.
    """

    name: str
    kind: PartyKind
    shares: int
    handed: int | None = None
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class OwnerChange:
    """A line of a register, before and after: shares, and parts in words."""

    name: str
    shares_before: int
    shares_after: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RegisterChange:
    title: str
    rows: tuple[OwnerChange, ...]


@dataclass(frozen=True, slots=True)
class JoiningPicture:
    """`sentences` say what is exchanged; `in_the_end` who owns the two companies through all the others."""

    sentences: tuple[str, ...]
    registers: tuple[RegisterChange, ...]
    in_the_end: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    tree: OwnershipTree
    findings: tuple[FindingGroup, ...]


def joining_picture(
    group: Group,
    kinds: Mapping[str, PartyKind],
    *,
    parent: str,
    name: str,
    owners: Sequence[JoiningOwner],
    spin_out_value: Decimal,
    group_value: Decimal,
) -> JoiningPicture:
    """What would come of it if the spin-out joined under the parent, each share with a vote, at these values.

    Raises Refusal, with a sentence that says what to change, as `joining.join` does.
    """
    newcomer, references = _newcomer(group, name, owners)
    total, of_parent = sum(owner.shares for owner in owners), sum(group.company(parent).capital.values())
    ratio = ratio_of_values(newcomer=(spin_out_value, total), group=(group_value, of_parent))
    handed = {
        reference: owner.shares if owner.handed is None else owner.handed
        for reference, owner in zip(references, owners, strict=True)
    }
    receivers = {
        reference: owner.receiver for reference, owner in zip(references, owners, strict=True) if owner.receiver
    }
    made = join(group, newcomer, SPIN_OUT, parent=parent, ratio=ratio, handed=handed, receivers=receivers)
    known = {**kinds, **{reference: owner.kind for reference, owner in zip(references, owners, strict=True)}}
    return _pictured(made, newcomer, parent, ratio, known)


def _newcomer(group: Group, name: str, owners: Sequence[JoiningOwner]) -> tuple[Group, list[str]]:
    """The spin-out by itself. An owner who bears the name of somebody of the group is that one."""
    known = {member.name.casefold(): member for member in group.outsiders}
    found: dict[str, Owner] = {}
    for number, owner in enumerate(owners, start=1):
        there = known.get(owner.name.casefold())
        reference = there.reference if there else f"new-owner-{number}"
        if reference in found or any(owner.name.casefold() == each.name.casefold() for each in found.values()):
            raise Refusal(f"{owner.name} is named twice: give all their shares in one place.")
        found[reference] = there if isinstance(there, Owner) else Owner(reference, owner.name, owner.kind.value)
    if any(member.reference == SPIN_OUT for member in group.members):
        raise Refusal(f"Somebody of this group has the reference {SPIN_OUT} already, so this can't be shown.")
    shares = {reference: owner.shares for reference, owner in zip(found, owners, strict=True)}
    company = GroupCompany(SPIN_OUT, name, shares, shares, {}, LegalForm.COMPANY_BY_SHARES)
    return Group((company,), tuple(found.values())), list(found)


def _pictured(
    made: Joining, newcomer: Group, parent: str, ratio: Fraction, kinds: Mapping[str, PartyKind]
) -> JoiningPicture:
    spin_out_before, spin_out = newcomer.company(SPIN_OUT), made.after.company(SPIN_OUT)
    both = (newcomer, made.before, made.after)
    parent_name = made.after.name(parent)
    return JoiningPicture(
        sentences=tuple(_exchanged(made, both, parent, ratio)),
        registers=(
            RegisterChange(parent_name, tuple(_rows(made.changes, both))),
            RegisterChange(spin_out.name, tuple(_rows(changes(spin_out_before, spin_out), both))),
        ),
        in_the_end=(
            (parent_name, tuple(_in_the_end(made.before, made.after, parent))),
            (spin_out.name, tuple(_in_the_end(newcomer, made.after, SPIN_OUT))),
        ),
        tree=tree_of(made.after, kinds, title=f"The group with {spin_out.name}"),
        findings=tuple(
            each for company in (parent, SPIN_OUT) for each in follows(made.after, company, "What follows for")
        ),
    )


def _exchanged(made: Joining, both: Sequence[Group], parent: str, ratio: Fraction) -> Iterator[str]:
    for who, shares in made.handed.items():
        if shares:
            yield f"{_name(both, who)} hands over {shares:,} of their shares to {made.after.name(parent)}."
    yield f"For each share there are {_plainly(ratio)} new shares in {made.after.name(parent)}."
    for who, shares in made.issued.items():
        yield f"{_name(both, who)} receives {counted(shares, 'new share')} in {made.after.name(parent)}."
    if made.left_over:
        yield f"{_plainly(made.left_over)} of a share can’t be issued: it is paid in money, or let go."


def _rows(changed: Sequence[Change], both: Sequence[Group]) -> Iterator[OwnerChange]:
    befores = parts_in_words([each.before for each in changed])
    afters = parts_in_words([each.after for each in changed])
    for each, before, after in zip(changed, befores, afters, strict=True):
        yield OwnerChange(_name(both, each.holder), each.shares_before, each.shares_after, before, after)


def _in_the_end(before: Group, after: Group, company: str) -> Iterator[tuple[str, str, str]]:
    old, new = look_through(before)[company], look_through(after)[company]
    owners = tuple(dict.fromkeys((*old, *new)))
    parts = [parts_in_words([of.get(owner, Fraction(0)) for owner in owners]) for of in (old, new)]
    for owner, was, now in zip(owners, *parts, strict=True):
        yield _name((before, after), owner), was, now


def _name(groups: Sequence[Group], reference: str) -> str:
    return next(member.name for of in groups for member in of.members if member.reference == reference)


def _plainly(number: Fraction) -> str:
    """The number as a decimal, or, where that has no end, as a fraction."""
    return percent_in_words(number).removesuffix("%")
