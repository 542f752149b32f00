"""What the scores of a panel become: as a rule what the panel agrees, or by a published method their mean or median.

Agreeing is the default and the advice. A computed score says nothing of why (Woods Building Services v Milton Keynes
[2015] EWHC 2011 (TCC)), and a panel that only averages does not moderate (Bromcom v United Learning Trust [2022] EWHC
3262 (TCC)).
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from procurement.domain.figures import Number, exactly, is_plain, plain, shown

ADVICE = (
    "An agreed score by moderation is the usual and safer way. Courts have set awards aside where panels only averaged "
    "and did not moderate (Bromcom v United Learning Trust, 2022), and where nobody could say why a score was what it "
    "was (Woods Building Services v Milton Keynes, 2015; Lancashire Care v Lancashire, 2018). A mean also lies between "
    "the scores of the scale, so that no descriptor fits it. The panel still writes its reasons."
)


class PanelResult(StrEnum):
    """How the scores that evaluators locked become the one score of a criterion of a bid."""

    AGREED = "agreed"
    MEAN = "mean"
    MEDIAN = "median"

    @property
    def label(self) -> str:
        return {
            PanelResult.AGREED: "The panel agrees it in moderation",
            PanelResult.MEAN: "The mean of the evaluators’ locked scores",
            PanelResult.MEDIAN: "The median of the evaluators’ locked scores",
        }[self]

    @property
    def recorded(self) -> str:
        """What the one score is called where it stands recorded."""
        return "Agreed" if self is PanelResult.AGREED else f"The published {self.value}"

    @property
    def is_computed(self) -> bool:
        return self is not PanelResult.AGREED


def result_of(method: PanelResult, given: Sequence[Decimal]) -> Fraction:
    """The exact mean or median of locked scores; of an even number the median is the mean of the two in the middle.

    Raises ValueError where nothing is given, or where the score is agreed and not computed.
    """
    if not given or not method.is_computed:
        raise ValueError("A mean or a median takes at least one score, and a method that computes it.")
    in_order = sorted(map(Fraction, given))
    if method is PanelResult.MEAN:
        return sum(in_order, Fraction(0)) / len(in_order)
    middle = len(in_order) // 2
    return in_order[middle] if len(in_order) % 2 else (in_order[middle - 1] + in_order[middle]) / 2


def explain_result(method: PanelResult, given: Sequence[Decimal]) -> str:
    """ "the mean of 2, 3 and 5 is about 3.3333": with all that were given, the lowest first."""
    result, words = result_of(method, given), [plain(each) for each in sorted(given)]
    named = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"the {method.value} of {named} is {in_words(result)}"


def in_words(score: Number) -> str:
    """A score that may lie between those of the scale: "3.5", "about 3.3333"."""
    return f"{'' if is_plain(score) else 'about '}{plain(score)}"


def in_full(score: Number) -> str:
    """A score with nothing rounded away: "3.375", or "about 3.33, exactly 10/3" where no decimal says it."""
    text = exactly(score)
    return f"about {shown(score):f}, exactly {text}" if "/" in text else text
