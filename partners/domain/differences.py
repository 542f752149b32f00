"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PARTS = 4_000
_UNITS = (r"\S+\s*|\s+", r"[^\n]*\n|[^\n]+")
"""Words with the space after them; or, of long texts, lines."""


class Change(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, or only the earlier (out), or only the later (in)."""

    change: Change
    text: str


def differences(earlier: str, later: str) -> list[Piece]:
    """The pieces in order: those that are not `in` are the earlier text, those that are not `out` the later.

    Texts so long that this would take seconds are compared by their lines, or else told as wholly different.
    """
    for unit in _UNITS:
        one, other = re.findall(unit, earlier), re.findall(unit, later)
        if max(len(one), len(other)) <= MOST_PARTS:
            return list(_pieces(one, other))
    return [Piece(change, text) for change, text in ((Change.OUT, earlier), (Change.IN, later)) if text]


def _pieces(one: list[str], other: list[str]) -> Iterator[Piece]:
    for kind, start, end, from_, to in SequenceMatcher(None, one, other).get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(one[start:end]))
            continue
        if start < end:
            yield Piece(Change.OUT, "".join(one[start:end]))
        if from_ < to:
            yield Piece(Change.IN, "".join(other[from_:to]))
