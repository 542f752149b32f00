"""How bids are assessed: the assessment methodology, published with the competition (Procurement Act 2023, s.23(3)).

Sections hold criteria or smaller sections. Each weight is a percentage of what holds it, so that the weights of
siblings add up to exactly 100. `procurement.domain.soundness` says what is wrong with a methodology.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from procurement.domain.figures import Number, in_percent
from procurement.domain.panel_results import PanelResult
from procurement.domain.staff_ratings import StaffRules
from spinouts.domain.money import in_pounds


class CriterionKind(StrEnum):
    """How a criterion is judged."""

    SCORED = "scored"
    FORMULA = "formula"
    CONDITION = "condition"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """The kind's name, as a person reads it."""
        return {
            CriterionKind.SCORED: "Scored by evaluators",
            CriterionKind.FORMULA: "Marked by a formula",
            CriterionKind.CONDITION: "Condition of participation: pass or fail",
            CriterionKind.STAFF: "Rated by staff of the service, in a secret ballot",
        }[self]

    @property
    def is_judged(self) -> bool:
        """Whether bidders answer it in writing, and the panel gives and agrees scores for it."""
        return self in {CriterionKind.SCORED, CriterionKind.CONDITION}


class Unit(StrEnum):
    """What a figure of an offer counts."""

    POUNDS = "pounds"
    PERCENT = "percent"

    @property
    def label(self) -> str:
        """The unit's name, as a person reads it."""
        return {Unit.POUNDS: "Pounds", Unit.PERCENT: "Per cent"}[self]


class Measure(StrEnum):
    """A number that an offer holds, which a formula may turn into marks."""

    INVESTMENT_TOTAL = "investment_total"
    INVESTMENT_CASH = "investment_cash"
    PARTNER_STAKE = "partner_stake"
    EMPLOYEE_STAKE = "employee_stake"
    PRICE_TOTAL = "price_total"
    PRICE_YEARLY = "price_yearly"

    @property
    def label(self) -> str:
        """The number's name, as a person reads it."""
        return {
            Measure.INVESTMENT_TOTAL: "Total investment",
            Measure.INVESTMENT_CASH: "Cash investment",
            Measure.PARTNER_STAKE: "Stake of the partner",
            Measure.EMPLOYEE_STAKE: "Stake of the employees",
            Measure.PRICE_TOTAL: "Total price",
            Measure.PRICE_YEARLY: "Price a year",
        }[self]

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return Unit.PERCENT if self in {Measure.PARTNER_STAKE, Measure.EMPLOYEE_STAKE} else Unit.POUNDS

    @property
    def more_is_better(self) -> bool:
        """Its natural direction, seen from the council: more investment, less price, less stake for the partner."""
        return self in {Measure.INVESTMENT_TOTAL, Measure.INVESTMENT_CASH, Measure.EMPLOYEE_STAKE}

    def in_words(self, value: Number) -> str:
        """A figure with its unit: "£120,000" or "24.95%"."""
        return in_pounds(value) if self.unit is Unit.POUNDS else in_percent(value)


class Method(StrEnum):
    """How a formula turns a figure into marks."""

    PRO_RATA_LOWEST = "pro_rata_lowest"
    PRO_RATA_HIGHEST = "pro_rata_highest"
    AROUND_MEAN = "around_mean"
    LINEAR = "linear"

    @property
    def label(self) -> str:
        """The rule itself, in words that can be published."""
        return {
            Method.PRO_RATA_LOWEST: "The lowest figure earns all the marks, each other earns lowest ÷ figure of them",
            Method.PRO_RATA_HIGHEST: (
                "The highest figure earns all the marks, each other earns figure ÷ highest of them, and zero earns none"
            ),
            Method.AROUND_MEAN: (
                "The mean of all figures earns half of the marks, each other one per cent of them more for each per "
                "cent below the mean, or less for each above it"
            ),
            Method.LINEAR: "In a straight line from the figure that earns no marks to the one that earns all of them",
        }[self]

    @property
    def is_relative(self) -> bool:
        """Whether a bid's marks depend on the figures of other bids."""
        return self is not Method.LINEAR


