"""Who owns which part of the whole, year by year, as bars that are each exactly full.

Each part says its letter, and its percentage where there is room; the key below says whose letter it is. Small
parties are shown as one, but the table beside the picture has them all.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from string import ascii_uppercase

from spinouts.domain.percentages import parts_in_words
from spinouts.domain.pictures.bar_values import Bar, BarRow, KeyEntry, Segment, StackedBars
from spinouts.domain.pictures.lettering import LINE_HEIGHT, WIDEST, Text, lines_at, text_width, wrap
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.placing import apportion, spread
from spinouts.domain.pictures.shading import OTHERS

BAR_HEIGHT = 400
MARGIN = 16
SCALE = 44
"""Room at the left for the percentages."""
WIDEST_YEAR, NARROWEST_YEAR = 120, 80
LEAST_WIDTH = 520
MOST_SHOWN = 10
SMALL = Fraction(1, 20)
"""A party that is never larger than this is shown with the others, if there are several."""
SQUARE = 18
KEY_WIDTH = 280
PLATE = 3
"""How far a label's plate reaches beyond its words."""

Year = tuple[str, Mapping[str, Fraction]]


def stacked_bars(title: str, parties: Sequence[Node], years: Sequence[Year], *, unit: str = "shares") -> StackedBars:
    """The picture, its words and its table. Each year has its name and each party's part of one, by reference.

    A year's parts add up to exactly one, or to nothing where nothing is held yet; parties left out hold nothing.
    `unit` is what is held, in the plural. Raises ValueError for other sums, parts below zero and unknown parties.
    """
    _check(parties, years)
    shown = _shown(parties, years)
    width = min(WIDEST_YEAR, max(NARROWEST_YEAR, (WIDEST - 2 * MARGIN - SCALE) // max(len(years), 1)))
    left, top = MARGIN + SCALE, MARGIN
    base, right = top + BAR_HEIGHT, left + width * len(years)
    whole = max(right + MARGIN, LEAST_WIDTH)
    bars = tuple(_bar(year, shown, left + place * width, width) for place, year in enumerate(years))
    below = base + 10 + LINE_HEIGHT * max((len(bar.label) for bar in bars), default=0) + 14
    entries, cuts, height = _key(shown, below)
    return StackedBars(
        title=title,
        alternative=_alternative(shown, years, unit),
        unit=unit,
        width=whole,
        height=height,
        top=top,
        base=base,
        left=left,
        right=right,
        bars=bars,
        marks=tuple(_marks(bars, left, right, base)),
        scale=tuple(_scale(left, base)),
        key_entries=entries,
        cuts=cuts,
        years=tuple(name for name, _ in years),
        rows=tuple(_rows(parties, years, shown)),
    )


Shown = tuple[str, str, str, tuple[str, ...]]
"""A letter, a kind, words for the key, and the references of the parties that it stands for."""


def _check(parties: Sequence[Node], years: Sequence[Year]) -> None:
    known = {party.reference for party in parties}
    if len(known) < len(parties):
        raise ValueError("Two parties of the bars have the same reference.")
    for name, parts in years:
        if set(parts) - known or any(part < 0 for part in parts.values()) or sum(parts.values()) not in {0, 1}:
            raise ValueError(f"The parts of {name} are not those of the parties, or do not add up to one.")


def _shown(parties: Sequence[Node], years: Sequence[Year]) -> list[Shown]:
    most = {
        party.reference: max((parts.get(party.reference, Fraction(0)) for _, parts in years), default=Fraction(0))
        for party in parties
    }
    largest = sorted(most, key=lambda one: -most[one])[:MOST_SHOWN]
    small = [party for party in parties if most[party.reference] <= SMALL or party.reference not in largest]
    if len(small) < 2:
        small = []
    alone = [party for party in parties if party not in small]
    shown: list[Shown] = [
        (letter, party.kind, f"{party.name} ({party.label.lower()})", (party.reference,))
        for letter, party in zip(ascii_uppercase, alone, strict=False)
    ]
    if small:
        words = f"{len(small)} others, each of them in the table"
        shown.append((ascii_uppercase[len(shown)], OTHERS, words, tuple(party.reference for party in small)))
    return shown


def _scale(left: int, base: int) -> Iterator[Text]:
    for percent in (0, 25, 50, 75, 100):
        yield Text(left - 8, base - BAR_HEIGHT * percent // 100 + 5, f"{percent}%", anchor="end")


def _rows(parties: Sequence[Node], years: Sequence[Year], shown: Sequence[Shown]) -> Iterator[BarRow]:
    letters = {one: letter for letter, _, _, members in shown for one in members}
    columns = [parts_in_words([Fraction(parts.get(party.reference, 0)) for party in parties]) for _, parts in years]
    for index, party in enumerate(parties):
        words = tuple(column[index] for column in columns)
        yield BarRow(letters[party.reference], party.name, party.label, words)


def _part(year: Year, members: Sequence[str]) -> Fraction:
    return sum((Fraction(year[1].get(one, 0)) for one in members), Fraction(0))


def _bar(year: Year, shown: Sequence[Shown], left: int, room: int) -> Bar:
    parts = [(letter, kind, _part(year, members)) for letter, kind, _, members in shown]
    width = room * 7 // 10
    x = left + (room - width) // 3
    heights = apportion([part for _, _, part in parts], BAR_HEIGHT)
    figures = parts_in_words([part for _, _, part in parts])
    y = MARGIN + BAR_HEIGHT
    segments = []
    for (letter, kind, part), height, figure in zip(parts, heights, figures, strict=True):
        y -= height
        if part:
            label, plate = _label(letter, _short(figure), x, y, width, height)
            segments.append(Segment(x, y, width, height, kind, label, plate, None))
    name = wrap(year[0], 2 * (x - left + width // 2) - 4)
    if not segments:
        name = (*name, "(none)")
    return Bar(
        x, width, tuple(_beside(segments)), lines_at(x + width // 2, MARGIN + BAR_HEIGHT + 10, name, anchor="middle")
    )


def _short(figure: str) -> str:
    """As the table has it, but short: ">25%" for "just over 25%"."""
    return figure.replace("just over ", ">").replace("just under ", "<")


def _label(
    letter: str, figure: str, x: int, y: int, width: int, height: int
) -> tuple[tuple[Text, ...], tuple[int, int, int, int] | None]:
    """The label in the middle of the segment, with its plate; only the letter, and no plate, if there is no room."""
    for lines in ((f"{letter} {figure}",), (letter, figure), (letter,)):
        wide, high = max(map(text_width, lines)) + 2 * PLATE, len(lines) * LINE_HEIGHT
        if wide <= width - 2 and high <= height - 2:
            top = y + (height - high) // 2
            texts = lines_at(x + width // 2, top, lines, strong=1, anchor="middle")
            return texts, (x + (width - wide) // 2, top, wide, high)
    return (Text(0, 0, letter, strong=True),), None


def _beside(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments, with those labels beside the bar that found no room within."""
    thin = [one for one in reversed(segments) if one.plate is None]
    wanted = [one.y + one.height // 2 - LINE_HEIGHT // 2 for one in thin]
    tops = spread(wanted, LINE_HEIGHT, MARGIN - LINE_HEIGHT // 2, MARGIN + BAR_HEIGHT - LINE_HEIGHT - 1)
    places = iter(reversed(tops))
    for one in segments:
        if one.plate is not None:
            yield one
            continue
        edge, middle, top = one.x + one.width, one.y + one.height // 2, next(places)
        label = lines_at(edge + 9, top, [one.label[0].words], strong=1)
        leader = (edge + 1, middle, edge + 7, top + LINE_HEIGHT // 2)
        yield Segment(one.x, one.y, one.width, one.height, one.kind, label, None, leader)


def _marks(bars: Sequence[Bar], left: int, right: int, base: int) -> Iterator[tuple[int, int, int]]:
    for percent in (25, 50, 75):
        y = base - BAR_HEIGHT * percent // 100
        start = left
        for bar in bars:
            if not bar.segments:
                continue
            if start < bar.x - 2:
                yield start, bar.x - 2, y
            beside = [one for one in bar.segments if one.leader is not None]
            near = any(
                min(one.leader[1::2]) - 3 <= y <= max(one.leader[1::2]) + 3 or _covers(one.label, y)
                for one in beside
                if one.leader
            )
            start = bar.x + bar.width + (max(9 + text_width(one.label[0].words) for one in beside) + 2 if near else 2)
        if start < right:
            yield start, right, y


def _covers(label: Sequence[Text], y: int) -> bool:
    return any(one.edges[1] - 1 <= y <= one.edges[3] + 1 for one in label)


def _key(shown: Sequence[Shown], top: int) -> tuple[tuple[KeyEntry, ...], tuple[int, ...], int]:
    """One below the other and no wider than a telephone, which shows the left of the picture first."""
    entries: list[KeyEntry] = []
    cuts = []
    y = top
    for letter, kind, words, _ in shown:
        cuts.append(y - 4)
        lines = lines_at(MARGIN + SQUARE + 32, y, wrap(words, KEY_WIDTH))
        entries.append(
            KeyEntry(MARGIN, y, SQUARE, kind, lines_at(MARGIN + SQUARE + 8, y, [letter], strong=1)[0], lines)
        )
        y += len(lines) * LINE_HEIGHT + 8
    return tuple(entries), tuple(cuts), y + MARGIN // 2


def _alternative(shown: Sequence[Shown], years: Sequence[Year], unit: str) -> str:
    """The first and the last year in words; the table has the others."""
    ends = [years[0], years[-1]] if len(years) > 1 else list(years)
    sentences = []
    for year in ends:
        parts = [_part(year, members) for _, _, _, members in shown]
        named = zip(shown, parts, parts_in_words(parts), strict=True)
        said = "; ".join(f"{words}: {figure}" for (_, _, words, _), part, figure in named if part) or "nobody holds any"
        sentences.append(f"{year[0]}: {said}.")
    more = " The table gives every year." if len(years) > 2 else ""
    return f"Parts of all {unit}, year by year. {' '.join(sentences)}{more}"
