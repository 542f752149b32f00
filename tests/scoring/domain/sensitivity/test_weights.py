from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Section
from scoring.domain.ranking import rank
from scoring.domain.sensitivity.weights import WeightRange, weight_ranges
from scoring.domain.sheet import Sheet
from tests.procurement.domain.methodologies import HUNDRED
from tests.scoring.domain.bids import TIED, figures, quality_and_price, quality_only
from tests.scoring.domain.oracle import competitions


def test_a_better_answer_at_a_higher_price_wins_from_a_weight_that_can_be_worked_out_by_hand():
    """Quality 80 against 60 and price 100 of 120: 80w + 83⅓(1 - w) = 60w + 100(1 - w) at w = 5/11."""
    bids = [figures("Better", 120, answer=80), figures("Cheaper", 100, answer=60)]

    ranges = {each.reference: each for each in weight_ranges(rank(quality_and_price(60, HUNDRED), bids))}

    assert ranges == {
        "quality": WeightRange(
            reference="quality",
            title="Quality",
            weight=Decimal(60),
            low=Fraction(500, 11),
            high=Fraction(100),
            below=("cheaper",),
            above=(),
            without=("cheaper",),
        ),
        "offer": WeightRange(
            reference="offer",
            title="Offer",
            weight=Decimal(40),
            low=Fraction(0),
            high=Fraction(600, 11),
            below=(),
            above=("cheaper",),
            without=("better",),
        ),
    }


def test_a_bid_that_is_better_in_everything_is_first_with_any_weights():
    bids = [figures("Best", 100, answer=80), figures("Worse", 120, answer=60)]

    ranges = weight_ranges(rank(quality_and_price(60, HUNDRED), bids))

    assert [(each.low, each.high, each.below, each.above) for each in ranges] == [(0, 100, (), ())] * 2


def test_a_tie_that_only_the_tie_break_parted_ends_exactly_at_the_published_weight():
    ranges = weight_ranges(rank(quality_only(tie_break=("b",)), TIED))

    assert [(each.reference, each.low, each.high) for each in ranges] == [("a", 0, 60), ("b", 40, 100)]


def test_nothing_can_be_said_where_bids_share_the_first_place():
    with pytest.raises(Refusal, match="share the first place"):
        weight_ranges(rank(quality_only(), TIED))


@given(competitions(), st.data())
def test_within_its_range_the_first_stays_first_and_beyond_it_does_not(assessment, data):
    methodology, bids, disregarded = assessment
    ranking = rank(methodology, bids, disregarded)
    assume(len(ranking.first) == 1)
    ranges = weight_ranges(ranking)
    assume(ranges)
    found = data.draw(st.sampled_from(ranges))
    weight = Fraction(data.draw(st.integers(0, 100)))

    totals = _totals(_with_weight(methodology, found.reference, weight), ranking)

    first = ranking.first[0].bid
    ahead = {bid for bid, total in totals.items() if total > totals[first]}
    assert bool(ahead) == (not found.low <= weight <= found.high)


def _with_weight(methodology, reference, weight):
    """The same methodology with another weight there, and the others at that level scaled; worked out anew."""

    def level(parts):
        if any(part.reference == reference for part in parts):
            own = next(Fraction(part.weight) for part in parts if part.reference == reference)
            factor = (100 - weight) / (100 - own)
            parts = tuple(
                replace(part, weight=weight if part.reference == reference else Fraction(part.weight) * factor)
                for part in parts
            )
        return tuple(
            replace(part, children=level(part.children)) if isinstance(part, Section) else part for part in parts
        )

    return replace(methodology, sections=level(methodology.sections))


def _totals(methodology, ranking):
    """The totals of the same admitted bids under the other weights."""
    sheet = Sheet(methodology)
    placed = {bid.bid for bid in ranking.bids if bid.place is not None}
    admitted = [each for each in ranking.figures if each.bid in placed]
    compared = sheet.compared_with(admitted)
    return {
        each.bid: sum(
            sheet.all_marks(each, sheet.own_marks(each), compared)[part.reference].earned
            for part in methodology.sections
        )
        for each in admitted
    }
