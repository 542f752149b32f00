"""Words in a picture: how wide they are at most, how they break into lines, and where each line stands."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FONT_SIZE = 14
LINE_HEIGHT = 18
WIDEST = 960
"""No picture is wider, so that its words are more than 7 points high on a sheet of A4 with 18 mm at either side."""

_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. (x, y) is on its baseline, at the start, middle or end of it, as `anchor` says."""

    x: int
    y: int
    words: str
    strong: bool = False
    anchor: str = "start"

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """The rectangle that it fills at most: left, top, right, bottom."""
        width = text_width(self.words)
        left = self.x - {"start": 0, "middle": -(-width // 2), "end": width}[self.anchor]
        return left, self.y - FONT_SIZE, left + width, self.y - FONT_SIZE + LINE_HEIGHT


def lines_at(x: int, top: int, lines: Sequence[str], *, strong: int = 0, anchor: str = "start") -> tuple[Text, ...]:
    """The lines one below the other from `top` downwards; the first `strong` of them in bold."""
    return tuple(
        Text(x, top + index * LINE_HEIGHT + FONT_SIZE, words, index < strong, anchor)
        for index, words in enumerate(lines)
    )


def text_width(words: str) -> int:
    """A generous estimate of the words' width in pixels at `FONT_SIZE`, whatever the reader's sans-serif font."""
    return -(-sum(_hundredths(sign) for sign in words) * FONT_SIZE // 100)


def wrap(words: str, width: int) -> tuple[str, ...]:
    """The words in lines of at most `width` pixels, broken at white space, or within a word that fits in no line.

    Nothing is lost. A sign stays with its accents, and an emoji in one piece unless it is wider than a line.
    """
    lines: list[str] = []
    line = ""
    for word in words.split():
        if line and text_width(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        line = ""
        for sign in _signs(word):
            if line and text_width(line + sign) > width:
                lines.append(line)
                line = ""
            line += sign
    return (*lines, line) if line else tuple(lines)


def shorten(words: str, width: int, lines: int) -> tuple[str, ...]:
    """The words in at most so many lines; the last ends in "…" if some were left out."""
    wrapped = wrap(words, width)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while last and text_width(f"{last}…") > width:
        last = last[:-1].rstrip()
    return (*wrapped[: lines - 1], f"{last}…")


def _signs(word: str) -> Iterator[str]:
    """The signs that a reader sees, each with the marks that belong to it."""
    sign = ""
    for character in word:
        if sign and not (sign.endswith(_JOINER) or _belongs_to_the_last(character)):
            yield sign
            sign = ""
        sign += character
    if sign:
        yield sign


def _belongs_to_the_last(character: str) -> bool:
    skin = 0x1F3FB <= ord(character) <= 0x1F3FF
    return skin or character == _JOINER or unicodedata.category(character) in {"Mn", "Me", "Mc"}


def _hundredths(sign: str) -> int:
    """The width of a character in hundredths of the font size."""
    if sign in "ijl.,:;'|! ":
        return 34
    if sign in "Itfr()[]-":
        return 42
    if ord(sign) > 0x1F000:
        return 130
    if sign in "mwMW@%—…" or ord(sign) > 0x2FF:
        return 100
    return 78 if sign.isupper() else 64
