"""Sample answers on which a panel learns to use the published scale alike, before it reads a bid."""

import re
from collections.abc import Iterable

LONGEST_SAMPLE = 20_000
FEWEST_WORDS = 12
"""So many words in a row of a bid are no chance."""


def passages_of_a_bid(sample: str, answers: Iterable[str]) -> list[str]:
    """What the sample has word for word from an answer of a bid: runs of at least twelve words, each once.

    A sample is made up: marks talked over on a real bid would no longer be given by each for themselves.
    """
    words = _words(sample)
    known = {run for answer in answers for run in _runs(_words(answer))}
    found, last = list[list[str]](), -2
    for place, run in enumerate(_runs(words)):
        if run not in known:
            continue
        if place == last + 1 and found:
            found[-1].append(words[place + FEWEST_WORDS - 1])
        else:
            found.append(list(run))
        last = place
    return list(dict.fromkeys(" ".join(each) for each in found))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[place : place + FEWEST_WORDS]) for place in range(len(words) - FEWEST_WORDS + 1)]
