"""Loads a competition from a file on the disk."""

from datetime import datetime
from pathlib import Path

from procurement.models import Competition
from scoring.files.playing import DeedRefused, play
from scoring.files.reading import placed, read
from spinouts.files.opening import text_of


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
