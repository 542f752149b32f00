"""Whether reasons for a score are reasons at all.

In Woods v Milton Keynes [2015] EWHC 2011 (TCC) the notes only repeated the words of the scale, and the award fell. This
is a gentle check: it cannot tell good reasons from bad ones, only missing ones from the rest.
"""

import re
from fractions import Fraction

FEWEST_WORDS = 5
MOST_REPEATED = Fraction(4, 5)
"""Share of different words that the reasons may take from the descriptor; from there on they only repeat it."""


def problems_with(reasons: str, descriptor: str = "") -> list[str]:
    """What is wrong with the reasons, in sentences to their author; empty if nothing is.

    `descriptor` is what the scale says about the score that was given.
    """
    words = _words(reasons)
    if not words:
        return ["Give your reasons: what in the bid led you to this score."]
    if len(words) < FEWEST_WORDS:
        return [f"Say more: reasons need at least {FEWEST_WORDS} words, about what this bid says or leaves out."]
    different = set(words)
    if Fraction(len(different & set(_words(descriptor))), len(different)) >= MOST_REPEATED:
        return ["These reasons repeat the words of the scale: say what in this bid meets or misses them."]
    return []


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’]\w+)*", text.lower())
