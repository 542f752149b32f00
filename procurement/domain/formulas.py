"""Marks for scores and for figures, exactly, and the words that explain them.

The methods, each published with the methodology (s.23(3)): lowest ÷ figure, figure ÷ highest, around the mean of all
figures, and a straight line between two published bounds. Only the last is independent of who else bids.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from procurement.domain.figures import Number, added_up, in_percent, is_plain, plain, shown
from procurement.domain.methodology import Formula, Measure, Method, Scale


def pro_rata_to_lowest(price: Number, lowest: Number, available: Number) -> Fraction:
    """Marks for a price: the lowest earns all that are available, each other lowest ÷ price of them.

    Prices in pounds (or stakes in per cent), all above zero. Raises Refusal for a price of zero or less, for which the
    published formula has no answer, and ValueError if the price is below the lowest.
    """
    if price <= 0 or lowest <= 0:
        raise Refusal("A price of zero or less has no marks under “lowest ÷ price”: the formula would divide by zero.")
    if price < lowest:
        raise ValueError("The lowest price must be the lowest of all that count.")
    return Fraction(lowest) / Fraction(price) * Fraction(available)


def pro_rata_to_highest(value: Number, highest: Number, available: Number) -> Fraction:
    """Marks for a benefit: the highest earns all that are available, each other value ÷ highest, and zero earns none.

    Raises Refusal for a value below zero, and ValueError if the value is above the highest.
    """
    if value < 0:
        raise Refusal("A figure below zero has no marks under “figure ÷ highest”.")
    if value > highest:
        raise ValueError("The highest figure must be the highest of all that count.")
    if value == 0:
        return Fraction(0)
    return Fraction(value) / Fraction(highest) * Fraction(available)


def around_mean(value: Number, mean: Number, available: Number) -> Fraction:
    """Marks for a price: the mean earns half, each per cent below or above it one per cent of the marks more or less.

    Nothing is the least and all the most. Prices above zero; raises Refusal for one of zero or less.
    """
    if value <= 0 or mean <= 0:
        raise Refusal("A price of zero or less has no marks around the mean of all.")
    share = Fraction(1, 2) + _below(value, mean)
    return min(max(share, Fraction(0)), Fraction(1)) * Fraction(available)


def _below(value: Number, mean: Number) -> Fraction:
    """By which part of the mean the figure lies below it; negative above it."""
    return (Fraction(mean) - Fraction(value)) / Fraction(mean)


def linear(value: Number, zero_at: Number, full_at: Number, available: Number) -> Fraction:
    """Marks on a straight line from `zero_at`, which earns none, to `full_at`, which earns all; level beyond them.

    Either bound may be the larger. Raises Refusal if they are equal.
    """
    if zero_at == full_at:
        raise Refusal("The figure that earns no marks and the figure that earns all of them must differ.")
    way = (Fraction(value) - Fraction(zero_at)) / (Fraction(full_at) - Fraction(zero_at))
    return min(max(way, Fraction(0)), Fraction(1)) * Fraction(available)


def for_score(score: Number, maximum: Number, available: Number) -> Fraction:
    """Marks for an evaluated score: score ÷ highest score of the scale × the marks available."""
    return Fraction(score) / Fraction(maximum) * Fraction(available)


def compared_with(method: Method, figures: Collection[Number]) -> Number:
    """What a relative method compares each figure that counts with: the lowest, the highest or the mean of them."""
    if method is Method.AROUND_MEAN:
        return added_up([Fraction(each) for each in figures]) / len(figures)
    return min(figures) if method is Method.PRO_RATA_LOWEST else max(figures)


def marks(formula: Formula, value: Number, comparators: Collection[Number], available: Number) -> Fraction:
    """Marks for a bid's figure. `comparators` are the figures of all bids that count, its own among them.

    What `compared_with` gives of them is enough; `linear` needs none. Raises Refusal where the formula has no answer.
    """
    if formula.method.is_relative:
        compared = compared_with(formula.method, comparators)
        return _RELATIVE[formula.method](value, compared, available)
    zero_at, full_at = _bounds(formula)
    return linear(value, zero_at, full_at, available)


def explain(
    formula: Formula, value: Number, comparators: Collection[Number], available: Number, places: int = 2
) -> str:
    """How the figure becomes marks, in words with all the figures; the same arguments and errors as `marks`."""
    earned = shown(marks(formula, value, comparators, available), places)
    if formula.method is Method.LINEAR:
        return _explain_linear(formula, value, available, f"{earned:f}")
    best = compared_with(formula.method, comparators)
    if formula.method is Method.AROUND_MEAN:
        return _explain_around_mean(formula.measure, value, best, available, f"{earned:f}")
    lowest = formula.method is Method.PRO_RATA_LOWEST
    words, noun, all_marks = formula.measure.in_words, formula.measure.label.lower(), in_marks(available)
    if value == 0:
        return f"{words(value)} earns none of {all_marks} = {earned:f}."
    superlative = f"{words(best)} is the {'lowest' if lowest else 'highest'} {noun}"
    if value == best:
        return f"{superlative} and earns all of {all_marks} = {earned:f}."
    top, bottom = (best, value) if lowest else (value, best)
    return f"{superlative}; {words(value)} earns {plain(top)} ÷ {plain(bottom)} of {all_marks} = {earned:f}."


def explain_score(score: Number, scale: Scale, available: Number, places: int = 2) -> str:
    """How an evaluated score becomes marks: "The score 4 of 5 earns 4 ÷ 5 of 36 marks = 28.80."."""
    earned = shown(for_score(score, scale.maximum, available), places)
    given, most = f"{'' if is_plain(score) else 'about '}{plain(score)}", plain(scale.maximum)
    return f"The score {given} of {most} earns {given} ÷ {most} of {in_marks(available)} = {earned:f}."


def explain_sum(parts: Iterable[tuple[str, Fraction]], available: Number, places: int = 2) -> str:
    """How a section's marks add up from its parts' titles and marks; it says so where the rounded parts seem not to."""
    parts = list(parts)
    total = shown(added_up([earned for _, earned in parts]), places)
    rounded = [(title, shown(earned, places)) for title, earned in parts]
    sum_in_words = " + ".join([f"{earned:f} for “{title}”" for title, earned in rounded])
    adds_up = sum([earned for _, earned in rounded]) == total
    rounding = "" if adds_up else " (added up exactly, and only then rounded)"
    return f"{sum_in_words} = {total:f} of {in_marks(available)}{rounding}."


def in_marks(available: Number) -> str:
    """So many marks: "40 marks", "1 mark", "about 3.3333 marks"."""
    return f"{'' if is_plain(available) else 'about '}{plain(available)} {'mark' if available == 1 else 'marks'}"


def unanswerable(formula: Formula, value: Number) -> str | None:
    """Why the formula has no marks for the figure, as the end of a sentence about the bid; None if it has."""
    if formula.method is Method.PRO_RATA_LOWEST and value <= 0:
        return f"{_offers(formula.measure, value)}, for which “lowest ÷ figure” has no answer"
    if formula.method is Method.AROUND_MEAN and value <= 0:
        return f"{_offers(formula.measure, value)}, for which marks around the mean have no answer"
    if formula.method is Method.PRO_RATA_HIGHEST and value < 0:
        return f"{_offers(formula.measure, value)}, for which “figure ÷ highest” has no answer"
    return None


def _offers(measure: Measure, value: Number) -> str:
    return f"offers {measure.in_words(value)} as its {measure.label.lower()}"


def _bounds(formula: Formula) -> tuple[Decimal, Decimal]:
    if formula.zero_at is None or formula.full_at is None:
        raise Refusal("A straight line needs both bounds: the figure that earns no marks and the one that earns all.")
    return formula.zero_at, formula.full_at


def _explain_around_mean(measure: Measure, value: Number, mean: Number, available: Number, earned: str) -> str:
    below = _below(value, mean) * 100
    line = f"{measure.in_words(mean)} is the mean of all and earns half of {in_marks(available)}"
    if not below:
        return f"{line} = {earned}."
    distance = f"{in_percent(abs(below))} {'below' if below > 0 else 'above'} it"
    share = min(max(50 + below, Fraction(0)), Fraction(100))
    bound = ", which is the least" if not share else ", which is the most" if share == 100 else ""
    return f"{line}; {measure.in_words(value)}, {distance}, earns {in_percent(share)} of them{bound} = {earned}."


_RELATIVE = {
    Method.PRO_RATA_LOWEST: pro_rata_to_lowest,
    Method.PRO_RATA_HIGHEST: pro_rata_to_highest,
    Method.AROUND_MEAN: around_mean,
}


def _explain_linear(formula: Formula, value: Number, available: Number, earned: str) -> str:
    zero_at, full_at = _bounds(formula)
    words, all_marks = formula.measure.in_words, in_marks(available)
    line = f"{words(zero_at)} earns no marks and {words(full_at)} earns all of {all_marks}"
    way = linear(value, zero_at, full_at, 1)
    if way in {0, 1}:
        beyond = "" if value in {zero_at, full_at} else ", as it lies beyond the line"
        return f"{line}; {words(value)} earns {'all' if way else 'none'} of them{beyond} = {earned}."
    part, whole = (abs(Fraction(end) - Fraction(zero_at)) for end in (value, full_at))
    return f"{line}; {words(value)} earns {plain(part)} ÷ {plain(whole)} of them = {earned}."
