"""What may be told of a secret ballot: no figure of fewer than five people, and none that others give away.

The number of ballots and the sum of the ratings are published, as anybody must be able to compute the marks again. So
what else is told must not, together with these, give away how many gave one rating, if those are fewer than five:

- how many gave each rating is told only if each was given by five or more;
- else how many gave each of two or three bands of ratings, which are the same for every ballot of the scale, if each
  band holds five or more, and the sum leaves open how a band divides;
- else nothing. Nothing is left out of what is told, so nothing can be subtracted out.

Of groups, such as places of work, only bands are told, and only if every group may be told of. A mean has its limits:
where all agree on the highest or lowest rating, the sum itself says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise
from math import lcm
from operator import or_

from procurement.domain.figures import plain
from procurement.domain.staff_ratings import FEWEST

Counts = Mapping[Decimal, int]
"""How many ballots gave each rating of the scale, also those that nobody gave."""


@dataclass(frozen=True, slots=True)
class Band:
    """One or more neighbouring ratings, and how many ballots gave one of them."""

    steps: tuple[Decimal, ...]
    ballots: int

    @property
    def label(self) -> str:
        """ "4", or "4 to 5"."""
        first, last = plain(self.steps[0]), plain(self.steps[-1])
        return first if first == last else f"{first} to {last}"


Told = tuple[Band, ...]


def counted(steps: Iterable[Decimal], ratings: Iterable[Decimal]) -> Counts:
    """How often each rating was given."""
    counts = dict.fromkeys(sorted(steps), 0)
    for rating in ratings:
        counts[rating] += 1
    return counts


def may_be_told(counts: Counts) -> Told:
    """How many gave each rating, or each band of ratings, as finely as may be told; nothing if nothing may."""
    each = _told(counts, [(step,) for step in counts])
    if _is_enough(each):
        return each
    bands = _told(counts, bands_of(counts))
    return bands if len(bands) > 1 and _is_enough(bands) and _leaves_open(counts, bands) else ()


def groups_may_be_told(counts: Sequence[Counts]) -> tuple[Told, ...]:
    """The bands of each group, in their order, if every one of them may be told and so may the whole; else nothing."""
    if len(counts) < 2:
        return ()
    whole = {step: sum(group[step] for group in counts) for step in counts[0]}
    told = tuple(_told(group, bands_of(group)) for group in counts)
    fine = len(told[0]) > 1 and all(_is_enough(bands) for bands in told)
    return told if fine and may_be_told(whole) else ()


def turnout_may_be_told(ballots: Sequence[int]) -> bool:
    """Whether the number of ballots of each group may be told: only if none is small."""
    return len(ballots) > 1 and all(number >= FEWEST for number in ballots)


def bands_of(steps: Iterable[Decimal]) -> list[tuple[Decimal, ...]]:
    """The bands of a scale: three from six steps on, two from four on. They depend on no ballot."""
    ordered = sorted(steps)
    number = 3 if len(ordered) >= 6 else 2 if len(ordered) >= 4 else 1
    ends = [len(ordered) * place // number for place in range(number + 1)]
    return [tuple(ordered[start:end]) for start, end in pairwise(ends)]


def _told(counts: Counts, bands: Iterable[tuple[Decimal, ...]]) -> Told:
    return tuple(Band(steps, sum(counts[step] for step in steps)) for steps in bands)


def _is_enough(bands: Told) -> bool:
    return all(band.ballots >= FEWEST for band in bands)


def _leaves_open(counts: Counts, bands: Told) -> bool:
    """Whether, of each rating, the bands and the sum of all ratings allow more than one number of ballots."""
    unit = lcm(*(Fraction(step).denominator for step in counts))
    whole = {step: int(step * unit) for step in counts}
    total = sum(whole[step] * number for step, number in counts.items())
    sums = [_sums(tuple(whole[step] for step in band.steps), band.ballots) for band in bands]
    for place, band in enumerate(bands):
        others = _added(sums[:place] + sums[place + 1 :])
        for step in band.steps:
            rest = tuple(whole[each] for each in band.steps if each != step)
            if not any(
                _reach(others, _sums(rest, band.ballots - number), total - whole[step] * number)
                for number in _nearest_first(counts[step], band.ballots)
            ):
                return False
    return True


def _nearest_first(held: int, most: int) -> list[int]:
    return sorted((each for each in range(most + 1) if each != held), key=lambda each: abs(each - held))


# Sets of sums are whole numbers of which bit n says whether the sum n is among them.


@lru_cache(maxsize=20_000)
def _sums(values: tuple[int, ...], ballots: int) -> int:
    """The sums that so many ballots can have with these ratings."""
    if not values:
        return 1 if ballots == 0 else 0
    if len(values) == 1:
        return 1 << values[0] * ballots
    sums = 0
    for number in range(ballots + 1):
        sums |= _sums(values[1:], ballots - number) << values[0] * number
    return sums


def _added(sets: Iterable[int]) -> int:
    total = 1
    for each in sets:
        total = reduce(or_, (total << one for one in _members(each)), 0)
    return total


def _reach(some: int, others: int, total: int) -> bool:
    """Whether a sum out of each makes the total."""
    return any(one <= total and others >> (total - one) & 1 for one in _members(some))


def _members(sums: int) -> Iterator[int]:
    return (place for place, bit in enumerate(reversed(bin(sums))) if bit == "1")
