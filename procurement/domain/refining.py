"""Refining award criteria before the tenders of a later stage are invited (Procurement Act 2023, s.24).

What is refined is a criterion's words: something is added to what was published, which stays. Weights may change only
in consequence of that (s.24(2)).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from procurement.domain.figures import exactly
from procurement.domain.methodology import Criterion, CriterionKind, Methodology, Part, Section, earns_marks, walk
from procurement.domain.soundness import problems as unsound


@dataclass(frozen=True, slots=True)
class Refined:
    """New weights, in percent, of sections and criteria, and what is added to the words of criteria; by reference."""

    weights: Mapping[str, Decimal]
    added: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a section or criterion. A weight that stays is the same before and after; words may be empty."""

    reference: str
    title: str
    weight_before: Decimal
    weight: Decimal
    text_before: str
    added: str

    @property
    def is_reweighted(self) -> bool:
        return self.weight != self.weight_before


def may_be_reweighted(part: Part) -> bool:
    """Whether its weight can be refined: what weighs nothing stays so, as a criterion that counts anew is no detail."""
    return earns_marks(part) and part.weight > 0


def may_be_worded(part: Part) -> bool:
    """Whether its words can be refined: a condition is no award criterion, and a formula says exactly what it does."""
    return isinstance(part, Criterion) and part.kind is CriterionKind.SCORED


def reweighted(methodology: Methodology, weights: Mapping[str, Decimal]) -> Methodology:
    """The methodology with these weights and nothing else changed."""
    return replace(methodology, sections=tuple(_section(section, weights) for section in methodology.sections))


def changes(methodology: Methodology, refined: Refined, texts: Mapping[str, str]) -> list[Change]:
    """What changes, in the published order. `texts` has the published words of criteria, by reference."""
    return [
        Change(
            reference=part.reference,
            title=part.title,
            weight_before=part.weight,
            weight=refined.weights.get(part.reference, part.weight),
            text_before=texts.get(part.reference, ""),
            added=refined.added.get(part.reference, ""),
        )
        for _, part in walk(methodology)
        if refined.weights.get(part.reference, part.weight) != part.weight or refined.added.get(part.reference)
    ]


def problems(methodology: Methodology, refined: Refined) -> list[str]:
    """What stands between a refinement and its publication, in sentences, but for the test of who was dropped.

    Raises ValueError for a reference that is not in the methodology.
    """
    parts = {part.reference: part for _, part in walk(methodology)}
    if unknown := (refined.weights.keys() | refined.added.keys()) - parts.keys():
        raise ValueError(f"Not of this methodology: {', '.join(sorted(unknown))}.")
    moved = [parts[each] for each, weight in refined.weights.items() if weight != parts[each].weight]
    worded = [parts[each] for each, words in refined.added.items() if words.strip()]
    if not worded:
        why = " Weights may change only in consequence of that (section 24(2))." if moved else ""
        return [f"Say what is added to at least one criterion.{why}"]
    found = [f"“{part.title}” can’t be refined in its words." for part in worded if not may_be_worded(part)]
    found += [f"“{part.title}” earns no marks, and stays so." for part in moved if not may_be_reweighted(part)]
    found += [
        f"“{part.title}” must keep a weight above 0: refining takes no criterion away."
        for part in moved
        if may_be_reweighted(part) and refined.weights[part.reference] <= 0
    ]
    return found or unsound(reweighted(methodology, refined.weights))


def weight_in_words(change: Change) -> str:
    """ "Weight: 70% (before: 60%)", or nothing."""
    if not change.is_reweighted:
        return ""
    return f"Weight: {exactly(change.weight)}% (before: {exactly(change.weight_before)}%)"


def _section(section: Section, weights: Mapping[str, Decimal]) -> Section:
    children = tuple(
        _section(child, weights)
        if isinstance(child, Section)
        else replace(child, weight=weights.get(child.reference, child.weight))
        for child in section.children
    )
    return replace(section, weight=weights.get(section.reference, section.weight), children=children)
