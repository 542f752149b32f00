"""The cap table: the register as people read it, with exact parts of capital and votes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from spinouts.domain.parties import Party
from spinouts.domain.percentages import parts_in_words
from spinouts.domain.registers import Register
from spinouts.domain.shares import ShareClass

NO_PART = "0%"


@dataclass(frozen=True, slots=True)
class CapTableRow:
    """One party's stake. `by_class` has its shares of each of the table's classes, in their order.

    Its parts in words, such as "24.9%" or "just over 25%", add up to 100% with those of the other rows.
    """

    party: Party
    by_class: tuple[int, ...]
    shares: int
    capital: Fraction
    votes: int
    votes_fraction: Fraction
    seats: int
    capital_in_words: str
    votes_in_words: str


@dataclass(frozen=True, slots=True)
class CapTable:
    """The register for reading: a row for each party with shares or seats, and the totals beneath."""

    on: date
    classes: tuple[ShareClass, ...]
    rows: tuple[CapTableRow, ...]
    by_class: tuple[int, ...]
    shares: int
    votes: int
    seats: int


def cap_table(of: Register) -> CapTable:
    """The cap table of a register. Fractions are exact parts of all shares and votes, zero where there are none."""
    capital, votes = of.capital, of.votes
    capital_parts, votes_parts = fractions_of(capital), fractions_of(votes)
    capital_words, votes_words = shown_parts(capital), shown_parts(votes)
    rows = tuple(
        CapTableRow(
            party=party,
            by_class=tuple(of.holdings.get((party.reference, known.reference), 0) for known in of.classes),
            shares=capital.get(party.reference, 0),
            capital=capital_parts.get(party.reference, Fraction(0)),
            votes=votes.get(party.reference, 0),
            votes_fraction=votes_parts.get(party.reference, Fraction(0)),
            seats=of.board.get(party.reference, 0),
            capital_in_words=capital_words.get(party.reference, NO_PART),
            votes_in_words=votes_words.get(party.reference, NO_PART),
        )
        for party in of.parties
    )
    return CapTable(
        on=of.on,
        classes=of.classes,
        rows=rows,
        by_class=tuple(sum(row.by_class[column] for row in rows) for column in range(len(of.classes))),
        shares=sum(capital.values()),
        votes=sum(votes.values()),
        seats=sum(of.board.values()),
    )


def fractions_of(weights: Mapping[str, int]) -> dict[str, Fraction]:
    """Each weight as an exact part of them all; all zero if they add up to nothing."""
    whole = sum(weights.values())
    return {reference: Fraction(weight, whole or 1) for reference, weight in weights.items()}


def shown_parts(weights: Mapping[str, int] | Mapping[str, Fraction]) -> dict[str, str]:
    """Each weight as a part of them all, in words that add up to 100%."""
    return dict(zip(weights, parts_in_words(tuple(weights.values())), strict=True))
