"""The shape of what follows from a register: a topic, a sentence, the exact figure and the source."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Topic(StrEnum):
    """What a finding is about."""

    PASSES_ORDINARY = "passes_ordinary"
    PASSES_SPECIAL = "passes_special"
    BLOCKS_SPECIAL = "blocks_special"
    EXACT_QUARTER = "exact_quarter"
    DEADLOCK = "deadlock"
    NOBODY_ALONE = "nobody_alone"
    PSC_SHARES = "psc_shares"
    PSC_VOTES = "psc_votes"
    PSC_BOARD = "psc_board"
    PSC_NOT_YET = "psc_not_yet"
    SUBSIDIARY = "subsidiary"
    COUNCIL_CONTROLLED = "council_controlled"
    COUNCIL_INFLUENCED = "council_influenced"
    COUNCIL_NEITHER = "council_neither"
    EMPLOYEE_TRUST = "employee_trust"
    EMPLOYEE_CONTROL = "employee_control"

    @property
    def label(self) -> str:
        """A short heading."""
        return _HEADINGS[self]


_HEADINGS = {
    Topic.PASSES_ORDINARY: "Passes ordinary resolutions alone",
    Topic.PASSES_SPECIAL: "Passes special resolutions alone",
    Topic.BLOCKS_SPECIAL: "Blocks special resolutions alone",
    Topic.EXACT_QUARTER: "Exactly a quarter",
    Topic.DEADLOCK: "Deadlock",
    Topic.NOBODY_ALONE: "No majority",
    Topic.PSC_SHARES: "Significant control: shares",
    Topic.PSC_VOTES: "Significant control: votes",
    Topic.PSC_BOARD: "Significant control: board",
    Topic.PSC_NOT_YET: "Significant control: not yet registered",
    Topic.SUBSIDIARY: "Subsidiary",
    Topic.COUNCIL_CONTROLLED: "Controlled by the council",
    Topic.COUNCIL_INFLUENCED: "Influenced by the council",
    Topic.COUNCIL_NEITHER: "The council's influence",
    Topic.EMPLOYEE_TRUST: "Employee ownership trust",
    Topic.EMPLOYEE_CONTROL: "Employee control",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that follows from the register.

    `party` is the reference of the party that it is about, None if about several or about nobody; `figure` is the
    exact part of the whole (0 to 1) that it rests on, `words` the same as people read it, "" where it rests on none,
    and `source` the law.
    """

    party: str | None
    topic: Topic
    sentence: str
    figure: Fraction
    words: str
    source: str
