"""The shape of what follows from a group for one of its companies."""

from dataclasses import dataclass
from enum import StrEnum

from spinouts.domain.control import Finding, Topic


class GroupTopic(StrEnum):
    """What a finding is about that only a group can give."""

    STANDS_BEHIND = "stands_behind"
    DIRECTS_TRUST = "directs_trust"
    SUBSIDIARY = "subsidiary"
    IN_PARENT = "in_parent"

    @property
    def label(self) -> str:
        """A short heading."""
        return {
            GroupTopic.STANDS_BEHIND: "Significant control through a registered company",
            GroupTopic.DIRECTS_TRUST: "Significant control: whoever directs the trust",
            GroupTopic.SUBSIDIARY: "Subsidiary",
            GroupTopic.IN_PARENT: "Shares in its own parent",
        }[self]


@dataclass(frozen=True, slots=True)
class GroupFinding(Finding):
    """One thing that follows from a group, an indication for one of its companies; otherwise as `Finding`."""

    topic: Topic | GroupTopic  # type: ignore[assignment]  # Readers ask a topic only for its label and value.
    company: str
