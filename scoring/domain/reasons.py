"""Whether reasons for a score are reasons at all.

In Woods v Milton Keynes [2015] EWHC 2011 (TCC) the notes only repeated the words of the scale, and the award fell. This
is a gentle check: it cannot tell good reasons from bad ones, only missing ones from the rest.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

FEWEST_WORDS = 5
MOST_REPEATED = Fraction(2, 3)
"""Share of different words that the reasons may take from the descriptor; from there on they mostly repeat it."""

MOST_NAMED = 3
_CITES = re.compile(
    r"“[^”\s]+\s[^”]{1,2000}”|\"[^\"\s]+\s[^\"]{1,2000}\"|\b(?:pages?|p\.|sections?|paragraphs?)\s*\d", re.IGNORECASE
)
"""Two words or more in quotation marks, or the number of a page, section or paragraph."""


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
    repeated = len(different & set(_words(descriptor)))
    if Fraction(repeated, len(different)) >= MOST_REPEATED:
        share = f"{repeated} of their {len(different)} different words are in what it says of this score"
        return [f"These reasons repeat the words of the scale: {share}. Say what in this bid meets or misses them."]
    return []


def advice_on(reasons: str, descriptor: str = "", *, marked: int, same_as: Sequence[str] = ()) -> list[str]:
    """`problems_with` an evaluator's reasons, and whether a reader can tell what in this bid they rest on.

    `marked` counts what is marked as evidence; `same_as` names the bidders for whose bids the same text was written.
    Advice in sentences to their author, which stops nobody.
    """
    found = problems_with(reasons, descriptor)
    if not _words(reasons):
        return found
    if same_as:
        found.append(
            f"These reasons are the same, word for word, as for {_listed(same_as)}: say what sets this bid apart, or "
            "why they are alike."
        )
    if not marked and not _CITES.search(reasons):
        found.append(
            "These reasons quote no evidence: mark a passage of the answer or a page of a document, or quote it here."
        )
    return found


def _listed(names: Sequence[str]) -> str:
    """ "A, B and C"; of more than a few the first ones: "A, B, C and others"."""
    *others, last = names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "others"]
    return f"{', '.join(others)} and {last}" if others else last


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’]\w+)*", text.lower())
