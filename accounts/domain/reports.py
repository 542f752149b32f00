"""How a report is made: a small table of states."""

from enum import StrEnum


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
