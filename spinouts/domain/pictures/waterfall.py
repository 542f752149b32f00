"""How an amount grows and shrinks, step by step, until what is left is said: who gets what, or money in and out.

Steps stand below each other, so that long names have room; bars run from what was there before a step to what is
there after it. Amounts stand beside the names, with their signs, so that nothing depends on colour, and so that a
telephone, which shows the left of the picture first, shows them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from spinouts.domain.money import in_pounds
from spinouts.domain.pictures.lettering import LINE_HEIGHT, WIDEST, Text, lines_at, text_width, wrap
from spinouts.domain.pictures.shading import ADDED, COMPANY, TAKEN, Shade, shade

MARGIN = 16
GAP = 16
NAME_WIDTH = 216
WIDEST_PLOT, NARROWEST_PLOT = 440, 200
BAR_HEIGHT = 22
PADDING = 7
LEAST = 2
"""Even a step of nothing is seen, as a thin mark."""


@dataclass(frozen=True, slots=True)
class Step:
    """Pounds that come (above zero) or go (below zero); None says what is there. `kind`: a party's, if any."""

    name: str
    amount: Decimal | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class WaterfallBar:
    """A step's line: its name at the left, its bar, its amount at the right."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    name: tuple[Text, ...]
    amount: Text

    @property
    def shade(self) -> Shade:
        """How its kind looks."""
        return shade(self.kind)


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """A line of the table: the step's amount, and what is there after it."""

    name: str
    amount: str
    after: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A whole picture in pixels, its words, and its table. `connectors` lead from bar to bar: x, y1, y2; `zeros`
    are pieces of the line of no money, likewise."""

    title: str
    alternative: str
    width: int
    height: int
    bars: tuple[WaterfallBar, ...]
    connectors: tuple[tuple[int, int, int], ...]
    zeros: tuple[tuple[int, int, int], ...]
    cuts: tuple[int, ...]
    rows: tuple[WaterfallRow, ...]


def waterfall(title: str, steps: Sequence[Step]) -> Waterfall:
    """The picture, its words and its table. The first step starts from nothing; amounts are in pounds."""
    spans = _spans(steps)
    amounts = [_amount(step, after) for step, (_, after) in zip(steps, spans, strict=True)]
    amount_width = max(map(text_width, amounts), default=0)
    plot = min(WIDEST_PLOT, max(NARROWEST_PLOT, WIDEST - 2 * MARGIN - NAME_WIDTH - 2 * GAP - amount_width))
    money = MARGIN + NAME_WIDTH + GAP + amount_width
    left = money + GAP
    width = left + plot + MARGIN
    low = min((place for span in spans for place in span), default=Decimal(0))
    high = max((place for span in spans for place in span), default=Decimal(0))

    def across(amount: Decimal) -> int:
        return left + (round(Fraction(amount - low) * plot / Fraction(high - low)) if high > low else 0)

    bars: list[WaterfallBar] = []
    cuts = [MARGIN]
    for step, span, amount in zip(steps, spans, amounts, strict=True):
        bar, end = _bar(step, amount, sorted(map(across, span)), cuts[-1], money)
        bars.append(bar)
        cuts.append(end)
    ends = [across(after) for _, after in spans]
    gaps = [(one.y + one.height, other.y) for one, other in pairwise(bars)]
    zero = across(Decimal(0))
    return Waterfall(
        title=title,
        alternative=_alternative(steps, spans, amounts),
        width=width,
        height=cuts[-1] + MARGIN,
        bars=tuple(bars),
        connectors=tuple((x, *gap) for x, gap in zip(ends, gaps, strict=False) if x != zero),
        zeros=tuple((zero, *piece) for piece in _clear(bars, zero)),
        cuts=tuple(cuts[1:-1]),
        rows=tuple(
            WaterfallRow(step.name, amount, in_pounds(after), step.amount is None)
            for step, amount, (_, after) in zip(steps, amounts, spans, strict=True)
        ),
    )


def _bar(step: Step, amount: str, ends: Sequence[int], top: int, right: int) -> tuple[WaterfallBar, int]:
    """The step's line from `top` down, and where it ends."""
    lines = wrap(step.name, NAME_WIDTH)
    height = max(len(lines) * LINE_HEIGHT, BAR_HEIGHT) + 2 * PADDING
    is_total = step.amount is None
    bar = WaterfallBar(
        x=ends[0],
        y=top + (height - BAR_HEIGHT) // 2,
        width=max(ends[1] - ends[0], LEAST),
        height=BAR_HEIGHT,
        kind=_kind(step),
        name=lines_at(MARGIN, top + (height - len(lines) * LINE_HEIGHT) // 2, lines, strong=len(lines) * is_total),
        amount=lines_at(right, top + (height - LINE_HEIGHT) // 2, [amount], strong=int(is_total), anchor="end")[0],
    )
    return bar, top + height


def _clear(bars: Sequence[WaterfallBar], zero: int) -> Iterator[tuple[int, int]]:
    """The pieces of the line of no money that no bar touches, from the first bar down to the last."""
    start = bars[0].y if bars else 0
    for bar in bars:
        if bar.x <= zero <= bar.x + bar.width:
            if start < bar.y:
                yield start, bar.y
            start = bar.y + bar.height
    if bars and start < bars[-1].y + bars[-1].height:
        yield start, bars[-1].y + bars[-1].height


def _spans(steps: Sequence[Step]) -> list[tuple[Decimal, Decimal]]:
    """What is there before and after each step; a total runs from nothing."""
    spans = []
    there = Decimal(0)
    for step in steps:
        before = Decimal(0) if step.amount is None else there
        there += step.amount or 0
        spans.append((before, there))
    return spans


def _amount(step: Step, after: Decimal) -> str:
    if step.amount is None:
        return in_pounds(after)
    return f"{'+' if step.amount > 0 else ''}{in_pounds(step.amount)}"


def _kind(step: Step) -> str:
    if step.amount is None:
        return COMPANY
    return step.kind or (TAKEN if step.amount < 0 else ADDED)


def _alternative(steps: Sequence[Step], spans: Sequence[tuple[Decimal, Decimal]], amounts: Sequence[str]) -> str:
    said = [
        f"{step.name}: {amount}{'' if step.amount is None else f', which makes {in_pounds(after)}'}"
        for step, (_, after), amount in zip(steps, spans, amounts, strict=True)
    ]
    return f"{'; '.join(said)}." if said else "No money comes or goes."
