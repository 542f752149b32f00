"""The marks of one bid after another under a methodology: of each criterion, and of the sections that hold them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from procurement.domain import formulas
from procurement.domain.figures import Number, added_up, plain
from procurement.domain.methodology import (
    Criterion,
    CriterionKind,
    Formula,
    Measure,
    Method,
    Methodology,
    Part,
    Section,
    available,
    earns_marks,
    walk,
)
from procurement.domain.panel_results import explain_result, in_words, result_of
from procurement.domain.staff_ratings import StaffRatings, StaffRules, explain_ratings, for_ratings
from spinouts.domain.percentages import percent_in_words, stake_in_words


@dataclass(frozen=True, slots=True)
class BidFigures:
    """What a bid is ranked by.

    `bid` is its reference, unique among the bids. `scores` are the panel's agreed scores by criterion, of conditions
    too (0 or 1); `measures` the numbers of its offer, in pounds or per cent; `ratings` what staff gave, by criterion;
    `given` the locked scores of the criteria whose score is published to be their mean or median.
    """

    bid: str
    name: str
    scores: Mapping[str, Decimal]
    measures: Mapping[Measure, Number] = field(default_factory=dict)
    ratings: Mapping[str, StaffRatings] = field(default_factory=dict)
    given: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """Marks out of 100 of a section or criterion, exact, and in words how they came about."""

    reference: str
    available: Fraction
    earned: Fraction
    explained: str


Marks = dict[str, Mark]


class Sheet:
    """Works out marks. A mark that cannot be known, for want of a score or a figure, is simply not there."""

    def __init__(self, methodology: Methodology) -> None:
        self.methodology = methodology
        self.available = available(methodology)
        self.parts = [part for _, part in walk(methodology)]
        self.criteria = [part for part in self.parts if isinstance(part, Criterion)]
        self.relative = [
            (each, each.formula) for each in self.criteria if each.formula and each.formula.method.is_relative
        ]
        # The sections with what earns marks in each; backwards, so that a section comes after those that it holds.
        self._sums = [
            (part, [child for child in part.children if earns_marks(child)])
            for part in reversed(self.parts)
            if isinstance(part, Section)
        ]
        self._may_fail = [part for part in self.parts if _has_least(part)]
        # Few different scores are given to many bids, so each is worked out once.
        self._scored: dict[tuple[str, Decimal], Mark] = {}

    def own_marks(self, figures: BidFigures) -> Marks:
        """The marks that depend on no other bid: of scores, conditions and straight lines, and sections of these."""
        marks: Marks = {}
        for criterion in self.criteria:
            formula = criterion.formula
            if formula and formula.method is Method.LINEAR and formula.measure in figures.measures:
                marks[criterion.reference] = self._by_formula(criterion, formula, figures, ())
            elif criterion.staff:
                marks |= self._by_staff(criterion, criterion.staff, figures)
            elif criterion.result.is_computed:
                marks |= self._by_given(criterion, figures)
            elif not formula and criterion.reference in figures.scores:
                marks[criterion.reference] = self._by_score(criterion, figures.scores[criterion.reference])
        return self._with_sections(marks)

    def compared_with(self, admitted: Collection[BidFigures]) -> dict[str, Number]:
        """For each criterion with a relative formula, the figure of the admitted bids with which all are compared."""
        return {
            criterion.reference: formulas.compared_with(
                formula.method, [figures.measures[formula.measure] for figures in admitted]
            )
            for criterion, formula in self.relative
            if admitted
        }

    def all_marks(self, figures: BidFigures, own: Marks, compared: Mapping[str, Number]) -> Marks:
        """The bid's own marks and, for an admitted bid, those of relative formulas; in the published order."""
        if not self.relative:
            return own
        relative = {
            criterion.reference: self._by_formula(criterion, formula, figures, (compared[criterion.reference],))
            for criterion, formula in self.relative
        }
        return self._with_sections(own | relative)

    def failures(self, figures: BidFigures, own: Marks) -> tuple[str, ...]:
        """Each condition failed and each least score or share missed, as a sentence; exactly at the least is enough."""
        found = []
        for part in self._may_fail:
            if isinstance(part, Section):
                found += self._missed_share(part, own)
            elif fails_condition(part, figures):
                found.append(f"“{part.title}” is a condition of participation, and it is not met.")
            elif misses_minimum(part, figures):
                score, least = in_words(score_of(part, figures) or 0), plain(part.minimum_score or 0)
                found.append(f"“{part.title}” was scored {score}, below the least score of {least}.")
        return tuple(found)

    def _missed_share(self, section: Section, own: Marks) -> list[str]:
        least, mark = section.minimum_percent, own.get(section.reference)
        if least is None or mark is None or mark.earned * 100 >= Fraction(least) * mark.available:
            return []
        share = stake_in_words(mark.earned, mark.available, beside=(least,))
        return [f"“{section.title}” earned {share} of its marks, below the least share of {percent_in_words(least)}."]

    def _by_given(self, criterion: Criterion, figures: BidFigures) -> Marks:
        """The mark of the mean or median of what evaluators gave: computed exactly, and told with all of them."""
        score, scale, reference = score_of(criterion, figures), criterion.scale, criterion.reference
        if score is None or scale is None:
            return {}
        whole = self.available[reference]
        how = explain_result(criterion.result, figures.given[reference])
        earned = formulas.for_score(score, scale.maximum, whole)
        explained = formulas.explain_score(score, scale, whole, self.methodology.places)
        return {reference: Mark(reference, whole, earned, f"{how[0].upper()}{how[1:]}. {explained}")}

    def _by_score(self, criterion: Criterion, score: Decimal) -> Mark:
        key = (criterion.reference, score)
        if key not in self._scored:
            self._scored[key] = self._scored_mark(criterion, score)
        return self._scored[key]

    def _scored_mark(self, criterion: Criterion, score: Decimal) -> Mark:
        reference, scale = criterion.reference, criterion.scale
        whole = self.available[reference]
        if criterion.kind is CriterionKind.CONDITION or scale is None:
            return Mark(reference, whole, Fraction(0), "Passed." if score else "Failed.")
        explained = formulas.explain_score(score, scale, whole, self.methodology.places)
        return Mark(reference, whole, formulas.for_score(score, scale.maximum, whole), explained)

    def _by_staff(self, criterion: Criterion, rules: StaffRules, figures: BidFigures) -> Marks:
        """Its mark; none while the ballot is not counted."""
        reference, ratings = criterion.reference, figures.ratings.get(criterion.reference)
        whole = self.available[reference]
        if criterion.is_advisory:
            return {reference: Mark(reference, whole, Fraction(0), "Advisory: what staff said earns no marks.")}
        if ratings is None or criterion.scale is None:
            return {}
        top, places = criterion.scale.maximum, self.methodology.places
        explained = explain_ratings(ratings, rules, top, whole, places)
        return {reference: Mark(reference, whole, for_ratings(ratings, top, whole), explained)}

    def _by_formula(
        self, criterion: Criterion, formula: Formula, figures: BidFigures, compared: tuple[Number, ...]
    ) -> Mark:
        whole, value = self.available[criterion.reference], figures.measures[formula.measure]
        return Mark(
            reference=criterion.reference,
            available=whole,
            earned=formulas.marks(formula, value, compared, whole),
            explained=formulas.explain(formula, value, compared, whole, self.methodology.places),
        )

    def _with_sections(self, marks: Marks) -> Marks:
        for section, earning in self._sums:
            if all(child.reference in marks for child in section.children):
                marks[section.reference] = self._summed(section, earning, marks)
        return {part.reference: marks[part.reference] for part in self.parts if part.reference in marks}

    def _summed(self, section: Section, earning: Sequence[Part], marks: Marks) -> Mark:
        whole = self.available[section.reference]
        parts = [(child.title, marks[child.reference].earned) for child in earning]
        earned = added_up([each for _, each in parts])
        if parts:
            explained = formulas.explain_sum(parts, whole, self.methodology.places)
        else:
            explained = "Only conditions of participation, which earn no marks."
        return Mark(section.reference, whole, earned, explained)


def _has_least(part: Part) -> bool:
    """Whether a bid can fail it, by a least share of its marks or a least score."""
    return (part.minimum_percent if isinstance(part, Section) else part.minimum_score) is not None


def fails_condition(criterion: Criterion, figures: BidFigures) -> bool:
    """Whether the criterion is a condition of participation (s.22) that the bid was found to fail."""
    return criterion.kind is CriterionKind.CONDITION and misses_minimum(criterion, figures)


def misses_minimum(criterion: Criterion, figures: BidFigures) -> bool:
    """Whether the bid's score, if it has one, is below the published least score."""
    score, least = score_of(criterion, figures), criterion.minimum_score
    return score is not None and least is not None and score < least


def score_of(criterion: Criterion, figures: BidFigures) -> Number | None:
    """What the panel agreed, or the exact mean or median where that is the published method; None if there is none."""
    if not criterion.result.is_computed:
        return figures.scores.get(criterion.reference)
    given = figures.given.get(criterion.reference)
    return result_of(criterion.result, given) if given else None
