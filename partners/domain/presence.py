"""Which page of a bid somebody has open, and how that is said to the others who write it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.domain.dates import in_words

OPEN_FOR = timedelta(seconds=75)
"""A page that is open says so every 20 seconds; a page that a browser sleeps on may miss some."""
WRITING_FOR = timedelta(minutes=2)
RECENT_FOR = timedelta(minutes=10)
OVERVIEW, OFFER, CONSORTIUM, DOCUMENTS, KIT = "overview", "offer", "consortium", "documents", "kit"
_ANSWER = "answer-"
LABELS = {
    OVERVIEW: "the overview of the bid",
    OFFER: "the offer",
    CONSORTIUM: "the consortium",
    DOCUMENTS: "the documents",
    KIT: "the page on answering offline",
}


def place_of_answer(criterion: str) -> str:
    """The place of the answer to the criterion with this reference."""
    return _ANSWER + criterion


def criterion_at(place: str) -> str | None:
    """The reference of the criterion whose answer has this place; None for the other pages."""
    return place.removeprefix(_ANSWER) if place.startswith(_ANSWER) else None


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody on a page of the bid: when it was last open, when they last wrote on it and when that was last saved."""

    name: str
    place: str
    label: str
    seen_at: datetime
    wrote_at: datetime | None = None
    saved_at: datetime | None = None

    def is_writing(self, now: datetime) -> bool:
        times = [at for at in (self.wrote_at, self.saved_at) if at is not None]
        return bool(times) and now - max(times) < WRITING_FOR

    def in_words(self, now: datetime, *, is_here: bool) -> str:
        """ "Ana Lopez is writing here, last saved at 10:42am." """
        where = "here" if is_here else f"in {self.label}"
        saved = f", last saved at {time_in_words(self.saved_at, now)}" if self.saved_at else ""
        if now - self.seen_at >= OPEN_FOR:
            return f"{self.name} was {where} until {time_in_words(self.seen_at, now)}{saved}."
        if self.is_writing(now):
            return f"{self.name} is writing {where}{saved}."
        return f"{self.name} has {'this page' if is_here else self.label} open{saved}."


def time_in_words(at: datetime, now: datetime) -> str:
    """The time of day alone where it is within the last hours: "10:42am"; else with its day."""
    said = in_words(at)
    if now - at < timedelta(hours=12):
        return said.split(" on ")[0].removesuffix(" at the start of")
    return said
