"""The shape of a warning of the sentinel, and what its watches are handed: one day, and the registers around it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spinouts.domain.company import Company
from spinouts.domain.events import HoldingEvent
from spinouts.domain.registers import Register

PUBLISHED = "The published terms of the competition"
OFFERED = "The articles of the offer"


class Level(StrEnum):
    """How serious a warning is."""

    BREACH = "breach"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return {"breach": "Breach", "notice": "To note"}[self.value]


@dataclass(frozen=True, slots=True)
class Caution:
    """What a change means. `entry` is the number of the event that caused it, None where it was the day as a whole."""

    level: Level
    on: date
    entry: int | None
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on a day, between two registers."""

    company: Company
    on: date
    before: Register
    after: Register
    events: tuple[HoldingEvent, ...]


def of_event(event: HoldingEvent, sentence: str, source: str, level: Level = Level.BREACH) -> Caution:
    """A warning that one event caused."""
    return Caution(level, event.on, event.sequence, sentence, source)
