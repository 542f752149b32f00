"""What a person may be at a council."""

from enum import StrEnum


class CouncilRole(StrEnum):
    OFFICER = "officer"
    LEAD_OFFICER = "lead_officer"
    APPROVER = "approver"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return {
            CouncilRole.OFFICER: "Officer",
            CouncilRole.LEAD_OFFICER: "Lead officer",
            CouncilRole.APPROVER: "Approver",
            CouncilRole.AUDITOR: "Auditor",
        }[self]


DESIGNERS = frozenset({CouncilRole.OFFICER, CouncilRole.LEAD_OFFICER})
