"""From parts of the shares, votes and seats, as BODS states them, to whole shares that have exactly these parts."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.files.bods_shape import day_of

_COUNTS = re.compile(r"([0-9][0-9,]{0,20}) of ([0-9][0-9,]{0,20}) ")
OTHERS = Party("others-not-stated", "Others, not stated", PartyKind.PARTNER)
Made = tuple[tuple[Party, ...], tuple[ShareClass, ...], tuple[HoldingEvent, ...]]


@dataclass
class Stakes:
    """Each party's exact part of the shares, the votes and the seats, by party reference."""

    form: LegalForm
    parts: dict[str, dict[str, Fraction]] = field(default_factory=lambda: {"shares": {}, "votes": {}, "seats": {}})
    totals: dict[str, set[int]] = field(default_factory=lambda: {"shares": set(), "votes": set(), "seats": set()})
    starts: dict[str, date] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)

    @property
    def first(self) -> date | None:
        """The first day on which anybody is stated to have something."""
        return min(self.starts.values(), default=None)

    def add(self, party: Party, measure: str, interest: Mapping[str, Any]) -> Iterator[str]:
        """Take in an interest; yields in a sentence what had to be guessed."""
        share = interest["share"]
        part, total = _counted(str(interest.get("details", "")), share)
        if part is None:
            part = _part(share)
            if "exact" not in share:
                about = f"{float(part):.4%} of the {measure}"
                yield f"{party.name} has about {about}: it is taken as exactly {part} of all."
        else:
            self.totals[measure].add(total)
        parts = self.parts[measure]
        parts[party.reference] = parts.get(party.reference, Fraction(0)) + part
        if day := day_of(interest.get("startDate")):
            self.starts[party.reference] = min(day, self.starts.get(party.reference, day))

    def counts(self, measure: str) -> dict[str, int]:
        """Whole numbers with exactly these parts: those that were stated, else the smallest."""
        parts = {party: part for party, part in self.parts[measure].items() if part}
        rest = 1 - sum(parts.values(), Fraction(0))
        if parts and rest > 0:
            self.losses.append(f"Of the {measure}, {float(rest):.4%} are not stated: they stand under “{OTHERS.name}”.")
            parts[OTHERS.reference] = rest
        total = math.lcm(*(part.denominator for part in parts.values()))
        stated = self.totals[measure]
        if len(stated) == 1 and (only := next(iter(stated))) % total == 0:
            total = only
        return {party: int(part * total) for party, part in parts.items()}


def events_of(stakes: Stakes, parties: Sequence[Party], formed_on: date) -> Made:
    """Who else there must be, the classes, and the events that give everybody the stated parts."""
    capital, votes, seats = stakes.counts("shares"), stakes.counts("votes"), stakes.counts("seats")
    everybody = {party.reference: party for party in (*parties, OTHERS)}
    classes, holdings = _classes(stakes, capital, votes, everybody)
    events: list[HoldingEvent] = []
    for party, share_class, shares in holdings:
        on = stakes.starts.get(party, formed_on)
        holder = everybody[party]
        number = len(events) + 1
        issue = HoldingEvent(EventKind.ISSUE, on, number, share_class, shares, holder, reason=Reason.OTHER)
        events.append(issue)
    for party, count in seats.items():
        on, number = stakes.starts.get(party, formed_on), len(events) + 1
        events.append(HoldingEvent(EventKind.SEATS, on, number, to_party=everybody[party], seats=count))
    used = OTHERS.reference in {*capital, *votes, *seats}
    return (OTHERS,) if used else (), classes, tuple(events)


def _classes(
    stakes: Stakes, capital: Mapping[str, int], votes: Mapping[str, int], names: Mapping[str, Party]
) -> tuple[tuple[ShareClass, ...], list[tuple[str, ShareClass, int]]]:
    """One class where votes follow shares; else one that votes and one that does not."""
    one_vote = stakes.form.one_member_one_vote
    if not votes:
        stakes.losses.append("The votes are not stated: they are taken to follow the shares.")
        votes = capital
    if not capital:
        capital = votes
    each = _votes_each(capital, votes, one_vote)
    if each is not None:
        only = ShareClass("ordinary", "ordinary", votes_per_share=each, memberships=one_vote)
        return (only,), [(party, only, shares) for party, shares in capital.items()]
    voting = ShareClass("voting", "voting", memberships=one_vote)
    silent = ShareClass("non-voting", "non-voting", votes_per_share=0)
    times = max([1, *(-(-count // capital[party]) for party, count in votes.items() if capital.get(party))])
    holdings: list[tuple[str, ShareClass, int]] = []
    for party in dict.fromkeys([*capital, *votes]):
        with_vote, shares = votes.get(party, 0), capital.get(party, 0) * times
        if with_vote and not shares:
            stakes.losses.append(f"{names[party].name} has votes without shares: it is given shares for them.")
        parts = ((voting, with_vote), (silent, max(shares - with_vote, 0)))
        holdings += [(party, share_class, count) for share_class, count in parts if count]
    return (voting, silent), holdings


def _votes_each(capital: Mapping[str, int], votes: Mapping[str, int], one_vote: bool) -> int | None:
    """How many votes each share has, if all have as many; where each member has one vote, 1 or None."""
    parts = {party: Fraction(votes.get(party, 0), count) for party, count in capital.items()}
    if set(votes) - set(capital) or len(set(parts.values())) != 1:
        return None
    each = next(iter(parts.values()))
    if one_vote:
        return 1 if each == 1 else None
    return int(each) if each.denominator == 1 else 1


def _counted(details: str, share: Mapping[str, Any]) -> tuple[Fraction | None, int]:
    """The part by the counts in the details, "40 of 100 shares", if the stated share agrees with it."""
    found = _COUNTS.match(details)
    total = int(found[2].replace(",", "")) if found else 0
    if not found or not total:
        return None, 0
    part = Fraction(int(found[1].replace(",", "")), total)
    least, most = _bounds(share)
    return (part, total) if least <= part <= most else (None, 0)


def _part(share: Mapping[str, Any]) -> Fraction:
    """The stated part, or the simplest one between its bounds."""
    least, most = _bounds(share)
    return least if least == most else _simplest(least, most)


def _bounds(share: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    least = share.get("exact", share.get("minimum", share.get("exclusiveMinimum", 0)))
    most = share.get("exact", share.get("maximum", share.get("exclusiveMaximum", 100)))
    return Fraction(Decimal(least)) / 100, Fraction(Decimal(most)) / 100


def _simplest(least: Fraction, most: Fraction) -> Fraction:
    """The fraction of the smallest denominator between the two, neither of them itself."""
    whole = math.floor(least)
    if whole + 1 < most:
        return Fraction(whole + 1)
    rest = Fraction(1) / (least - whole) if least > whole else None
    upper = Fraction(1) / (most - whole)
    if rest is None:
        return whole + 1 / Fraction(math.floor(upper) + 1)
    return whole + 1 / _simplest(upper, rest)
