"""A file of a bid on its way: the states of its check, the moves between them, and what is asked of each piece."""

from enum import StrEnum

from accounts.domain.refusals import Refusal

MEGABYTE = 1024 * 1024
LARGEST_PIECE = 8 * MEGABYTE
"""The most bytes that one request of the page's script may bring."""
FIRST_PIECE = MEGABYTE
"""The hash of this many bytes, or of all if there are fewer, tells whether a file chosen again is the same one."""


class FileState(StrEnum):
    """How far the check of a stored file has come."""

    RECEIVED = "received"
    SCANNING = "scanning"
    CLEAN = "clean"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The state, as a person reads it."""
        return {
            FileState.RECEIVED: "Received",
            FileState.SCANNING: "Being checked",
            FileState.CLEAN: "Checked",
            FileState.REFUSED: "Refused",
            FileState.FAILED: "Check failed",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag, which never says more than the word in it."""
        return {FileState.CLEAN: "green", FileState.REFUSED: "red", FileState.FAILED: "orange"}.get(self, "blue")


NEXT: dict[FileState, frozenset[FileState]] = {
    FileState.RECEIVED: frozenset({FileState.SCANNING}),
    # A worker that died in the middle leaves the file here: the next one takes it up again.
    FileState.SCANNING: frozenset({FileState.SCANNING, FileState.CLEAN, FileState.REFUSED, FileState.FAILED}),
    FileState.FAILED: frozenset({FileState.RECEIVED, FileState.SCANNING}),
    FileState.CLEAN: frozenset(),
    FileState.REFUSED: frozenset(),
}

VERDICTS = frozenset({FileState.CLEAN, FileState.REFUSED})
"""The states in which a check is over."""

_WHY_NOT: dict[FileState, str] = {
    FileState.RECEIVED: "This file waits for its check already, so there is nothing to do.",
    FileState.SCANNING: "This file is being checked at this moment. Wait a little, then look at the page again.",
    FileState.CLEAN: "This file was checked and is fine, so there is nothing to check again.",
    FileState.REFUSED: "This file was refused for good. Remove it, and add a better one.",
}


def check_move(now: FileState | str, to: FileState | str) -> None:
    """Let the check of a file go from its state now to another. Raises Refusal where `NEXT` has no move.

    States may be given as their values. Raises ValueError for a value that is no state.
    """
    before, after = FileState(now), FileState(to)
    if after not in NEXT[before]:
        raise Refusal(_WHY_NOT.get(before, "This file can’t be checked just now. Look at the page again in a minute."))


def in_words(size: int) -> str:
    """A number of bytes in the largest unit that it fills: "500 MB", "1.5 GB", "0 bytes"."""
    for unit, name in ((MEGABYTE * 1024, "GB"), (MEGABYTE, "MB"), (1024, "KB")):
        if size >= unit:
            return f"{round(size / unit, 1):g} {name}"
    return f"{size} byte{'' if size == 1 else 's'}"
