"""Options scored on the council's own criteria: exact, ranked only when nothing is missing, each total in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.options import AppraisalOption
from spinouts.domain.percentages import percent_in_words

BEST = 5
"""Scores are whole numbers from 0 to this; the council says for each criterion what the two ends mean."""
SCORES = range(BEST + 1)


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the council looks for, with its weight in percent of the whole appraisal."""

    reference: str
    name: str
    weight: Decimal
    looked_for: str = ""
    zero_means: str = ""
    five_means: str = ""


@dataclass(frozen=True, slots=True)
class OptionScore:
    """How well an option meets a criterion; no value means that nobody has scored it yet, which is not zero."""

    value: int | None
    reasons: str = ""


Scores = Mapping[tuple[str, AppraisalOption], OptionScore]
"""By the criterion's reference and the option."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives an option: score ÷ 5 × weight."""

    criterion: Criterion
    score: int | None

    @property
    def marks(self) -> Fraction | None:
        return None if self.score is None else Fraction(self.score, BEST) * Fraction(self.criterion.weight)

    @property
    def words(self) -> str:
        """ "Savings: 4 ÷ 5 × 30 = 24"."""
        if self.score is None or self.marks is None:
            return f"{self.criterion.name}: not scored yet"
        weight = _figure(Fraction(self.criterion.weight))
        return f"{self.criterion.name}: {self.score} ÷ {BEST} × {weight} = {_figure(self.marks)}"


@dataclass(frozen=True, slots=True)
class Appraised:
    """An option with its marks of 100. `total` and `place` are None until it can be ranked; equal totals share one."""

    option: AppraisalOption
    parts: tuple[Part, ...]
    total: Fraction | None = None
    place: int | None = None
    is_joint: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the criteria on which nobody has scored it."""
        return tuple(part.criterion.name for part in self.parts if part.score is None)

    @property
    def place_in_words(self) -> str:
        """ "1", "joint 1", or nothing."""
        return f"{'joint ' if self.is_joint else ''}{self.place}" if self.place else ""

    @property
    def total_in_words(self) -> str:
        """The exact sum: "24 + 42 = 66 marks of 100"."""
        if self.total is None:
            return ""
        marks = " + ".join(_figure(part.marks) for part in self.parts if part.marks is not None)
        return f"{marks} = {_figure(self.total)} of 100"


def balance(weights: Sequence[Decimal]) -> str | None:
    """What keeps the weights from adding up to exactly 100%, as a sentence that says what to do; None if nothing."""
    total = sum(map(Fraction, weights), Fraction(0))
    if not weights:
        return "There are no criteria yet: add what the council looks for."
    if total == 100:
        return None
    deed = "add" if total < 100 else "take off"
    return (
        f"The weights add up to {percent_in_words(total)}, not 100%: {deed} {percent_in_words(abs(100 - total))}. "
        "Until then nothing is ranked."
    )


def appraise(criteria: Sequence[Criterion], scores: Scores) -> tuple[Appraised, ...]:
    """Every option in the order in which options are always compared, with its exact total and place.

    An option has a total only if each criterion has a score for it and the weights add up to exactly 100%. Places
    count as in a race: two that share the first are followed by a third.
    """
    whole = balance([criterion.weight for criterion in criteria]) is None
    parts = {
        option: tuple(Part(criterion, _value(scores.get((criterion.reference, option)))) for criterion in criteria)
        for option in AppraisalOption
    }
    totals = {option: _total(each) if whole else None for option, each in parts.items()}
    ranked = [total for total in totals.values() if total is not None]
    times = Counter(ranked)
    return tuple(
        Appraised(option, parts[option])
        if (total := totals[option]) is None
        else Appraised(
            option, parts[option], total, 1 + sum(other > total for other in ranked), is_joint=times[total] > 1
        )
        for option in AppraisalOption
    )


def leaders(appraised: Sequence[Appraised]) -> tuple[Appraised, ...]:
    """The option in first place, or those that share it; none if nothing is ranked."""
    return tuple(each for each in appraised if each.place == 1)


def _value(score: OptionScore | None) -> int | None:
    return score.value if score else None


def _total(parts: Sequence[Part]) -> Fraction | None:
    marks = [part.marks for part in parts]
    return None if None in marks else sum((each for each in marks if each is not None), Fraction(0))


def _figure(value: Fraction) -> str:
    """Exactly: a score of fifths times a weight of decimals has an end."""
    return percent_in_words(value).removesuffix("%")
