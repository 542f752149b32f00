"""Loads a competition from a file on the disk."""

from datetime import datetime
from pathlib import Path

from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.files.playing import DeedRefused, play
from scoring.files.reading import MOST_BYTES, placed, read


def load(path: Path, *, until: datetime | None = None) -> Competition:
    """The competition of the file; all of it or, on a Refusal, nothing.

    Each sentence of the Refusal names file, line and field. `until`: only what had happened by then.
    """
    text, name = text_of(path), str(path)
    file = read(text, name)
    try:
        return play(file, until=until)
    except DeedRefused as refusal:
        raise placed(text, name, refusal.path, *refusal.sentences) from refusal


def text_of(path: Path) -> str:
    """What the file says. Raises Refusal for one that can't be read as text."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal(
                f"{path}: this file is larger than {MOST_BYTES // 1024 // 1024} MB, the most that can be read."
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refusal(f"{path}: this file can’t be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path}: this is not text in UTF-8 (byte {error.start + 1:,}).") from error
    except ValueError as error:
        raise Refusal(f"{path!s:.200}: there can be no file of this name.") from error
