"""Names of files that people send: what they called it is kept as text, what the storage calls it is plain."""

from pathlib import Path

LONGEST_NAME = 255


def sent_name(name: str | None) -> str:
    """The last part of the name that a browser sent, cut to what a row holds, with its ending kept."""
    name = Path((name or "file").replace("\\", "/")).name or "file"
    if len(name) <= LONGEST_NAME:
        return name
    suffix = Path(name).suffix[:20]
    return f"{name[: LONGEST_NAME - len(suffix) - 1]}…{suffix}"


def plain_suffix(name: str) -> str:
    """The ending of the name, if no file system can stumble over it."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= 11 else ""
