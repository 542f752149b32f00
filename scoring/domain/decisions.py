"""How an award is decided, and how a report is made: each a small table of states."""

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


class ReportState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {
            ReportState.WAITING: "Waiting for a worker",
            ReportState.WORKING: "Being made",
            ReportState.DONE: "Ready",
            ReportState.FAILED: "Failed",
        }[self]
