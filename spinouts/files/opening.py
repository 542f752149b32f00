"""Opens files on the disk."""

from pathlib import Path

from accounts.domain.refusals import Refusal

MOST_BYTES = 200 * 1024 * 1024


def text_of(path: Path) -> str:
    """What the file says. Raises Refusal for one that can't be read as text."""
    return as_text(bytes_of(path), str(path))


def as_text(content: bytes, name: str) -> str:
    """The bytes as text. Raises Refusal for what is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refusal(
            f"{name}: this is not text, or not saved as Unicode (UTF-8): line {line:,} has a sign that can’t be read. "
            "Save it so, and choose it again."
        ) from error


def bytes_of(path: Path) -> bytes:
    """All bytes of the file. Raises Refusal for one that can't be read, or has too many of them."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal(
                f"{path}: this file is larger than {MOST_BYTES // 1024 // 1024} MB, the most that can be read."
            )
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path}: this file can’t be read: {error.strerror}.") from error
    except ValueError as error:
        raise Refusal(f"{path!s:.200}: there can be no file of this name.") from error
