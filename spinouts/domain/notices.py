"""A notice on a company: something that its form does not allow, or that its owners should watch, with the source."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Level(StrEnum):
    """How grave a notice is."""

    BROKEN = "broken"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The level as a person reads it."""
        return {"broken": "Not possible in this form", "warning": "To watch"}[self.value]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a rule makes of the company. `figure` is the exact number that it rests on (a part of the whole from 0 to
    1, pounds, or a count), None where it rests on none; `words` is the same as people read it."""

    level: Level
    sentence: str
    source: str
    figure: Fraction | None = None
    words: str = ""


def gravest_first(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """What is not possible before what is to be watched, else in the order given."""
    return tuple(sorted(notices, key=lambda notice: notice.level is not Level.BROKEN))
