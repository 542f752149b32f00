"""A moderation meeting: who is there, and whether enough of those who score a criterion are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Presence(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    LEFT = "left"

    @property
    def label(self) -> str:
        return {Presence.PRESENT: "Present", Presence.ABSENT: "Absent", Presence.LEFT: "Left"}[self]


@dataclass(frozen=True, slots=True)
class Quorum:
    """Of those who score a criterion of a bid, how many must be present, and who of them is and is not."""

    needed: int
    present: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        return len(self.present) >= self.needed

    @property
    def words(self) -> str:
        """“2 of its 3 evaluators are present, and 2 are needed”"""
        here, all_of_them = len(self.present), len(self.present) + len(self.missing)
        return (
            f"{here} of its {all_of_them} evaluator{'' if all_of_them == 1 else 's'} {'is' if here == 1 else 'are'} "
            f"present, and {self.needed} {'is' if self.needed == 1 else 'are'} needed"
        )


def least_for(criterion: str, general: int | None, exceptions: Mapping[str, int]) -> int:
    """How many evaluators of a criterion must be present; 0 where nothing is set."""
    return exceptions.get(criterion, general or 0)


def quorum(least: int, scoring: Mapping[int, str], present: Collection[int]) -> Quorum:
    """Whether enough of those who score, by key and name, are present: `least` of them, or all where fewer score it."""
    return Quorum(
        needed=min(least, len(scoring)),
        present=tuple(sorted(name for key, name in scoring.items() if key in present)),
        missing=tuple(sorted(name for key, name in scoring.items() if key not in present)),
    )
