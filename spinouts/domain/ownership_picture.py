"""Who owns and controls the company, as one plain value that a page, a report or a bid can show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from spinouts.domain.cap_table import CapTable, CapTableRow, cap_table
from spinouts.domain.company import Company
from spinouts.domain.control import Finding, Topic, findings
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.shading import COMPANY
from spinouts.domain.pictures.tree import ownership_tree
from spinouts.domain.pictures.tree_values import OwnershipTree, Stake
from spinouts.domain.registers import Register
from spinouts.domain.resolutions import Coalitions, Power, minimal_coalitions
from spinouts.domain.shares import ShareClass

MOST_SHOWN = 12
"""As many coalitions as a reader takes in; the rest are counted."""
MOST_CLASSES = 3
"""As many classes as a table on paper has room for beside votes and board seats."""


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """One owner's line: shares by class, then its part of all shares and of all votes, in words and exactly."""

    name: str
    kind: str
    by_class: tuple[int, ...]
    shares: int
    capital: str
    capital_exact: str
    votes: int
    votes_in_words: str
    votes_exact: str
    seats: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    heading: str
    sentence: str
    figure: str
    source: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings on one matter, such as the council's influence."""

    title: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Who must act together to have a power: names, and the part of the votes that they then have."""

    title: str
    rows: tuple[tuple[str, str], ...]
    left_out: int
    complete: bool


@dataclass(frozen=True, slots=True)
class OwnershipPicture:
    """`alternative` says in words what the diagram shows; `unit` is what is held, in the plural: "shares"."""

    company: str
    form: str
    notes: tuple[str, ...]
    on: date
    unit: str
    diagram: OwnershipTree
    alternative: str
    classes: tuple[ShareClass, ...]
    rows: tuple[OwnerRow, ...]
    by_class: tuple[int, ...]
    shares: int
    votes: int
    seats: int
    groups: tuple[FindingGroup, ...]
    together: tuple[Together, ...]

    @property
    def has_many_classes(self) -> bool:
        """Whether a page of paper needs a table of its own for who holds how many of which class."""
        return len(self.classes) > MOST_CLASSES

    @property
    def is_empty(self) -> bool:
        """Whether nobody held anything yet."""
        return not self.rows


def ownership_picture(company: Company, on: date) -> OwnershipPicture:
    """The picture of the company at the end of a day: one that there is, or the one that an offer would make."""
    register = company.register(on)
    table = cap_table(register)
    rows = tuple(_row(row) for row in table.rows)
    form = company.form
    unit = "shares" if form.has_shares else "units of membership"
    return OwnershipPicture(
        company=company.name,
        form=form.label,
        notes=form.notes,
        on=table.on,
        unit=unit,
        diagram=(tree := _tree(company.name, table, unit)),
        alternative=tree.alternative,
        classes=table.classes,
        rows=rows,
        by_class=table.by_class,
        shares=table.shares,
        votes=table.votes,
        seats=table.seats,
        groups=tuple(_groups(findings(register))) if rows else (),
        together=tuple(_together(register, table)) if rows else (),
    )


def exactly(part: Fraction) -> str:
    """A part of the whole as an exact percentage, or, where that has no end, as a fraction: "1/3 of all"."""
    words = percent_in_words(part * 100)
    return f"{part.numerator}/{part.denominator} of all" if "/" in words else words


def _row(row: CapTableRow) -> OwnerRow:
    return OwnerRow(
        name=row.party.name,
        kind=row.party.kind.label,
        by_class=row.by_class,
        shares=row.shares,
        capital=row.capital_in_words,
        capital_exact=exactly(row.capital),
        votes=row.votes,
        votes_in_words=row.votes_in_words,
        votes_exact=exactly(row.votes_fraction),
        seats=row.seats,
    )


def _tree(company: str, table: CapTable, unit: str) -> OwnershipTree:
    parties = [
        Node(f"party {row.party.reference}", row.party.name, row.party.kind.label, row.party.kind) for row in table.rows
    ]
    stakes = [
        Stake(
            owner=node.reference,
            owned=COMPANY,
            capital=row.capital_in_words,
            votes=None if row.votes_fraction == row.capital else row.votes_in_words,
            seats=row.seats,
        )
        for node, row in zip(parties, table.rows, strict=True)
    ]
    return ownership_tree(
        f"Who owns {company}", [*parties, Node(COMPANY, company, "Company", COMPANY)], stakes, unit=unit
    )


_GROUPS: tuple[tuple[str, tuple[Topic, ...]], ...] = (
    (
        "Decisions of the owners",
        (
            Topic.PASSES_ORDINARY,
            Topic.PASSES_SPECIAL,
            Topic.BLOCKS_SPECIAL,
            Topic.EXACT_QUARTER,
            Topic.DEADLOCK,
            Topic.NOBODY_ALONE,
        ),
    ),
    ("People with significant control", (Topic.PSC_SHARES, Topic.PSC_VOTES, Topic.PSC_BOARD, Topic.PSC_NOT_YET)),
    ("The partners", (Topic.SUBSIDIARY,)),
    ("The council", (Topic.COUNCIL_CONTROLLED, Topic.COUNCIL_INFLUENCED, Topic.COUNCIL_NEITHER)),
    ("The employees", (Topic.EMPLOYEE_TRUST, Topic.EMPLOYEE_CONTROL)),
)


def _groups(found: tuple[Finding, ...]) -> Iterator[FindingGroup]:
    for title, topics in _GROUPS:
        rows = tuple(
            FindingRow(one.topic.label, one.sentence, one.words, one.source) for one in found if one.topic in topics
        )
        if rows:
            yield FindingGroup(title, rows)


_TOGETHER = {
    Power.CARRY_ORDINARY: "Who can pass an ordinary resolution (more than 50% of the votes)",
    Power.CARRY_SPECIAL: "Who can pass a special resolution (75% or more)",
    Power.BLOCK_SPECIAL: "Who can block a special resolution (more than 25%)",
}


def _together(register: Register, table: CapTable) -> Iterator[Together]:
    names = {row.party.reference: row.party.name for row in table.rows}
    for power, title in _TOGETHER.items():
        yield _coalitions(title, minimal_coalitions(register.votes, power), names)


def _coalitions(title: str, coalitions: Coalitions, names: Mapping[str, str]) -> Together:
    rows = tuple(
        (" with ".join(names[member] for member in one.members), stake_in_words(one.share))
        for one in coalitions.found[:MOST_SHOWN]
    )
    return Together(title, rows, len(coalitions.found) - len(rows), coalitions.complete)