@dataclass(frozen=True, slots=True)
class Step:
    """One score that a scale allows, with what an answer of that score is like."""

    value: Decimal
    label: str
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The scores that may be given; no other score may."""

    name: str
    steps: tuple[Step, ...]

    @property
    def maximum(self) -> Decimal:
        """The score that earns all the marks. Raises ValueError for a scale without steps."""
        return max(step.value for step in self.steps)

    @property
    def minimum(self) -> Decimal:
        """The lowest score that may be given. Raises ValueError for a scale without steps."""
        return min(step.value for step in self.steps)

    def permits(self, value: Decimal) -> bool:
        """Whether the score is one of the steps: a score between two steps is not."""
        return any(step.value == value for step in self.steps)


@dataclass(frozen=True, slots=True)
class Formula:
    """How a number in the offer becomes marks. `linear` needs both bounds, in the measure's unit; others need none."""

    measure: Measure
    method: Method
    zero_at: Decimal | None = None
    full_at: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the assessment. A condition weighs 0, on the scale 0 Fail and 1 Pass, with a least score of 1.

    One that staff rate has its rules; if it weighs 0 it is advisory. They read the answers that are `shown_to_staff`.
    """

    reference: str
    title: str
    kind: CriterionKind
    weight: Decimal
    scale: Scale | None = None
    minimum_score: Decimal | None = None
    formula: Formula | None = None
    staff: StaffRules | None = None
    shown_to_staff: bool = False
    result: PanelResult = PanelResult.AGREED

    @property
    def is_advisory(self) -> bool:
        """Whether staff rate it and that counts for nothing."""
        return self.kind is CriterionKind.STAFF and self.weight == 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the assessment. A bid that earns less than `minimum_percent` of its marks fails."""

    reference: str
    title: str
    weight: Decimal
    minimum_percent: Decimal | None = None
    children: "tuple[Section | Criterion, ...]" = ()


Part = Section | Criterion


@dataclass(frozen=True, slots=True)
class Methodology:
    """The whole assessment, of 100 marks.

    Equal totals are parted by the marks for the sections and criteria that `tie_break` names, in that order. Figures
    are published to so many decimal `places`; bids are ranked on exact ones.
    """

    sections: tuple[Section, ...]
    tie_break: tuple[str, ...] = ()
    places: int = 2


def walk(methodology: Methodology) -> Iterator[tuple[int, Part]]:
    """Each section, followed by what it holds, in the published order, with its depth from 0."""
    return _walk(methodology.sections, 0)


def criteria(methodology: Methodology) -> tuple[Criterion, ...]:
    """The criteria in the published order."""
    return tuple(part for _, part in walk(methodology) if isinstance(part, Criterion))


def earns_marks(part: Part) -> bool:
    """Whether its weight counts: conditions, what is advisory, and sections of nothing else, earn no marks."""
    if isinstance(part, Criterion):
        return part.kind is not CriterionKind.CONDITION and not part.is_advisory
    return not part.children or any(earns_marks(child) for child in part.children)


def available(methodology: Methodology) -> dict[str, Fraction]:
    """The marks, out of 100, that each section and criterion can earn, by reference."""
    marks: dict[str, Fraction] = {}
    _share(methodology.sections, Fraction(100), marks)
    return marks


def _walk(parts: tuple[Part, ...], depth: int) -> Iterator[tuple[int, Part]]:
    for part in parts:
        yield depth, part
        if isinstance(part, Section):
            yield from _walk(part.children, depth + 1)


def _share(parts: tuple[Part, ...], whole: Fraction, marks: dict[str, Fraction]) -> None:
    for part in parts:
        marks[part.reference] = whole * Fraction(part.weight) / 100 if earns_marks(part) else Fraction(0)
        if isinstance(part, Section):
            _share(part.children, marks[part.reference], marks)
