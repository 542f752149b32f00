"""A new spin-out joins a group: its owners hand over their shares for shares in the group company."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.allotment import allot
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.chains import chains
from spinouts.domain.groups import Group, GroupCompany, merged


@dataclass(frozen=True, slots=True)
class Change:
    """What a holder has of the group company before and after: whole shares, and the exact part of all of them."""

    holder: str
    shares_before: int
    shares_after: int
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Joining:
    """A spin-out has joined. `handed` are its shares that the group company now holds, by who handed them over;
    `issued` the new shares in the group company, by who receives them; `left_over` the part of one share that could
    not be issued, to be paid in money or let go."""

    before: Group
    after: Group
    handed: Mapping[str, int]
    issued: Mapping[str, int]
    left_over: Fraction
    changes: tuple[Change, ...]


def ratio_of_values(*, newcomer: tuple[Decimal, int], group: tuple[Decimal, int]) -> Fraction:
    """Group shares for one share of the newcomer, from (value in pounds, number of shares) of each.

    Raises Refusal unless all four are above zero.
    """
    if any(figure <= 0 for figure in (*newcomer, *group)):
        raise Refusal("The values of both companies and their numbers of shares must be above zero.")
    return (Fraction(newcomer[0]) / newcomer[1]) / (Fraction(group[0]) / group[1])


def join(
    of: Group,
    newcomer: Group,
    company: str,
    *,
    parent: str,
    ratio: Fraction,
    handed: Mapping[str, int] | None = None,
    receivers: Mapping[str, str] | None = None,
    votes_per_share: int = 1,
    board: Mapping[str, int] | None = None,
) -> Joining:
    """The company of the `newcomer` joins the group `of`: its holders hand shares to the group company `parent`.

    `handed` says how many shares each hands over; without it all hand over all, so that the company is wholly owned.
    For each they receive `ratio` shares of the parent, each with `votes_per_share`: in all the due number rounded
    down, divided by the largest remainder. `receivers` says who receives in whose place, such as the employees' trust
    of the group for the employees of the spin-out. `board` is the company's board from then on; without it the
    board stays.

    Raises Refusal if nothing could be handed over or issued, a holder has too few shares, shares of one company carry
    different votes, or a receiver is a company below the parent (Companies Act 2006, s.136).
    """
    both = merged(of, newcomer)
    joined, top = both.company(company), of.company(parent)
    if handed is None:
        handed = {who: held for who, held in joined.capital.items() if held and who not in {company, parent}}
    _check(both, joined, handed, ratio)
    due = ratio * sum(handed.values())
    if due < 1:
        raise Refusal(f"{due} shares of {top.name} would be due, less than one whole share: choose a higher ratio.")
    issued = _issued(due, {who: ratio * shares for who, shares in handed.items()}, receivers or {})
    changed = _handed_over(joined, handed, parent)
    if board is not None:
        changed = replace(changed, board=dict(board))
    after = _with_companies(both, changed, with_issue(both.company(parent), issued, votes_per_share))
    _check_not_below(after, parent, issued)
    return Joining(of, after, dict(handed), issued, due - int(due), changes(top, after.company(parent)))


def _issued(due: Fraction, dues: Mapping[str, Fraction], receivers: Mapping[str, str]) -> dict[str, int]:
    """Whole new shares by who receives them: of all that is `due`, what is due to each who hands over."""
    taken: dict[str, Fraction] = {}
    for who, part in dues.items():
        taker = receivers.get(who, who)
        taken[taker] = taken.get(taker, Fraction(0)) + part
    return dict(zip(taken, allot(int(due), list(taken.values())), strict=True))


def _with_companies(of: Group, *changed: GroupCompany) -> Group:
    """The group with these companies as they are now, and without whoever no longer holds anything."""
    now = {company.reference: company for company in changed}
    return _only_holders(replace(of, companies=tuple(now.get(company.reference, company) for company in of.companies)))


def with_issue(of: GroupCompany, issued: Mapping[str, int], votes_per_share: int = 1) -> GroupCompany:
    """The company once new shares are issued, by who receives them. Where members have one vote each, so do these."""
    capital = _added(of.capital, issued)
    if of.form is not None and of.form.one_member_one_vote:
        return replace(of, capital=capital, votes=dict.fromkeys(capital, 1))
    extra = {who: shares * votes_per_share for who, shares in issued.items()}
    return replace(of, capital=capital, votes=_added(of.votes, extra))


def changes(before: GroupCompany, after: GroupCompany) -> tuple[Change, ...]:
    """What each holder of either has before and after, in the order of the register."""
    old, new = fractions_of(before.capital), fractions_of(after.capital)
    return tuple(
        Change(
            holder,
            before.capital.get(holder, 0),
            after.capital.get(holder, 0),
            old.get(holder, Fraction(0)),
            new.get(holder, Fraction(0)),
        )
        for holder in dict.fromkeys((*before.capital, *after.capital))
    )


def _check(both: Group, joined: GroupCompany, handed: Mapping[str, int], ratio: Fraction) -> None:
    if ratio <= 0:
        raise Refusal("The ratio must be above zero: how many shares of the group company one share is worth.")
    if not any(handed.values()):
        raise Refusal(f"Nobody hands over shares in {joined.name}, so it cannot join: say who hands over how many.")
    for who, shares in handed.items():
        held = joined.capital.get(who, 0)
        if not 0 <= shares <= held:
            name = both.name(who) if held else who
            raise Refusal(
                f"{name} has {held:,} shares in {joined.name} and cannot hand over {shares:,}: choose 0 to {held:,}."
            )


def _handed_over(company: GroupCompany, handed: Mapping[str, int], parent: str) -> GroupCompany:
    capital = _added(company.capital, {who: -shares for who, shares in handed.items()})
    capital = _added(capital, {parent: sum(handed.values())})
    if company.form is not None and company.form.one_member_one_vote:
        return replace(company, capital=capital, votes=dict.fromkeys(capital, 1))
    moved = {who: Fraction(company.votes.get(who, 0) * n, company.capital[who]) for who, n in handed.items() if n}
    if any(votes.denominator != 1 for votes in moved.values()):
        raise Refusal(
            f"A part of somebody's shares in {company.name} would carry a part of a vote, since their shares do not "
            "all carry the same votes: hand over all of them, or none."
        )
    votes = _added(company.votes, {who: -int(part) for who, part in moved.items()})
    return replace(company, capital=capital, votes=_added(votes, {parent: int(sum(moved.values()))}))


def _check_not_below(after: Group, parent: str, issued: Mapping[str, int]) -> None:
    below = {parent, *chains(after).under(parent)}
    for who in issued:
        if who in below:
            raise Refusal(
                f"{after.name(who)} cannot hold shares in {after.name(parent)}, which is above it or is the same "
                "company (Companies Act 2006, s.136): name somebody else to receive them."
            )


def _only_holders(of: Group) -> Group:
    """Without owners and trusts that no longer hold anything."""
    holders = frozenset[str]().union(*(company.holders for company in of.companies))
    return replace(
        of,
        owners=tuple(owner for owner in of.owners if owner.reference in holders),
        trusts=tuple(trust for trust in of.trusts if trust.reference in holders),
    )


def _added(weights: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    totals = dict(weights)
    for who, amount in more.items():
        totals[who] = totals.get(who, 0) + amount
    return {who: amount for who, amount in totals.items() if amount}
