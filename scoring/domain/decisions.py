"""How an award is decided: a small table of states; and what is reported of it."""

from enum import StrEnum


class AwardState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return {
            AwardState.PROPOSED: "Waiting for the approver",
            AwardState.APPROVED: "Approved",
            AwardState.RETURNED: "Sent back to the lead officer",
        }[self]


class ReportKind(StrEnum):
    AWARD = "award"
    OWNERSHIP = "ownership"

    @property
    def label(self) -> str:
        return {ReportKind.AWARD: "Award report", ReportKind.OWNERSHIP: "Ownership report"}[self]
