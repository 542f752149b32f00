"""Several companies side by side, one for each bid: stakes, control, money, protections, and the council's limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.company_terms import Term, terms_in_words
from spinouts.domain.consents import who_consents
from spinouts.domain.control import Topic, findings
from spinouts.domain.form_rules import notices
from spinouts.domain.forms import LegalForm
from spinouts.domain.limit_checks import Check, checks, part_of
from spinouts.domain.money_terms import MoneyRow, money_in, money_out
from spinouts.domain.notices import Notice
from spinouts.domain.ownership_picture import exactly
from spinouts.domain.parties import Side
from spinouts.domain.percentages import parts_in_words
from spinouts.domain.registers import Register
from spinouts.domain.resolutions import Power, alone
from spinouts.domain.terms import Limits, Matter


@dataclass(frozen=True, slots=True)
class Entry:
    """A company to compare: on a day (that of its forming if not told), with figures that are given besides.

    `label` is what the reader knows it by, such as the bidder's name; `given` are headings with pounds, such as the
    price of the service or what is brought in kind.
    """

    label: str
    company: Company
    on: date | None = None
    given: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class SideStake:
    """What all parties of a side have together: exact parts from 0 to 1, the same in words and exactly, and seats."""

    side: Side
    capital: Fraction
    capital_words: str
    capital_exact: str
    votes: Fraction
    votes_words: str
    votes_exact: str
    seats: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One company's column. `passes`, `passes_special` and `blocks` name who can do so alone; `registrable` and
    `council_control` are sentences."""

    label: str
    company: str
    form: LegalForm
    on: date
    sides: tuple[SideStake, ...]
    seats: int
    passes: tuple[str, ...]
    passes_special: tuple[str, ...]
    blocks: tuple[str, ...]
    registrable: tuple[str, ...]
    council_control: tuple[str, ...]
    money_in: tuple[MoneyRow, ...]
    money_out: tuple[MoneyRow, ...]
    given: tuple[tuple[str, Decimal], ...]
    terms: tuple[Term, ...]
    checks: tuple[Check, ...]
    notices: tuple[Notice, ...]

    @property
    def within_limits(self) -> bool:
        """Whether every limit is kept."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A reserved matter, and for each company, in their order, the names of those who must consent."""

    matter: Matter
    consents: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and a cell of words for each company, in their order."""

    label: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the companies differ in it."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The companies as columns, and what is read across: `matters` reserved in any of them, and `terms`."""

    standings: tuple[Standing, ...]
    matters: tuple[MatterRow, ...]
    terms: tuple[Row, ...]


def compare(entries: Sequence[Entry], limits: Limits | None = None) -> Comparison:
    """The companies side by side, in the order given, each against the limits, or those published for it if not told.

    Raises Refusal as `Company.register` does.
    """
    registers = [entry.company.register(_on(entry)) for entry in entries]
    standings = tuple(
        _standing(entry, of, limits or entry.company.agreed.published)
        for entry, of in zip(entries, registers, strict=True)
    )
    matters = (
        MatterRow(
            matter,
            tuple(
                tuple(party.name for party in who_consents(entry.company, of, matter))
                for entry, of in zip(entries, registers, strict=True)
            ),
        )
        for matter in Matter
    )
    labels = [term.label for term in standings[0].terms] if standings else []
    return Comparison(
        standings,
        tuple(row for row in matters if any(row.consents)),
        tuple(
            Row(label, tuple(standing.terms[index].words for standing in standings))
            for index, label in enumerate(labels)
        ),
    )


def _on(entry: Entry) -> date:
    return entry.on or entry.company.formed_on


def _standing(entry: Entry, of: Register, limits: Limits) -> Standing:
    company, found = entry.company, findings(of)
    names = {
        party.reference: f"{party.name}, if they all vote alike" if party.kind.is_many else party.name
        for party in of.parties
    }
    able = {power: tuple(names[party] for party in alone(of.votes, power) if party in names) for power in Power}
    return Standing(
        label=entry.label,
        company=company.name,
        form=company.form,
        on=of.on,
        sides=tuple(_sides(of)),
        seats=sum(of.board.values()),
        passes=able[Power.CARRY_ORDINARY],
        passes_special=able[Power.CARRY_SPECIAL],
        blocks=able[Power.BLOCK_SPECIAL],
        registrable=tuple(one.sentence for one in found if one.topic in _REGISTRABLE),
        council_control=tuple(one.sentence for one in found if one.topic in _COUNCIL),
        money_in=money_in(company, of.on),
        money_out=money_out(company, of.on),
        given=entry.given,
        terms=terms_in_words(company),
        checks=checks(company, of, limits),
        notices=notices(company, of.on),
    )


_REGISTRABLE = {Topic.PSC_SHARES, Topic.PSC_VOTES, Topic.PSC_BOARD, Topic.PSC_NOT_YET}
_COUNCIL = {Topic.COUNCIL_CONTROLLED, Topic.COUNCIL_INFLUENCED, Topic.COUNCIL_NEITHER}


def _sides(of: Register) -> Iterator[SideStake]:
    votes = fractions_of(of.votes)
    whose = [[party.reference for party in of.parties if party.kind.side is side] for side in Side]
    capital = [part_of(of, side) for side in Side]
    voting = [sum((votes.get(party, Fraction(0)) for party in parties), Fraction(0)) for parties in whose]
    words = zip(parts_in_words(capital), parts_in_words(voting), strict=True)
    for side, parties, part, vote, (said, vote_said) in zip(Side, whose, capital, voting, words, strict=True):
        seats = sum(of.board.get(party, 0) for party in parties)
        yield SideStake(side, part, said, exactly(part), vote, vote_said, exactly(vote), seats)
