"""A study of how sure a ranking is, as its page shows it: names for references, figures rounded for reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.domain.figures import plain, read_exactly, shown
from scoring.domain.sensitivity.study import VERSION


@dataclass(frozen=True, slots=True)
class WeightRow:
    """`low` to `high`: the weights for which the first stays first; `beyond` says who leads outside them."""

    title: str
    weight: str
    low: str
    high: str
    beyond: str
    without: str


@dataclass(frozen=True, slots=True)
class FlipRow:
    bid: str
    criterion: str
    agreed: str
    other: str
    share: str
    then: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who would be first without somebody, and whether that differs."""

    who: str
    then: str
    differs: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """Of the draws: alone highest, and level with another; `width` is the share that was alone highest, 0 to 100."""

    bid: str
    highest: str
    level: str
    width: str


@dataclass(frozen=True, slots=True)
class SeverityRow:
    evaluator: str
    scores: int
    figure: str
    range: str


@dataclass(frozen=True, slots=True)
class StudyShown:
    first: str
    weights: tuple[WeightRow, ...]
    flips: tuple[FlipRow, ...]
    compares_bids: bool
    without_bids: tuple[LeftOut, ...]
    without_evaluators: tuple[LeftOut, ...]
    draws: int
    seed: int
    chance: tuple[ChanceRow, ...]
    agreement: tuple[tuple[str, str], ...]
    severities: tuple[SeverityRow, ...]


def study_shown(content: Mapping[str, Any], *, tells_of_evaluators: bool) -> StudyShown:
    """The record that `scoring.domain.sensitivity.study` made. Raises ValueError for one of another version.

    Whose score it hangs on, and who is severe, is only for those who may know how the panel came to agree.
    """
    if content["version"] != VERSION:
        raise ValueError(f"A study of version {content['version']} cannot be read.")
    names = _Names(content)
    return StudyShown(
        first=names.bid(content["first"]),
        weights=tuple(_weight(each, names) for each in content["weights"]),
        flips=tuple(_flip(each, names) for each in content["flips"]),
        compares_bids=content["compares_bids"],
        without_bids=tuple(_without_bid(each, names) for each in content["without_bids"]),
        without_evaluators=_without_evaluators(content, names) if tells_of_evaluators else (),
        draws=content["chance"]["draws"],
        seed=content["seed"],
        chance=_chance(content["chance"], names),
        agreement=tuple(_agreement(content["agreement"])),
        severities=tuple(_severity(each, names) for each in content["severities"]) if tells_of_evaluators else (),
    )


class _Names:
    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content
        self.first = content["first"]

    def bid(self, reference: str) -> str:
        return str(self._content["bids"][reference])

    def bids(self, references: Sequence[str]) -> str:
        names = [self.bid(each) for each in references]
        return " and ".join(names) if names else "no bid"

    def part(self, reference: str) -> str:
        return str(self._content["parts"][reference])

    def evaluator(self, reference: str) -> str:
        return str(self._content["evaluators"].get(reference, "Somebody who has left the panel"))


def _weight(row: Mapping[str, Any], names: _Names) -> WeightRow:
    beyond = []
    if row["below"]:
        beyond.append(f"Below: {names.bids(row['below'])}.")
    if row["above"]:
        beyond.append(f"Above: {names.bids(row['above'])}.")
    return WeightRow(
        title=row["title"],
        weight=_percent(row["weight"]),
        low=_percent(row["low"]),
        high=_percent(row["high"]),
        beyond=" ".join(beyond) or "Nobody: it stays first whatever this weighs.",
        without=names.bids(row["without"]),
    )


def _flip(row: Mapping[str, Any], names: _Names) -> FlipRow:
    return FlipRow(
        bid=names.bid(row["bid"]),
        criterion=names.part(row["criterion"]),
        agreed=plain(read_exactly(row["agreed"])),
        other=plain(read_exactly(row["other"])),
        share=_percent(Fraction(read_exactly(row["share"])) * 100),
        then=names.bids(row["first"]),
    )


def _without_bid(row: Mapping[str, Any], names: _Names) -> LeftOut:
    note = "Others change places." if row["reorders"] else "The others keep their order."
    return LeftOut(names.bid(row["bid"]), names.bids(row["first"]), row["first"] != [names.first], note)


def _without_evaluators(content: Mapping[str, Any], names: _Names) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(
            who="Nobody" if row["evaluator"] is None else names.evaluator(row["evaluator"]),
            then=names.bids(row["highest"]),
            differs=row["highest"] != [names.first],
        )
        for row in content["without_evaluators"]
    )


def _chance(content: Mapping[str, Any], names: _Names) -> tuple[ChanceRow, ...]:
    draws = content["draws"]
    rows = [(content["highest"][bid], content["level"][bid], names.bid(bid)) for bid in content["highest"]]
    return tuple(
        ChanceRow(name, f"{highest:,}", f"{level:,}", f"{shown(Fraction(100 * highest, draws), 1):f}")
        for highest, level, name in sorted(rows, key=lambda row: (-row[0], -row[1], row[2]))
    )


_LEVELS = {"interval": "Distances between scores count (interval)", "ordinal": "Only their order counts (ordinal)"}


def _agreement(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(_LEVELS[level], _alpha(found)) for level, found in content.items()]


def _alpha(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "Cannot be told: no two evaluators scored the same, or all their scores are equal."
    figure, low, high = (_number(found[name]) for name in ("figure", "low", "high"))
    return f"{figure} (95% of resamples: {low} to {high})" if low else f"{figure} (too few scores for a range)"


def _severity(row: Mapping[str, Any], names: _Names) -> SeverityRow:
    found = row["difference"]
    low, high = (found[name] and _points(found[name]) for name in ("low", "high"))
    return SeverityRow(
        evaluator=names.evaluator(row["evaluator"]),
        scores=row["scores"],
        figure=_points(found["figure"]),
        range=f"{low} to {high}" if low else "Too few scores",
    )


def _percent(value: str | Fraction) -> str:
    exact = read_exactly(value) if isinstance(value, str) else value
    return f"{plain(exact, 2)}%"


def _number(text: str | None) -> str:
    return "" if text is None else f"{shown(read_exactly(text), 2):f}"


def _points(text: str) -> str:
    """A share of the scale, with its sign: "−4.2%"."""
    value: Decimal = shown(Fraction(read_exactly(text)) * 100, 1)
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value):f}%"
