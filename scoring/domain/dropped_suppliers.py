"""Whether refined criteria would have let a supplier go on that did not progress (Procurement Act 2023, s.24(3)).

An earlier stage is ranked again from its frozen figures, with the refined weights, and its published rule is applied to
that. Words can't be scored again: what they would have changed is for a person to say.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from procurement.domain.figures import shown
from procurement.domain.methodology import Methodology, Part, Section, earns_marks, walk
from procurement.domain.refining import Refined, reweighted
from procurement.domain.stages import GoingOn, shortlist
from scoring.domain.ranking import Ranking, rank
from scoring.domain.stage_results import standings_of

Group = Mapping[str, Decimal]
"""The weights of all that earns marks in one section, or of the top sections, by reference."""


@dataclass(frozen=True, slots=True)
class EndedStage:
    """An earlier stage: its frozen ranking, its published rule, and the bids that went on."""

    title: str
    ranking: Ranking
    rule: GoingOn
    went_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A bid that did not go on: its total then and with the refined weights, None if it has none; and where it ends."""

    name: str
    total: Fraction | None
    refined_total: Fraction | None
    would_go_on: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """What the test says of a stage. `unknown` are sentences on what it can't compute.

    `dropped` is empty where no weight that was used there changes.
    """

    title: str
    dropped: tuple[Dropped, ...]
    unknown: tuple[str, ...]
    places: int

    @property
    def would_go_on(self) -> list[Dropped]:
        return [each for each in self.dropped if each.would_go_on]


def dropped_test(published: Methodology, refined: Refined, stage: EndedStage) -> Tested:
    """Test refined criteria of a later stage against an earlier one. The published methodology is the later stage's."""
    there = {part.reference: part for _, part in walk(stage.ranking.methodology)}
    weights, unknown = _weights_there(published, refined, stage.ranking.methodology)
    words = [
        f"What is added to “{there[each].title}” was not assessed in that stage."
        for each in refined.added
        if each in there and refined.added[each].strip()
    ]
    dropped: list[Dropped] = []
    if weights:
        try:
            dropped = _ranked_again(stage, weights)
        except Refusal as refusal:
            unknown += refusal.sentences
    return Tested(stage.title, tuple(dropped), (*unknown, *words), stage.ranking.methodology.places)


def in_words(tested: Tested) -> list[str]:
    """The arithmetic that forbids the refinement, a sentence for each supplier."""
    return [
        f"{each.name} did not go on from “{tested.title}”, with {_total(each.total, tested.places)}. With the refined "
        f"weights it would have had {_total(each.refined_total, tested.places)}, and would have gone on by the "
        "published rule."
        for each in tested.would_go_on
    ]


def _total(total: Fraction | None, places: int) -> str:
    return "no total" if total is None else f"{shown(total, places):f} of 100 marks"


def _ranked_again(stage: EndedStage, weights: Mapping[str, Decimal]) -> list[Dropped]:
    before = stage.ranking
    again = rank(reweighted(before.methodology, weights), before.figures, before.disregarded)
    going = {each.bid for each in shortlist(stage.rule, standings_of(again)) if each.goes_on}
    totals = {each.bid: each.total for each in again.bids}
    return [
        Dropped(each.name, each.total, totals[each.bid], each.bid in going)
        for each in before.bids
        if each.bid not in stage.went_on
    ]


def _weights_there(
    published: Methodology, refined: Refined, there: Methodology
) -> tuple[dict[str, Decimal], list[str]]:
    """The refined weights that the earlier stage can be ranked with, and why others can't be tried."""
    weights: dict[str, Decimal] = {}
    unknown: list[str] = []
    groups_there, used = dict(_groups(there)), {part.reference for _, part in walk(there)}
    for name, group in _groups(published):
        new = {each: refined.weights.get(each, weight) for each, weight in group.items()}
        if new == group or not used & group.keys():
            continue
        if groups_there.get(name) == group:
            weights |= new
        else:
            unknown.append(f"{_named(published, name)} had other parts or other weights in that stage.")
    return weights, unknown


def _groups(methodology: Methodology) -> Iterator[tuple[str, Group]]:
    """What weighs together, under the reference of what holds it; the top sections under none."""
    yield "", _weights(methodology.sections)
    for _, part in walk(methodology):
        if isinstance(part, Section):
            yield part.reference, _weights(part.children)


def _weights(parts: Collection[Part]) -> Group:
    return {part.reference: part.weight for part in parts if earns_marks(part)}


def _named(methodology: Methodology, section: str) -> str:
    titles = {part.reference: part.title for _, part in walk(methodology)}
    return f"The section “{titles[section]}”" if section else "The assessment as a whole"
