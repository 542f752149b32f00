"""A ranking as the page shows it: figures rounded for reading, each with how it came about and its exact value."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from procurement.domain.figures import exactly, plain, shown
from procurement.domain.methodology import Methodology, Part, Section, walk
from scoring.domain.award_report import place_in_words
from scoring.domain.ranking import RankedBid, Ranking
from scoring.domain.sheet import Mark


@dataclass(frozen=True, slots=True)
class MarkCell:
    """One mark: as published, of how many, how it came about, and exactly. `depth` and `title` are of its part."""

    depth: int
    is_section: bool
    title: str
    earned: str
    available: str
    explained: str
    exact: str


@dataclass(frozen=True, slots=True)
class RankingRow:
    """A bid's line. Of a bid that the reader may not read, nothing is told but that it is there."""

    is_hidden: bool
    bid: str = ""
    place: str = ""
    name: str = ""
    total: str = ""
    exact_total: str = ""
    failures: tuple[str, ...] = ()
    sections: tuple[MarkCell, ...] = ()
    marks: tuple[MarkCell, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingTable:
    sections: tuple[tuple[str, str], ...]
    rows: tuple[RankingRow, ...]
    notes: tuple[str, ...]
    places: int
    tie_break: tuple[str, ...]

    @property
    def hides_some(self) -> bool:
        return any(row.is_hidden for row in self.rows)


def ranking_table(ranking: Ranking, readable: Collection[str]) -> RankingTable:
    """The table for a reader of the bids with these references. Hidden bids come last, without their order."""
    methodology = ranking.methodology
    titles = {part.reference: part.title for _, part in walk(methodology)}
    rows = [_row(bid, methodology) for bid in ranking.bids if bid.bid in readable]
    hidden = [RankingRow(is_hidden=True)] * (len(ranking.bids) - len(rows))
    return RankingTable(
        sections=tuple((section.title, f"{plain(section.weight)}%") for section in _tops(methodology)),
        rows=(*rows, *hidden),
        # Notes on equal totals name bids.
        notes=() if hidden else ranking.notes,
        places=methodology.places,
        tie_break=tuple(titles[reference] for reference in methodology.tie_break),
    )


def _tops(methodology: Methodology) -> list[Section]:
    return [section for section in methodology.sections if section.weight]


def _row(bid: RankedBid, methodology: Methodology) -> RankingRow:
    cells = {part.reference: cell for part, cell in _cells(bid, methodology)}
    return RankingRow(
        is_hidden=False,
        bid=bid.bid,
        place=place_in_words(bid),
        name=bid.name,
        total="–" if bid.published_total is None else f"{bid.published_total:f}",
        exact_total="" if bid.total is None else exactly(bid.total),
        failures=bid.failures,
        sections=tuple(cells[section.reference] for section in _tops(methodology)),
        marks=tuple(cells.values()),
    )


def _cells(bid: RankedBid, methodology: Methodology) -> Iterator[tuple[Part, MarkCell]]:
    for depth, part in walk(methodology):
        mark = bid.marks.get(part.reference)
        yield (
            part,
            MarkCell(
                depth=depth,
                is_section=isinstance(part, Section),
                title=part.title,
                earned=_figure(mark, mark.earned if mark else None, methodology.places),
                available=_figure(mark, mark.available if mark else None, methodology.places),
                explained=mark.explained if mark else "Not marked.",
                exact=exactly(mark.earned) if mark and mark.available else "",
            ),
        )


def _figure(mark: Mark | None, number: Fraction | None, places: int) -> str:
    """The figure, or a dash where there are no marks to earn."""
    return "–" if mark is None or number is None or not mark.available else f"{shown(number, places):f}"
