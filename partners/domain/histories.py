"""Which texts of an answer may share an entry of its history."""


def goes_on_from(previous: str, text: str) -> bool:
    """Whether the text is the previous one, written on: at least half of that still stands, from its start and its end.

    A text that took its place instead, as after "select all" and paste, must not push it out of the history.
    """
    start = _alike(previous, text)
    end = _alike(previous[start:][::-1], text[start:][::-1])
    return 2 * (start + end) >= len(previous)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
