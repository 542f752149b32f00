"""A worked example of a methodology: made-up bids, always the same, and how each comes to its marks (s.23(3))."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from procurement.domain import formulas
from procurement.domain.figures import Number, plain
from procurement.domain.methodology import (
    Criterion,
    Formula,
    Method,
    Methodology,
    Scale,
    Section,
    Unit,
    available,
    earns_marks,
)
from procurement.domain.soundness import problems
from procurement.domain.staff_ratings import StaffRatings, StaffRules, explain_ratings, for_ratings, mean_in_words

_BALLOTS = 40
BIDS = ("Bid A", "Bid B", "Bid C")
_POUNDS = (Decimal(100_000), Decimal(120_000), Decimal(200_000))
_PERCENT = (Decimal(20), Decimal(24), Decimal(40))
_WAYS = (Fraction(9, 10), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True, slots=True)
class Cell:
    """One bid's marks for one row: what it was given or offered ("4", "£120,000"; "" in a section), and why so many."""

    given: str
    explained: str
    earned: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """A section or criterion, `depth` levels down, with a cell for each of the bids."""

    depth: int
    reference: str
    title: str
    is_section: bool
    available: Fraction
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A table: bids across, sections and criteria down in the published order, totals of 100 at the foot, unrounded."""

    bids: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Fraction, ...]
    places: int


def worked_example(methodology: Methodology) -> WorkedExample:
    """The example for a sound methodology; its bids pass every condition and reach every least score and share.

    Raises Refusal with the methodology's problems if it has any.
    """
    if found := problems(methodology):
        raise Refusal(*found)
    table = _Table(methodology)
    tops = [table.add_section(section, 0, Fraction(0)) for section in methodology.sections]
    totals = tuple(sum((top.cells[column].earned for top in tops), Fraction(0)) for column in range(len(BIDS)))
    return WorkedExample(BIDS, tuple(table.rows), totals, methodology.places)


class _Table:
    """The rows as they are made; `turn` makes another bid the best one in each criterion."""

    def __init__(self, methodology: Methodology) -> None:
        self.available = available(methodology)
        self.places = methodology.places
        self.rows: list[Row] = []
        self.turn = 0

    def add_section(self, section: Section, depth: int, least: Fraction) -> Row:
        """`least` is the share of marks that a section around it demands."""
        least = max(least, Fraction(section.minimum_percent or 0) / 100)
        position = len(self.rows)
        below = [
            self.add_section(child, depth + 1, least)
            if isinstance(child, Section)
            else self.add_criterion(child, depth + 1, least)
            for child in section.children
        ]
        columns = range(len(BIDS))
        row = self._row(section, depth, tuple(self._sum(section, below, column) for column in columns))
        self.rows.insert(position, row)
        return row

    def add_criterion(self, criterion: Criterion, depth: int, least: Fraction) -> Row:
        if criterion.staff and criterion.scale:
            cells = self._ratings(criterion, criterion.scale, criterion.staff)
        elif criterion.formula:
            cells = self._figures(criterion.formula, self.available[criterion.reference], least)
        elif criterion.scale and earns_marks(criterion):
            cells = self._scores(criterion, criterion.scale, least)
        else:
            cells = (Cell("1", "Passed.", Fraction(0)),) * len(BIDS)
        self.turn += 1
        row = self._row(criterion, depth, cells)
        self.rows.append(row)
        return row

    def _row(self, part: Section | Criterion, depth: int, cells: tuple[Cell, ...]) -> Row:
        return Row(depth, part.reference, part.title, isinstance(part, Section), self.available[part.reference], cells)

    def _sum(self, section: Section, below: list[Row], column: int) -> Cell:
        if not earns_marks(section):
            return Cell("", "All conditions are passed.", Fraction(0))
        weighing = zip(section.children, below, strict=True)
        parts = [(row.title, row.cells[column].earned) for part, row in weighing if earns_marks(part)]
        explained = formulas.explain_sum(parts, self.available[section.reference], self.places)
        return Cell("", explained, sum((earned for _, earned in parts), Fraction(0)))

    def _scores(self, criterion: Criterion, scale: Scale, least: Fraction) -> tuple[Cell, ...]:
        whole = self.available[criterion.reference]
        allowed = _allowed(scale, max(least * Fraction(scale.maximum), Fraction(criterion.minimum_score or 0)))
        scores = [allowed[(self.turn + column) % len(allowed)] for column in range(len(BIDS))]
        return tuple(
            Cell(
                plain(score),
                formulas.explain_score(score, scale, whole, self.places),
                formulas.for_score(score, scale.maximum, whole),
            )
            for score in scores
        )

    def _ratings(self, criterion: Criterion, scale: Scale, rules: StaffRules) -> tuple[Cell, ...]:
        if criterion.is_advisory:
            return (Cell("", "Advisory: what staff said earns no marks.", Fraction(0)),) * len(BIDS)
        whole, ballots = self.available[criterion.reference], max(_BALLOTS, rules.least_ballots)
        steps = sorted((step.value for step in scale.steps), reverse=True)
        cells = []
        for column in range(len(BIDS)):
            better, worse = ((steps[0], steps[1]), (steps[1], steps[-1]), (steps[0], steps[-1]))[
                (self.turn + column) % len(BIDS)
            ]
            given = StaffRatings(ballots, better * (ballots - ballots // 4) + worse * (ballots // 4))
            words = explain_ratings(given, rules, scale.maximum, whole, self.places)
            cells.append(Cell(mean_in_words(given), words, for_ratings(given, scale.maximum, whole)))
        return tuple(cells)

    def _figures(self, formula: Formula, whole: Fraction, least: Fraction) -> tuple[Cell, ...]:
        values = [_figure(formula, (self.turn + column) % len(BIDS), least) for column in range(len(BIDS))]
        return tuple(
            Cell(
                formula.measure.in_words(value),
                formulas.explain(formula, value, values, whole, self.places),
                formulas.marks(formula, value, values, whole),
            )
            for value in values
        )


def _allowed(scale: Scale, least: Fraction) -> list[Decimal]:
    """The highest three scores that reach the least, best first."""
    return sorted((step.value for step in scale.steps if step.value >= least), reverse=True)[: len(BIDS)]


def _figure(formula: Formula, rank: int, least: Fraction) -> Number:
    if formula.method is not Method.LINEAR:
        return (_POUNDS if formula.measure.unit is Unit.POUNDS else _PERCENT)[rank]
    zero_at, full_at = Fraction(formula.zero_at or 0), Fraction(formula.full_at or 0)
    return zero_at + (full_at - zero_at) * max(_WAYS[rank], least)
