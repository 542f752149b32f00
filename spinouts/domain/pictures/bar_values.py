"""What a picture of stacked bars consists of."""

from dataclasses import dataclass

from spinouts.domain.pictures.lettering import Text
from spinouts.domain.pictures.shading import Shade, shade


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar. `label` stands on a plain plate within it, or else beside the bar, where `leader` points.

    `plate` is its x, y, width and height, or None for a label beside the bar; `leader` its two ends, or None.
    """

    x: int
    y: int
    width: int
    height: int
    kind: str
    label: tuple[Text, ...]
    plate: tuple[int, int, int, int] | None
    leader: tuple[int, int, int, int] | None

    @property
    def shade(self) -> Shade:
        """How its kind looks."""
        return shade(self.kind)


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: segments from the bottom up, exactly as high together as the whole; none where nothing was held."""

    x: int
    width: int
    segments: tuple[Segment, ...]
    label: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What a letter in the bars stands for, beside a square of its look."""

    x: int
    y: int
    size: int
    kind: str
    letter: Text
    label: tuple[Text, ...]

    @property
    def shade(self) -> Shade:
        """How its kind looks."""
        return shade(self.kind)


@dataclass(frozen=True, slots=True)
class BarRow:
    """A party's line in the table: its letter in the picture, and its part in each year in words."""

    letter: str
    name: str
    label: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StackedBars:
    """A whole picture in pixels, its words, and its table, which has every party. `unit` is what is held: "shares".

    `marks` are the pieces of the lines at 25, 50 and 75 per cent (x1, x2, y), left out behind bars and labels.
    """

    title: str
    alternative: str
    unit: str
    width: int
    height: int
    top: int
    base: int
    left: int
    right: int
    bars: tuple[Bar, ...]
    marks: tuple[tuple[int, int, int], ...]
    scale: tuple[Text, ...]
    key_entries: tuple[KeyEntry, ...]
    cuts: tuple[int, ...]
    years: tuple[str, ...]
    rows: tuple[BarRow, ...]
