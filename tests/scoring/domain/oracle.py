"""The ranking worked out a second time, in the plainest way: a sum over leaves, and each bid against each other."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from procurement.domain.methodology import Criterion, Measure, Method
from scoring.domain.sheet import BidFigures
from tests.procurement.domain.methodologies import judged, methodologies


def places(methodology, bids, disregarded):
    """(place, joint, total) of each bid by reference; None for a bid without a place."""
    top = methodology.sections
    assessed = [bid for bid in bids if bid.bid not in disregarded]
    admitted = [bid for bid in assessed if all(passes(section, bid) for section in top)]

    def merit(bid):
        total = sum(earned(section, bid, admitted, Fraction(100)) for section in top)
        return total, [
            earned_by_name(reference, top, bid, admitted, Fraction(100)) for reference in methodology.tie_break
        ]

    merits = {bid.bid: merit(bid) for bid in admitted}
    found = {}
    for bid in bids:
        if bid.bid not in merits:
            found[bid.bid] = None
            continue
        mine = merits[bid.bid]
        better = sum(other > mine for other in merits.values())
        same = sum(other == mine for other in merits.values())
        found[bid.bid] = (better + 1, same > 1, mine[0])
    return found


def passes(part, bid):
    if isinstance(part, Criterion):
        return part.minimum_score is None or bid.scores[part.reference] >= part.minimum_score
    if part.minimum_percent is not None and earned(part, bid, [bid], Fraction(1)) < (
        Fraction(part.minimum_percent) / 100 * Fraction(part.weight) / 100
    ):
        return False
    return all(passes(child, bid) for child in part.children)


def earned(part, bid, admitted, whole):
    mine = whole * Fraction(part.weight) / 100
    if isinstance(part, Criterion):
        return mine * share(part, bid, admitted)
    return sum((earned(child, bid, admitted, mine) for child in part.children), Fraction(0))


def share(criterion, bid, admitted):
    if criterion.formula is None:
        return Fraction(bid.scores[criterion.reference]) / Fraction(max(step.value for step in criterion.scale.steps))
    formula = criterion.formula
    mine = Fraction(bid.measures[formula.measure])
    theirs = [Fraction(other.measures[formula.measure]) for other in admitted]
    if formula.method is Method.PRO_RATA_LOWEST:
        return min(theirs) / mine
    if formula.method is Method.PRO_RATA_HIGHEST:
        return mine / max(theirs) if mine else Fraction(0)
    if formula.method is Method.AROUND_MEAN:
        mean = sum(theirs) / len(theirs)
        return min(max(50 - 100 * (mine - mean) / mean, 0), 100) / Fraction(100)
    zero_at, full_at = Fraction(formula.zero_at), Fraction(formula.full_at)
    low, high = sorted((zero_at, full_at))
    inside = min(max(mine, low), high)
    return abs(inside - zero_at) / (high - low)


def earned_by_name(reference, parts, bid, admitted, whole):
    for part in parts:
        if part.reference == reference:
            return earned(part, bid, admitted, whole)
        if not isinstance(part, Criterion):
            found = earned_by_name(reference, part.children, bid, admitted, whole * Fraction(part.weight) / 100)
            if found is not None:
                return found
    return None


measures = st.sampled_from([Decimal("0.01"), Decimal(50), Decimal(120), Fraction(100, 3)]) | st.decimals(
    "0.01", "300.00", places=2
)


@st.composite
def competitions(draw):
    """A methodology, up to six bids with every score and figure, often equal, and some of them disregarded."""
    methodology = draw(methodologies())
    steps = {each.reference: [step.value for step in each.scale.steps] for each in judged(methodology)}
    bids = [
        BidFigures(
            bid=f"bid-{number}",
            name=draw(st.sampled_from(["Harbour", "Quayside", "Moor"])),
            scores={
                reference: draw(st.sampled_from(values) | st.just(max(values))) for reference, values in steps.items()
            },
            measures={measure: draw(measures) for measure in Measure},
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    reasons = (
        draw(st.dictionaries(st.sampled_from([bid.bid for bid in bids]), st.just("Too late."), max_size=2))
        if bids
        else {}
    )
    return methodology, bids, reasons
