"""Counting words just as the bidder's own browser counts them, so that a limit means the same on both sides."""

import re
import unicodedata

_SPACE = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
"""White space as ECMAScript has it (ECMA-262, WhiteSpace and LineTerminator). Python's own would add U+0085 and U+001C
to U+001F, and lack U+FEFF."""


def count(text: str) -> int:
    r"""How many words the text has: runs without white space that hold at least one letter or digit of any script.

    So "-" and "&" are no words, and "co-operative" is one. Equal to `text.split(/\s+/u)
    .filter(word => /[\p{L}\p{N}]/u.test(word)).length` in a browser, whatever the line ends. (A letter that a newer
    edition of Unicode added may be known to one of the two only; it matters only if it stands alone.)
    """
    return sum(any(unicodedata.category(sign)[0] in "LN" for sign in run) for run in _SPACE.split(text))


def normalise(text: str) -> str:
    r"""The text with every line end (\r\n or \r) as \n, as files keep them. Otherwise as typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
