"""How independent a panel is: what stands between each member and each bid, as a map and in sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.counts import agreeing, counted
from scoring.domain.roles import Background, PanelRole
from spinouts.domain.pictures.lettering import LINE_HEIGHT, Text, lines_at, shorten
from spinouts.domain.pictures.shading import Pattern, Shade

GOOD_PRACTICE = 3
"""Evaluators for each criterion."""
MOST_COLUMNS = 40
"""With more bids the map would be wider than anybody can read; the table has them all."""
CELL, MARGIN, NAMES = 36, 16, 190


class Standing(StrEnum):
    CLEAR = "clear"
    TERMS = "terms"
    BARRED = "barred"
    ASKED = "asked"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {
            Standing.CLEAR: "No interest",
            Standing.TERMS: "An interest, and takes part on terms",
            Standing.BARRED: "An interest, and stays out",
            Standing.ASKED: "Asked again",
            Standing.OPEN: "Not declared",
        }[self]

    @property
    def letter(self) -> str:
        return {"clear": "N", "terms": "T", "barred": "X", "asked": "?", "open": "–"}[self.value]

    @property
    def shade(self) -> Shade:
        return {
            Standing.CLEAR: Shade("#ffffff", Pattern.PLAIN),
            Standing.TERMS: Shade("#fdf1dc", Pattern.LEVEL),
            Standing.BARRED: Shade("#f6e9f3", Pattern.LATTICE),
            Standing.ASKED: Shade("#dbe6f7", Pattern.DASHES),
            Standing.OPEN: Shade("#f3f2f1", Pattern.DOTS),
        }[self]


def standing_of(*, clears: bool | None, has_interest: bool, is_asked_again: bool) -> Standing:
    """What stands between a member and a bid. `clears` is None where no declaration counts."""
    if clears is None:
        return Standing.ASKED if is_asked_again else Standing.OPEN
    if not has_interest:
        return Standing.CLEAR
    return Standing.TERMS if clears else Standing.BARRED


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, where they come from, and how they stand to each bid, in the order of the bids."""

    name: str
    role: PanelRole
    background: Background | None
    standings: tuple[Standing, ...]

    @property
    def scores(self) -> bool:
        return self.role.may_score


@dataclass(frozen=True, slots=True)
class Cell:
    x: int
    y: int
    standing: Standing
    letter: Text


@dataclass(frozen=True, slots=True)
class Map:
    """The picture: a column for each bid by its number, a row for each member."""

    title: str
    alternative: str
    width: int
    height: int
    heads: tuple[Text, ...]
    names: tuple[Text, ...]
    cells: tuple[Cell, ...]
    key_entries: tuple[Cell, ...]
    key_words: tuple[Text, ...]
    size: int = CELL


def sentences(bids: Sequence[str], members: Sequence[MemberRow]) -> list[str]:
    """What a reader should know of the map: bids that few may score, and who could decide alone."""
    judges = [each for each in members if each.scores]
    if not judges:
        return ["Nobody on the panel may score."]
    return [*_few(bids, judges), *_alone(judges)]


def map_of(bids: Sequence[str], members: Sequence[MemberRow]) -> Map | None:
    """The map; None if there is nothing to draw, or more than anybody could read."""
    if not members or not 0 < len(bids) <= MOST_COLUMNS:
        return None
    left, top = MARGIN + NAMES, MARGIN + LINE_HEIGHT + 6
    below = top + CELL * len(members) + 20
    key = [(state, below + place * (CELL + 6)) for place, state in enumerate(Standing)]
    return Map(
        title="How each member stands to each bid",
        alternative=_alternative(bids, members),
        width=max(left + CELL * len(bids) + MARGIN, 520),
        height=below + len(key) * (CELL + 6) + MARGIN,
        heads=tuple(
            Text(left + CELL * place + CELL // 2, MARGIN + 14, str(place + 1), True, "middle")
            for place in range(len(bids))
        ),
        names=tuple(text for place, each in enumerate(members) for text in _name(each, top + CELL * place)),
        cells=tuple(
            _cell(left + CELL * column, top + CELL * row, standing)
            for row, each in enumerate(members)
            for column, standing in enumerate(each.standings)
        ),
        key_entries=tuple(_cell(MARGIN, y, state) for state, y in key),
        key_words=tuple(Text(MARGIN + CELL + 10, y + CELL // 2 + 5, state.label) for state, y in key),
    )


def _few(bids: Sequence[str], judges: Sequence[MemberRow]) -> Iterator[str]:
    for place, bid in enumerate(bids):
        free = sum(each.standings[place] in {Standing.CLEAR, Standing.TERMS} for each in judges)
        if free < GOOD_PRACTICE:
            yield (
                f"{free} of {counted(len(judges), 'person', 'people')} who may score {agreeing(free, 'is', 'are')} "
                f"cleared for the bid of {bid}; three for each criterion is good practice."
            )


def _alone(judges: Sequence[MemberRow]) -> Iterator[str]:
    silent = sum(each.background is None for each in judges)
    if silent:
        yield (
            f"Nobody has said where {counted(silent, 'person', 'people')} who may score "
            f"{agreeing(silent, 'comes', 'come')} from: an officer does, on the page of the panel, under “Role”."
        )
    groups = Counter(each.background for each in judges if each.background)
    for background, count in groups.items():
        if background is not Background.OUTSIDE and 2 * count > len(judges):
            yield (
                f"{count} of {counted(len(judges), 'person', 'people')} who may score come from one side "
                f"({background.label.lower()}), so they could decide alone."
            )


def _alternative(bids: Sequence[str], members: Sequence[MemberRow]) -> str:
    counts = Counter(standing for each in members for standing in each.standings)
    said = ", ".join(f"{counts[each]} times “{each.label.lower()}”" for each in Standing if counts[each])
    return (
        f"{counted(len(members), 'member')} and {counted(len(bids), 'bid')}: {said}. The table below has each by name."
    )


def _name(member: MemberRow, y: int) -> tuple[Text, ...]:
    return lines_at(MARGIN, y + 8, shorten(member.name, NAMES - 10, 1))


def _cell(x: int, y: int, standing: Standing) -> Cell:
    return Cell(x, y, standing, Text(x + CELL // 2, y + CELL // 2 + 5, standing.letter, True, "middle"))
