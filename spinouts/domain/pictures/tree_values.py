"""What an ownership tree is made from, and what it consists of."""

from dataclasses import dataclass

from spinouts.domain.pictures.lettering import FONT_SIZE, LINE_HEIGHT, Text
from spinouts.domain.pictures.shading import Pattern, Shade, shade

STRIP = 12


@dataclass(frozen=True, slots=True)
class Stake:
    """What one node owns of another, in words ("just over 25%"). `votes` is None where they are as the capital is."""

    owner: str
    owned: str
    capital: str
    votes: str | None = None
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its lines of text, right of a strip that shows its pattern."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[Text, ...]
    kind: str
    strip: int

    @property
    def inner(self) -> int:
        """The x where the strip ends."""
        return self.x + self.strip

    @property
    def centre(self) -> int:
        """The x of its middle."""
        return self.x + self.width // 2

    @property
    def shade(self) -> Shade:
        """How its kind looks."""
        return shade(self.kind)


def strip_of(kind: str) -> int:
    """How wide the strip is at the left of such a box: none where there is no pattern to show."""
    return 0 if shade(kind).pattern is Pattern.PLAIN else STRIP


@dataclass(frozen=True, slots=True)
class Link:
    """One stake's way from the foot of its owner's box to the top of the owned one, by level and upright strokes.

    A link that `is_cross_holding` closes a circle of owners: it is dashed. `label` is all that is said of it: by
    `labels` right of the stroke beneath the owner or, where there are none, by the owner's box.
    """

    owner: str
    owned: str
    points: tuple[tuple[int, int], ...]
    label: str
    labels: tuple[Text, ...]
    is_cross_holding: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level or upright line. Links of one company share theirs; no two strokes lie on one another."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class StakeRow:
    """A line of the table beside the picture."""

    owner: str
    label: str
    owned: str
    capital: str
    votes: str
    seats: int
    is_cross_holding: bool


@dataclass(frozen=True, slots=True)
class OwnershipTree:
    """A whole picture in pixels, its words, and its table. Boxes and links come in the order of nodes and stakes.

    `tips` are the points of the arrows, `joints` the places where crossing lines do meet, `cuts` the heights at which
    the picture may be cut for paper, and `unit` what is held, in the plural: "shares".
    """

    title: str
    alternative: str
    unit: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    strokes: tuple[Stroke, ...]
    tips: tuple[tuple[int, int], ...]
    joints: tuple[tuple[int, int], ...]
    cuts: tuple[int, ...]
    rows: tuple[StakeRow, ...]
    font_size: int = FONT_SIZE
    line_height: int = LINE_HEIGHT

    @property
    def has_cross_holdings(self) -> bool:
        """Whether any line is dashed."""
        return any(link.is_cross_holding for link in self.links)
