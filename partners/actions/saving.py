"""How a save went, for a page that may be one of several on the same text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SaveState(StrEnum):
    SAVED = "saved"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Saved:
    """In a conflict, `theirs` is the text that stands, and `clashes` has it for each field of a form.

    `version` is what the page has to send next time. `others_changed` tells that fields which this page did not touch
    are not as it shows them. `at` is when the text was saved, if it stood already.
    """

    state: SaveState
    version: int
    words: int = 0
    theirs: str = ""
    clashes: Mapping[str, str] = field(default_factory=dict)
    others_changed: bool = False
    at: datetime | None = None

    @property
    def is_conflict(self) -> bool:
        return self.state == SaveState.CONFLICT
