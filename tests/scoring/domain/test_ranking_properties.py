from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.figures import shown
from procurement.domain.methodology import CriterionKind, Measure, criteria
from scoring.domain.ranking import rank
from tests.scoring.domain import oracle
from tests.scoring.domain.oracle import competitions


def places(ranking):
    return {bid.bid: (bid.place, bid.joint, bid.total) if bid.place else None for bid in ranking.bids}


@given(competitions())
def test_two_independent_rankings_agree(competition):
    methodology, bids, disregarded = competition

    assert places(rank(methodology, bids, disregarded)) == oracle.places(methodology, bids, disregarded)


@given(competitions(), st.randoms(use_true_random=False))
def test_the_order_of_the_bids_makes_no_difference(competition, random):
    methodology, bids, disregarded = competition
    shuffled = random.sample(bids, len(bids))

    assert rank(methodology, shuffled, disregarded) == rank(methodology, bids, disregarded)


@given(competitions())
def test_a_bid_without_a_place_changes_nobody_elses(competition):
    methodology, bids, disregarded = competition
    ranking = rank(methodology, bids, disregarded)
    placed = [bid for bid in ranking.bids if bid.place]

    alone = rank(methodology, [each for each in bids if each.bid in {bid.bid for bid in placed}])

    assert list(alone.bids) == placed


@given(competitions())
def test_marks_add_up_exactly_and_are_rounded_once(competition):
    methodology, bids, disregarded = competition

    for bid in rank(methodology, bids, disregarded).bids:
        if bid.place:
            leaves = sum((bid.marks[each.reference].earned for each in criteria(methodology)), Fraction(0))
            tops = sum((bid.marks[each.reference].earned for each in methodology.sections), Fraction(0))
            assert leaves == tops == bid.total
            assert bid.published_total == shown(bid.total, methodology.places)
            assert 0 <= bid.total <= 100
            assert all(0 <= mark.earned <= mark.available for mark in bid.marks.values())


@given(competitions())
def test_places_are_given_to_all_that_pass_and_to_none_that_fail(competition):
    methodology, bids, disregarded = competition
    ranking = rank(methodology, bids, disregarded)

    assert sorted(bid.bid for bid in ranking.bids) == sorted(bid.bid for bid in bids)
    assert all((bid.place is None) == bool(bid.failures) for bid in ranking.bids)
    placed = [bid.place for bid in ranking.bids if bid.place]
    assert placed == [1 + sum(other < place for other in placed) for place in placed]


@given(competitions(), st.data())
def test_a_better_score_never_costs_a_bid_its_place(competition, data):
    methodology, bids, disregarded = competition
    scored = [each for each in criteria(methodology) if each.kind is CriterionKind.SCORED]
    ranking = rank(methodology, bids, disregarded)
    placed = [each for each in bids if any(bid.bid == each.bid and bid.place for bid in ranking.bids)]
    if not (scored and placed):
        return
    bid, criterion = data.draw(st.sampled_from(placed)), data.draw(st.sampled_from(scored))
    better = replace(bid, scores={**bid.scores, criterion.reference: criterion.scale.maximum})

    after = rank(methodology, [better if each is bid else each for each in bids], disregarded)

    assert places(after)[bid.bid][0] <= places(ranking)[bid.bid][0]


@given(competitions())
def test_figures_that_no_formula_reads_make_no_difference(competition):
    methodology, bids, disregarded = competition
    read = {each.formula.measure for each in criteria(methodology) if each.formula}
    bare = [
        replace(each, measures={measure: value for measure, value in each.measures.items() if measure in read})
        for each in bids
    ]

    assert set(Measure) >= read
    assert rank(methodology, bare, disregarded).bids == rank(methodology, bids, disregarded).bids
