"""The parts of the company that were published or promised, each with where it comes from, and who leaves them.

The council's published terms and the articles of the offer are two promises, not one: both bind, so both are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.cautions import OFFERED, PUBLISHED, Caution, Day, Level
from spinouts.domain.events import in_words
from spinouts.domain.limit_checks import part_of
from spinouts.domain.parties import Side
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.terms import Agreed


@dataclass(frozen=True, slots=True)
class Promised:
    """A limit on the part of a side, in per cent of all shares; `end` says whether it is the least or the most."""

    side: Side
    percent: Decimal
    end: str
    source: str

    @property
    def words(self) -> str:
        """The figure with its source: "25% (the published terms of the competition)"."""
        return f"{percent_in_words(self.percent)} ({self.source[0].lower()}{self.source[1:]})"

    def is_left_by(self, part: Fraction) -> bool:
        """Whether a part of the whole (0 to 1) is outside the limit; at the limit is within."""
        line = Fraction(self.percent) / 100
        return part < line if self.end == "least" else part > line


def least_for_employees(agreed: Agreed) -> tuple[Promised, ...]:
    """The employees' least part by each source that sets one; nothing for a source that sets none, or zero."""
    limits = ((agreed.published.least_employees_percent, PUBLISHED), (agreed.articles.least_employees_percent, OFFERED))
    return tuple(Promised(Side.EMPLOYEES, percent, "least", source) for percent, source in limits if percent)


def promised_parts(agreed: Agreed) -> tuple[Promised, ...]:
    """Every limit on a side's part that was published or promised."""
    published = agreed.published
    others = (
        (Side.PARTNER, published.most_partner_percent, "most"),
        (Side.COUNCIL, published.least_council_percent, "least"),
    )
    return (
        *least_for_employees(agreed),
        *(Promised(side, percent, end, PUBLISHED) for side, percent, end in others if percent is not None),
    )


def left_promises(day: Day) -> Iterator[Caution]:
    """A side that leaves a limit that was published or promised; each source by itself."""
    for promised in promised_parts(day.company.agreed):
        was, now = (part_of(register, promised.side) for register in (day.before, day.after))
        if promised.is_left_by(now) and not promised.is_left_by(was):
            yield Caution(
                Level.BREACH,
                day.on,
                None,
                f"{promised.side.label}: {stake_in_words(now, beside=[promised.percent])} of the shares since "
                f"{in_words(day.on)}; it was to be at {promised.end} {percent_in_words(promised.percent)}.",
                promised.source,
            )
