"""What a kind of party looks like in every picture: a light colour, and a pattern that survives black and white."""

from dataclasses import dataclass
from enum import StrEnum

INK = "#0b0c0c"
PAPER = "#ffffff"
COMPANY = "company"
OTHERS = "others"
ADDED = "added"
TAKEN = "taken"
"""Kinds of the pictures themselves: the company, small parties shown as one, and money that comes or goes."""


class Pattern(StrEnum):
    """Hatches, told apart without colour; each is an SVG pattern of this name."""

    PLAIN = "plain"
    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    UPRIGHT = "upright"
    GRID = "grid"
    LATTICE = "lattice"
    DOTS = "dots"
    RINGS = "rings"
    DASHES = "dashes"


@dataclass(frozen=True, slots=True)
class Shade:
    """A fill with a pattern on it, and the colour of words that stand on the fill alone."""

    fill: str
    pattern: Pattern
    ink: str = INK


_SHADES = {
    COMPANY: Shade("#0b4f57", Pattern.PLAIN, PAPER),
    OTHERS: Shade("#f3f2f1", Pattern.PLAIN),
    ADDED: Shade("#d5d9dc", Pattern.PLAIN),
    TAKEN: Shade(PAPER, Pattern.PLAIN),
    "employees": Shade("#e6f2ea", Pattern.RISING),
    "employee_trust": Shade("#d3ead9", Pattern.LATTICE),
    "employee_ownership_trust": Shade("#c4e2cc", Pattern.GRID),
    "partner": Shade("#e8f0fb", Pattern.FALLING),
    "social_investor": Shade("#dbe6f7", Pattern.DASHES),
    "charity": Shade("#f1eafa", Pattern.RINGS),
    "council": Shade("#fdf1dc", Pattern.LEVEL),
    "community": Shade("#f6e9f3", Pattern.DOTS),
    "group_company": Shade("#e3f1f2", Pattern.UPRIGHT),
}


def shade(kind: str) -> Shade:
    """The look of a kind, by its value: "council". A kind that is not known is plain, and read by its words."""
    return _SHADES.get(kind, _SHADES[OTHERS])
