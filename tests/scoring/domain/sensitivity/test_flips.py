from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import CriterionKind, criteria
from scoring.domain.ranking import rank
from scoring.domain.sensitivity.flips import Flip, smallest_flips
from tests.procurement.domain.methodologies import FIVE
from tests.scoring.domain.bids import figures, quality_and_price, quality_only
from tests.scoring.domain.oracle import competitions


def test_one_point_on_the_heavier_criterion_is_the_smallest_change():
    """60 and 40 marks on a scale of 5: 76 against 72, so a point of 12 turns it, and one of 8 does too."""
    ranking = rank(quality_only(), [figures("First", a=3, b=5), figures("Second", a=4, b=3)])

    flips = smallest_flips(ranking)

    assert [(each.bid, each.criterion, each.agreed, each.other, each.first) for each in flips] == [
        ("first", "a", 3, 2, ("second",)),
        ("first", "b", 5, 4, ("second",)),
        ("second", "a", 4, 5, ("second",)),
        ("second", "b", 3, 4, ("second",)),
    ]
    assert {each.share for each in flips} == {Fraction(1, 5)}


def test_a_lead_that_no_single_score_can_turn():
    ranking = rank(quality_only(), [figures("First", a=5, b=5), figures("Second", a=0, b=0)])

    assert smallest_flips(ranking) == ()


def test_a_bid_that_just_missed_a_least_score_may_be_one_point_from_winning():
    ranking = rank(
        quality_and_price(60, FIVE, least=3), [figures("First", 200, answer=4), figures("Out", 100, answer=2)]
    )

    flip = smallest_flips(ranking)[0]

    assert (flip.bid, flip.other, flip.first) == ("out", 3, ("out",))


def test_a_bid_with_which_prices_are_compared_turns_it_by_dropping_out():
    """X leads while Z, which cannot win, sets the lowest price (the ranking paradox); without Z, Y is first."""
    scale = replace(FIVE, steps=tuple(replace(step, value=step.value * 12) for step in FIVE.steps))
    methodology = quality_and_price(60, scale, least=12)
    ranking = rank(
        methodology, [figures("X", 120, answer=60), figures("Y", 100, answer=48), figures("Z", 60, answer=12)]
    )
    assert ranking.first[0].bid == "x"

    flips = [each for each in smallest_flips(ranking) if each.bid == "z"]

    assert flips == [] or all(each.first != ("x",) for each in flips)


@given(competitions())
def test_no_smaller_change_is_overlooked(assessment):
    """Compared with every change of one score, each ranked anew."""
    methodology, bids, disregarded = assessment
    ranking = rank(methodology, bids, disregarded)
    assume(len(ranking.first) == 1)

    assert set(smallest_flips(ranking, most=1000)) == set(_by_trying_all(ranking))


def _by_trying_all(ranking):
    placed = {bid.bid for bid in ranking.bids if bid.place is not None}
    found = {}
    for figures_ in ranking.figures:
        for criterion in criteria(ranking.methodology):
            agreed = figures_.scores.get(criterion.reference)
            skipped = criterion.kind is CriterionKind.CONDITION and figures_.bid in placed
            if agreed is None or criterion.scale is None or skipped or figures_.bid in ranking.disregarded:
                continue
            steps = [step.value for step in criterion.scale.steps]
            for other in sorted(steps, key=lambda step: (abs(step - agreed), step)):
                changed = replace(figures_, scores={**figures_.scores, criterion.reference: other})
                try:
                    then = rank(
                        ranking.methodology,
                        [changed if each.bid == changed.bid else each for each in ranking.figures],
                        ranking.disregarded,
                    )
                except Refusal:
                    continue
                first = tuple(bid.bid for bid in then.first)
                key = (figures_.bid, criterion.reference)
                if first != (ranking.first[0].bid,) and key not in found:
                    share = Fraction(abs(other - agreed)) / (Fraction(max(steps)) - Fraction(min(steps)))
                    found[key] = Flip(*key, agreed, other, share, first)
    return found.values()
