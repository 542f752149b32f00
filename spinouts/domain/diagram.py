"""Where everything stands in a picture of who owns the company: owners above, the company below, lines between.

Pure layout in whole pixels; a template only writes it down as SVG. Nothing depends on colour: each box says its kind
in words, each line its stake. Long names are wrapped, never cut, so that nothing is lost in a narrow box.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spinouts.domain.parties import PartyKind

FONT_SIZE = 14
LINE_HEIGHT = 18
MOST_COLUMNS = 4
BOX_WIDTH = 216
PADDING = 10
GAP = 24
MARGIN = 24
GUTTER = 24
"""Room at the left for the line that leads from the upper rows down to the company."""

COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner as the picture shows it. `capital` and `votes` are in words ("just over 25%"); None leaves votes out."""

    name: str
    kind: PartyKind
    capital: str
    votes: str | None = None
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. (x, y) is where its baseline starts, or, in a box, the middle of its baseline."""

    x: int
    y: int
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its lines of text, centred in it. `kind` is a PartyKind's value, or "company"."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[Text, ...]
    kind: str

    @property
    def centre(self) -> int:
        """The x of its middle."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Link:
    """A line of level and upright strokes from an owner at (x1, y1) to the company at (x2, y2), through `points`.

    `points` hold both ends. `labels` stand right of the stroke beneath the owner, from (label_x, label_y) downwards.
    """

    x1: int
    y1: int
    x2: int
    y2: int
    points: tuple[tuple[int, int], ...]
    label: str
    label_x: int
    label_y: int
    labels: tuple[Text, ...]

    @property
    def path(self) -> str:
        """The points as SVG's polyline takes them: "10,20 10,40"."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A whole picture. The company's box comes last; links are in the order of the owners."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    font_size: int = FONT_SIZE
    line_height: int = LINE_HEIGHT


def layout(company: str, owners: Sequence[Owner]) -> Diagram:
    """The picture of the owners, in rows of at most four, above their company. Sizes in pixels at `FONT_SIZE`.

    Boxes, labels and strokes keep clear of each other, however long the names and however many the owners. Strokes
    of one row join beneath it; those of the upper rows run down together at the left.
    """
    rows = _rows(owners)
    columns = max((len(row) for row in rows), default=1)
    left = MARGIN + (GUTTER if len(rows) > 1 else 0)
    inside = columns * BOX_WIDTH + (columns - 1) * GAP
    middle = left + inside // 2
    y = MARGIN
    placed: list[tuple[Box, Owner, int]] = []
    for row in rows:
        start = left + (inside - (len(row) * BOX_WIDTH + (len(row) - 1) * GAP)) // 2
        height = max(_height(len(_lines(owner.name, owner.kind.label))) for owner in row)
        join = y + height + PADDING + LINE_HEIGHT * max(len(_labels(owner)) for owner in row) + PADDING
        for column, owner in enumerate(row):
            x = start + column * (BOX_WIDTH + GAP)
            placed.append((_box(x, y, height, owner.name, owner.kind.label, owner.kind.value), owner, join))
        y = join + GAP
    bottom = _box(middle - BOX_WIDTH // 2, y, _height(len(_lines(company, "Company"))), company, "Company", COMPANY)
    last = max((join for _, _, join in placed), default=0)
    links = tuple(_link(box, owner, join, last, bottom) for box, owner, join in placed)
    boxes = (*(box for box, _, _ in placed), bottom)
    return Diagram(left + inside + MARGIN, bottom.y + bottom.height + MARGIN, boxes, links)


def text_width(words: str) -> int:
    """A generous estimate of the words' width in pixels at `FONT_SIZE`, whatever the reader's sans-serif font."""
    return -(-sum(_hundredths(sign) for sign in words) * FONT_SIZE // 100)


def wrap(words: str, width: int) -> tuple[str, ...]:
    """The words in lines of at most `width` pixels, broken at white space, or within a word that fits in no line."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        if line and text_width(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        line = ""
        for sign in word:
            if line and text_width(line + sign) > width:
                lines.append(line)
                line = ""
            line += sign
    return (*lines, line) if line else tuple(lines)


def _hundredths(sign: str) -> int:
    """The width of a character in hundredths of the font size."""
    if sign in "ijl.,:;'|! ":
        return 34
    if sign in "Itfr()[]-":
        return 42
    if sign in "mwMW@%—…" or ord(sign) > 0x2FF:
        return 100
    return 78 if sign.isupper() else 64


def _rows(owners: Sequence[Owner]) -> list[Sequence[Owner]]:
    """Rows as even as can be: five owners stand as three and two, not as four and one."""
    count = -(-len(owners) // MOST_COLUMNS)
    size = -(-len(owners) // count) if count else 0
    return [owners[start : start + size] for start in range(0, len(owners), size)] if size else []


def _lines(name: str, kind: str) -> tuple[str, ...]:
    return (*wrap(name, BOX_WIDTH - 2 * PADDING), kind)


def _stakes(owner: Owner) -> tuple[str, ...]:
    votes = () if owner.votes is None else (f"Votes: {owner.votes}",)
    seats = (f"Board: {owner.seats} seat{'' if owner.seats == 1 else 's'}",) if owner.seats else ()
    return (f"Shares: {owner.capital}", *votes, *seats)


def _labels(owner: Owner) -> tuple[str, ...]:
    # From beside the upright stroke almost to the next box, or into the margin.
    room = BOX_WIDTH // 2 - PADDING + GAP - 4
    return tuple(line for stake in _stakes(owner) for line in wrap(stake, room))


def _height(lines: int) -> int:
    return lines * LINE_HEIGHT + 2 * PADDING


def _box(x: int, y: int, height: int, name: str, label: str, kind: str) -> Box:
    lines = _lines(name, label)
    top = y + (height - len(lines) * LINE_HEIGHT) // 2
    texts = tuple(
        Text(x + BOX_WIDTH // 2, top + index * LINE_HEIGHT + FONT_SIZE, words, strong=index < len(lines) - 1)
        for index, words in enumerate(lines)
    )
    return Box(x, y, BOX_WIDTH, height, texts, kind)


def _link(box: Box, owner: Owner, join: int, last: int, company: Box) -> Link:
    down = [(box.centre, box.y + box.height), (box.centre, join)]
    if join != last:
        down += [(MARGIN, join), (MARGIN, last)]
    down += [(company.centre, last), (company.centre, company.y)]
    x, y = box.centre + PADDING, box.y + box.height + PADDING
    return Link(
        x1=box.centre,
        y1=box.y + box.height,
        x2=company.centre,
        y2=company.y,
        points=tuple(dict.fromkeys(down)),
        label="; ".join(_stakes(owner)),
        label_x=x,
        label_y=y + FONT_SIZE,
        labels=tuple(Text(x, y + index * LINE_HEIGHT + FONT_SIZE, words) for index, words in enumerate(_labels(owner))),
    )
