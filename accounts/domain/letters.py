"""How a letter stands, in words, and what may still be done for it."""

from datetime import datetime
from enum import StrEnum


class LetterState(StrEnum):
    SENT = "sent"
    WAITING = "waiting"
    FAILING = "failing"
    GIVEN_UP = "given_up"
    KEPT_BACK = "kept_back"

    @property
    def label(self) -> str:
        return {
            LetterState.SENT: "Sent",
            LetterState.WAITING: "Waiting",
            LetterState.FAILING: "Not sent yet",
            LetterState.GIVEN_UP: "Given up",
            LetterState.KEPT_BACK: "Not sent",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag, which never says more than the word in it."""
        return {
            LetterState.SENT: "green",
            LetterState.FAILING: "orange",
            LetterState.GIVEN_UP: "red",
            LetterState.KEPT_BACK: "grey",
        }.get(self, "blue")

    @property
    def may_be_tried(self) -> bool:
        """Whether somebody may have it tried again now."""
        return self in {LetterState.FAILING, LetterState.GIVEN_UP}


def state_of(*, sent_at: datetime | None, is_kept_back: bool, attempts: int, most: int) -> LetterState:
    if sent_at is not None:
        return LetterState.SENT
    if is_kept_back:
        return LetterState.KEPT_BACK
    if attempts >= most:
        return LetterState.GIVEN_UP
    return LetterState.FAILING if attempts else LetterState.WAITING
