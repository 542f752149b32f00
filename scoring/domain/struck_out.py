"""What staff read of an answer: the bidder's own words, with passages struck out, and never a word of anybody else's.

A passage that is struck out stands in [[double brackets]]. Take the brackets away, and the answer is as it was.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from accounts.domain.refusals import Refusal

STRUCK = "[struck out]"
"""What stands for a passage, whatever its length."""
_BEGIN, _END = "[[", "]]"
_PARTS = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class Passage(NamedTuple):
    """A stretch of the text. What is struck out has no words here."""

    text: str
    is_struck: bool


def as_staff_text(answer: str) -> str:
    """The answer as it is marked: with the line ends of a page, and without brackets that could be taken for marks."""
    lines = answer.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\[(?=\[)", "[ ", re.sub(r"\](?=\])", "] ", lines))


_ENDINGS = {"limited", "ltd", "plc", "llp", "cic", "cio"}
_SHORTEST = 5


def short_names(name: str) -> list[str]:
    """How a bidder may call itself in passing: without “The” and “Limited”, and by the first word of what is left.

    The word must be long enough to tell who it is. Too much struck out can be put back; a name that was read can't.
    """
    words = name.replace(",", " ").split()
    if words and words[0].casefold() == "the":
        words = words[1:]
    while words and words[-1].casefold().rstrip(".") in _ENDINGS:
        words.pop()
    return [*([" ".join(words)] if len(words) > 1 else []), *(word for word in words[:1] if len(word) >= _SHORTEST)]


def strike(text: str, phrases: Iterable[str], names: Iterable[str] = ()) -> str:
    """The text with each of these phrases struck out wherever it stands, in capitals or not; names only as written."""
    found = [
        *((match.start(), match.end()) for name in names for match in re.finditer(rf"\b{re.escape(name)}\b", text)),
        *_found(text, phrases),
    ]
    marked, last = [], 0
    for start, end in _merged(found):
        marked += [text[last:start], _BEGIN, text[start:end], _END]
        last = end
    return "".join([*marked, text[last:]])


def _found(text: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    return [
        (match.start(), match.end())
        for phrase in phrases
        if len(words := phrase.split()) and len("".join(words)) > 1
        for match in re.finditer(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", text, re.IGNORECASE)
    ]


def check(marked: str, text: str) -> str:
    """What was marked, once it is sure that nothing but marks was added. Raises Refusal, saying what is wrong."""
    marked = marked.replace("\r\n", "\n").replace("\r", "\n")
    rest = _PARTS.sub("", marked)
    if _BEGIN in rest or _END in rest:
        raise Refusal("A passage to strike out begins with [[ and ends with ]], and holds no other such brackets.")
    plain = _PARTS.sub(r"\1", marked)
    if _BEGIN in plain or _END in plain:
        raise Refusal("A passage to strike out begins with [[ and ends with ]], and holds no other such brackets.")
    if plain.strip() != text.strip():
        raise Refusal(
            "Only [[ and ]] can be added: staff read the bidder’s own words, the same for every bid. "
            f"Your text is different {_where(plain.strip(), text.strip())}."
        )
    return marked


def is_of(marked: str, answer: str) -> bool:
    """Whether this is the answer with nothing but marks added."""
    try:
        check(marked, answer)
    except Refusal:
        return False
    return True


def passages(marked: str) -> tuple[Passage, ...]:
    """The text as staff read it, without a word of what is struck out."""
    parts = _PARTS.split(marked)
    return tuple(
        Passage(STRUCK if place % 2 else part, bool(place % 2)) for place, part in enumerate(parts) if part or place % 2
    )


def _where(typed: str, text: str) -> str:
    same = next((place for place, (a, b) in enumerate(zip(typed, text, strict=False)) if a != b), None)
    place = min(len(typed), len(text)) if same is None else same
    before = text[:place].split()[-4:]
    return f"after “{' '.join(before)}”" if before else "from its beginning"


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
