from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.assigning import Named, Now, Place, Plan, balance, of_pairs, plan, product

ANN, BOB, CY = (Named(key, name) for key, name in enumerate(("Ann", "Bob", "Cy"), 1))
HARBOUR, QUAY = Named(1, "Harbour"), Named(2, "Quay")
SERVICE, STAFF = Named(1, "Service"), Named(2, "Staff")
ALL = frozenset({1, 2})


def now(held=(), scored=(), locked=(), cleared=None):
    return Now(frozenset(held), frozenset(scored), frozenset(locked), cleared or {1: ALL, 2: ALL, 3: ALL})


def test_a_plan_adds_and_takes_away_and_keeps_what_holds_a_score_or_is_locked():
    held = product([1, 2, 3], [1], [1])

    found = plan(
        now(held, scored=[Place(1, 1, 1)], locked=[2], cleared={1: ALL, 2: ALL, 3: frozenset({2})}),
        product([2], [2], [1]) | product([3], [1, 2], [2]),
    )

    assert found == Plan((Place(3, 2, 2),), (Place(3, 1, 1),), (Place(1, 1, 1), Place(2, 1, 1)))


def test_a_pair_is_for_every_bid_that_its_member_is_cleared_for_and_others_keep_what_they_have():
    state = now(product([2], [1], [1]), cleared={1: frozenset({2}), 2: ALL})

    assert of_pairs(state, [(1, 1)]) == {Place(1, 2, 1)}
    assert of_pairs(state, [(1, 1)], untouched=[(2, 1)]) == {Place(1, 2, 1), Place(2, 1, 1)}


def test_a_balanced_assignment_tells_why_and_where_too_few_are_cleared():
    found = balance(now(cleared={1: ALL, 2: frozenset({1})}), [ANN, BOB], [HARBOUR, QUAY], [SERVICE, STAFF], each=2)

    assert [str(each) for each in found.picks] == [
        "Service: Ann scores both bids. They had 0 answers to score before, the least of those who could.",
        "Service: Bob scores Harbour. They had 0 answers to score before, the least of those who could.",
        "Staff: Bob scores Harbour. They had 1 answer to score before, the least of those who could.",
        "Staff: Ann scores both bids. They had 2 answers to score before, the least of those who could.",
    ]
    assert found.gaps == (
        "Service: Quay would have 1 of 2, as nobody else is cleared for it.",
        "Staff: Quay would have 1 of 2, as nobody else is cleared for it.",
    )


def test_who_scores_a_criterion_already_is_given_its_other_bids_first():
    found = balance(
        now(product([1], [1], [1]) | product([1], [1, 2], [2])), [ANN, BOB, CY], [HARBOUR, QUAY], [SERVICE], each=1
    )

    assert [(each.member, each.bids) for each in found.picks] == [(ANN, (QUAY,))]


sizes = st.integers(1, 5)


@given(sizes, sizes, sizes, st.integers(1, 4))
def test_where_all_are_cleared_each_bid_has_enough_and_nobody_has_a_criterion_more_than_another(
    people, bids, asked, each
):
    members, all_bids, criteria = (
        [Named(key, f"{word}{key}") for key in range(1, count + 1)]
        for word, count in (("m", people), ("b", bids), ("c", asked))
    )
    every = frozenset(bid.key for bid in all_bids)
    state = now(cleared={member.key: every for member in members})

    found = balance(state, members, all_bids, criteria, each=each)

    load = Counter(place.member for place in found.wished)
    here = Counter((place.bid, place.criterion) for place in found.wished)
    assert set(here.values()) == {min(each, people)}
    assert max(load[one.key] for one in members) - min(load[one.key] for one in members) <= bids
    assert bool(found.gaps) == (each > people)


places = st.builds(Place, st.integers(1, 3), st.integers(1, 2), st.integers(1, 2))
some = st.frozensets(places, max_size=8)


@given(some, some, st.frozensets(st.integers(1, 3)), some)
def test_a_plan_carried_out_leaves_nothing_to_change_and_loses_no_score(held, scored, locked, wished):
    state = now(held, scored & held, locked)
    found = plan(state, wished)

    after = (held | set(found.added)) - set(found.removed)

    assert plan(now(after, scored & held, locked), wished).changes_nothing
    assert scored & held <= after
    assert {place for place in held ^ after if place.member in locked} == set()


@given(some, st.frozensets(st.integers(1, 3)), st.integers(1, 3))
def test_a_balanced_assignment_takes_nothing_away(held, locked, each):
    state = now(held, locked=locked)
    found = balance(state, [ANN, BOB, CY], [HARBOUR, QUAY], [SERVICE, STAFF], each=each)

    assert plan(state, found.wished).removed == ()
    assert not any(place.member in locked for place in found.wished - held)
