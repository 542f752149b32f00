"""How the ratings that staff of the service gave in a secret ballot become marks, and the words that explain them.

The rule is published with the methodology (s.23(3)): the mean of the ratings on all ballots that were cast, as a share
of the scale's top. Each ballot rates every bid, so that all are judged by the same people. If fewer ballots were cast
than was published, no bid earns any of the marks: that treats all alike, changes no distance between them, and spares
what few people said.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.domain.figures import Number, is_plain, plain, shown

FEWEST = 5
"""Nothing is told of fewer people than this, and no competition may ask for fewer ballots."""


@dataclass(frozen=True, slots=True)
class StaffRules:
    """What is published of the ballot: how many ballots make it count, and whether staff read who the bidders are."""

    least_ballots: int
    partners_named: bool = False


@dataclass(frozen=True, slots=True)
class StaffRatings:
    """What a bid was given for one criterion: how many ballots, and the sum of their ratings.

    Both are 0 where too few were cast to count, whatever was on them.
    """

    ballots: int
    total: Decimal


TOO_FEW = StaffRatings(0, Decimal(0))


def for_ratings(ratings: StaffRatings, maximum: Number, available: Number) -> Fraction:
    """Marks for ratings: their mean ÷ the highest rating of the scale × the marks available; none for too few."""
    if not ratings.ballots:
        return Fraction(0)
    return Fraction(ratings.total) / (ratings.ballots * Fraction(maximum)) * Fraction(available)


def explain_ratings(
    ratings: StaffRatings, rules: StaffRules, maximum: Number, available: Number, places: int = 2
) -> str:
    """How the ratings become marks: "41 ballots gave 164 together, 4 of 5 on average: …"."""
    marks_in_words = f"{'' if is_plain(available) else 'about '}{plain(available)} marks"
    if not ratings.ballots:
        return (
            f"Fewer than {rules.least_ballots} ballots were cast by staff, so no bid earns any of {marks_in_words}, "
            "as was published."
        )
    earned = shown(for_ratings(ratings, maximum, available), places)
    mean, top = mean_in_words(ratings), plain(maximum)
    return (
        f"{ratings.ballots} ballots of staff gave {plain(ratings.total)} together, {mean} of {top} on average: "
        f"{plain(ratings.total)} ÷ ({ratings.ballots} × {top}) of {marks_in_words} = {earned:f}."
    )


def mean_in_words(ratings: StaffRatings) -> str:
    """ "4", or "about 3.67"; nothing for too few."""
    if not ratings.ballots:
        return ""
    mean = Fraction(ratings.total) / ratings.ballots
    rounded = shown(mean, 2)
    return plain(mean) if Fraction(rounded) == mean else f"about {rounded:f}"


def rules_in_words(rules: StaffRules, *, is_advisory: bool) -> tuple[str, ...]:
    """What everybody reads of the ballot before they bid."""
    who = "who made it" if rules.partners_named else "not who made it: bids are Partner A, Partner B and so on"
    if is_advisory:
        told = "What staff say is told to the panel once it has locked its scores, and earns no marks."
        few = f"If fewer than {rules.least_ballots} ballots are cast, nothing is told of what they say."
    else:
        told = "The mean of all ratings, as a share of the highest rating, is the share of the marks that a bid earns."
        few = f"If fewer than {rules.least_ballots} ballots are cast, no bid earns any of these marks."
    return (
        "Rated by the staff of the service in a secret ballot. Each of them gets a code on paper and rates every bid.",
        "Nobody can see how somebody rated.",
        f"They read the same answers of each bid, without what is confidential, and {who}.",
        told,
        few,
    )
