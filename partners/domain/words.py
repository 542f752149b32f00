"""Counting words just as the bidder's own browser counts them, so that a limit means the same on both sides.

`static/src/words.js` says the same in JavaScript, and a test compares the two over generated texts.
"""

import re
import unicodedata

_SPACE = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
"""White space as ECMAScript has it (ECMA-262, WhiteSpace and LineTerminator). Python's own would add U+0085 and U+001C
to U+001F. U+FEFF is missing, as `normalise` takes it out."""

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
"""What nobody sees and a word processor leaves behind: control characters, soft hyphens, zero-width spaces. The joiners
U+200C and U+200D stay: they spell words in Persian and in Indian languages, and hold emoji together."""

_LINE_END = re.compile("\r\n|[\r\v\f\u2028\u2029]")
_BULLET = re.compile(
    "^([ \t\u00a0]*)(?:[•·▪▫◦‣●○■□◆♦➢➤✓\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc][ \t\u00a0]+|[-–—*o§vqØü]\t[ \t\u00a0]*)",
    re.MULTILINE,
)
_NUMBER = re.compile("^([ \t\u00a0]*[0-9A-Za-z]{1,4}[.)])\t[ \t\u00a0]*", re.MULTILINE)


def count(text: str) -> int:
    """How many words the text has: runs without white space that hold at least one letter or digit of any script.

    So "-" and "&" are no words, and "co-operative" and "and/or" are one each. It counts the text as it is kept. (A
    letter that a newer edition of Unicode added may be known to one side only; it matters only if it stands alone.)
    """
    return sum(any(unicodedata.category(sign)[0] in "LN" for sign in run) for run in _SPACE.split(normalise(text)))


def normalise(text: str) -> str:
    r"""The text as it is kept: every line end as \n, nothing that can't be seen, and a list out of Word as "• " lines.

    Otherwise as typed, with its curly quotes and hard spaces.
    """
    text = _LINE_END.sub("\n", _UNSEEN.sub("", text))
    return _NUMBER.sub(r"\1 ", _BULLET.sub(r"\1• ", text))
