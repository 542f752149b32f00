"""Evidence for a score: a passage of the answer, word for word and with its place, or a page of a document.

Places are counted in characters (code points) of the answer as it was submitted: from `start`, up to and without `end`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

LAST_PAGE = 9_999
LONGEST_NOTE = 500


class Bearing(StrEnum):
    """Which way a piece of evidence points."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    NEITHER = "neither"

    @property
    def label(self) -> str:
        return {"strength": "Strength", "weakness": "Weakness", "neither": "Neither way"}[self.value]

    @property
    def done(self) -> str:
        """What was done, to whoever has marked something so."""
        return "Marked, pointing neither way." if self is Bearing.NEITHER else f"Marked as a {self.value}."


class Span(NamedTuple):
    """A place in a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marking:
    """What an evaluator marks: words of the answer, or a page of a document with or without words of it.

    `enquiry` names the question in whose answer the words stand, where they do not stand in the bid.
    `near` is about where in the answer the words were found, in case they stand there more than once.
    """

    bearing: Bearing
    words: str = ""
    note: str = ""
    document: str = ""
    page: int | None = None
    near: int = 0
    enquiry: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the answer all of which is marked the same."""

    text: str
    bearings: tuple[Bearing, ...]


def find_passage(answer: str, words: str, near: int = 0) -> Span | None:
    """Where the words stand in the answer, whatever the white space between them; the place nearest to `near`."""
    wanted = words.split()
    if not wanted:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted))
    places = [Span(*found.span()) for found in pattern.finditer(answer)]
    return min(places, key=lambda span: (abs(span.start - near), span.start), default=None)


def pieces(answer: str, marked: Iterable[tuple[int, int, Bearing]]) -> list[Piece]:
    """The answer cut where marked passages begin and end, in order; together the pieces are the answer."""
    spans = sorted(marked)
    cuts = sorted({0, len(answer)} | {place for start, end, _ in spans for place in (start, end)})
    return [
        Piece(answer[start:end], tuple(dict.fromkeys(bearing for a, b, bearing in spans if a <= start and end <= b)))
        for start, end in pairwise(cuts)
    ]
