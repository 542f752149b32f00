"""Whether a supplier is an excluded or an excludable supplier (Procurement Act 2023, ss.26 to 30 and 57 to 59)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from partners.domain.exclusion_grounds import Effect, ground_of


class Listed(StrEnum):
    """Whether the supplier, or somebody behind it, is on the debarment list (s.62)."""

    NOT = "not"
    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"

    @property
    def label(self) -> str:
        return {
            Listed.NOT: "Nobody is on the list",
            Listed.MANDATORY: "On the list for a mandatory ground",
            Listed.DISCRETIONARY: "On the list for a discretionary ground",
        }[self]


class Status(StrEnum):
    EXCLUDED = "excluded"
    EXCLUDABLE = "excludable"
    NEITHER = "neither"

    @property
    def label(self) -> str:
        return {
            Status.EXCLUDED: "An excluded supplier",
            Status.EXCLUDABLE: "An excludable supplier",
            Status.NEITHER: "Neither an excluded nor an excludable supplier",
        }[self]

    @property
    def follows(self) -> str:
        """What the Act says follows from it."""
        return {
            Status.EXCLUDED: "Its bid must be disregarded (section 26(1)).",
            Status.EXCLUDABLE: "Its bid may be disregarded (section 26(2)): decide whether it is, and say why.",
            Status.NEITHER: "Its bid goes on.",
        }[self]

    @property
    def why_disregarded(self) -> str:
        """The reason that a ranking tells: no more than everybody who reads it may know."""
        section = {Status.EXCLUDED: "s.26(1)", Status.EXCLUDABLE: "s.26(2)"}[self]
        return f"{self.label} (Procurement Act 2023, {section})"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one ground: whether it applies, and whether its circumstances go on or are likely to recur."""

    ground: str
    applies: bool
    continues: bool


def status_of(findings: Iterable[Finding], listed: Listed) -> Status:
    """The supplier's status (s.57): a ground counts if it applies, and goes on or is likely to happen again."""
    effects = {ground_of(each.ground).effect for each in findings if each.applies and each.continues}
    if Effect.MANDATORY in effects or listed is Listed.MANDATORY:
        return Status.EXCLUDED
    if Effect.DISCRETIONARY in effects or listed is Listed.DISCRETIONARY:
        return Status.EXCLUDABLE
    return Status.NEITHER


def minister_told_by(decided_on: date) -> date:
    """The last day for telling a Minister of a bid disregarded: the decision's own is the first of 30 (s.59)."""
    return decided_on + timedelta(days=29)
