from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from procurement.domain.stages import GoingOn, StageKind, Standing, kinds, lacks, shortlist

totals = st.one_of(st.none(), st.integers(0, 6).map(lambda sixth: Fraction(100 * sixth, 6)))
rules = st.builds(
    GoingOn,
    most=st.none() | st.integers(1, 5),
    least=st.none() | st.integers(1, 5),
    least_marks=st.none() | st.integers(0, 100).map(Decimal),
)


def placed(marks):
    """Standings as a ranking gives them: the same place for the same total, the next place after all who share one."""
    named = [(f"bid-{number}", total) for number, total in enumerate(marks)]
    ranked = sorted(((total, bid) for bid, total in named if total is not None), reverse=True)
    places = {bid: 1 + sum(other > total for other, _ in ranked) for total, bid in ranked}
    return [Standing(bid, places.get(bid), total) for bid, total in named]


def going(rule, standings):
    return {each.bid for each in shortlist(rule, standings) if each.goes_on}


@given(st.lists(totals, max_size=8), rules)
def test_nobody_goes_on_before_somebody_better_and_equals_go_together(marks, rule):
    standings = placed(marks)
    on = going(rule, standings)
    able = [each for each in standings if each.total is not None]

    for one in able:
        for other in able:
            if one.bid in on and other.total >= one.total:
                assert other.bid in on


@given(st.lists(totals, max_size=8), rules)
def test_the_most_is_kept_but_for_those_who_share_the_last_place(marks, rule):
    standings = placed(marks)
    on = [each for each in standings if each.bid in going(rule, standings)]
    passed = [each for each in standings if each.total is not None and each.total >= Fraction(rule.least_marks or 0)]

    if rule.most is None:
        assert on == passed
    else:
        assert len(on) >= min(rule.most, len(passed))
        last = max((each.place for each in on), default=0)
        assert sum(each.place < last for each in on) < rule.most


@given(st.lists(totals, max_size=8), rules, st.randoms())
def test_the_order_in_which_bids_are_listed_is_nothing_to_the_rule(marks, rule, random):
    standings = placed(marks)
    shuffled = random.sample(standings, len(standings))

    assert going(rule, shuffled) == going(rule, standings)


@given(st.lists(totals, max_size=8), rules)
def test_who_failed_never_goes_on_and_each_reason_names_no_other_bid(marks, rule):
    standings = placed(marks)

    for standing, outcome in zip(standings, shortlist(rule, standings), strict=True):
        assert outcome.bid == standing.bid
        assert not (outcome.goes_on and standing.total is None)
        assert "bid-" not in outcome.reason


def test_three_go_on_and_a_fourth_who_shares_the_third_place():
    standings = [
        Standing("a", 1, Fraction(90)),
        Standing("b", 2, Fraction(80)),
        Standing("c", 3, Fraction(70)),
        Standing("d", 3, Fraction(70)),
        Standing("e", 5, Fraction(60)),
        Standing("f", None, None, "It failed “Insurance”."),
    ]

    outcomes = shortlist(GoingOn(most=3, least=2), standings)

    assert [each.goes_on for each in outcomes] == [True, True, True, True, False, False]
    assert outcomes[4].reason == (
        "Only the 3 with the most marks go on by the published rule, and it is not among them."
    )
    assert outcomes[5].reason == "It failed “Insurance”."
    assert lacks(GoingOn(least=6), outcomes) == 2
    assert lacks(GoingOn(), outcomes) == 0


def test_least_marks_are_reached_exactly():
    standings = [Standing("a", 1, Fraction(50)), Standing("b", 2, Fraction(50) - Fraction(1, 9**9))]

    assert going(GoingOn(least_marks=Decimal(50)), standings) == {"a"}


def test_the_rule_reads_as_bidders_read_it():
    assert GoingOn(3, 2, Decimal("50.0")).in_words == (
        "Whoever passes every condition and least score and has at least 50 of 100 marks may go on; of these the 3 "
        "with the most marks go on, and bids that share the last of these places all go on. The council expects at "
        "least 2 to go on."
    )
    assert GoingOn().in_words == "Whoever passes every condition and least score goes on."


def test_the_stages_end_with_final_tenders():
    assert kinds(participation=True, rounds=1) == [StageKind.PARTICIPATION, StageKind.TENDERS, StageKind.FINAL]
    for rounds in (0, 5):
        with pytest.raises(Refusal):
            kinds(participation=False, rounds=rounds)


def test_a_rule_that_contradicts_itself_is_found():
    assert GoingOn(most=0).problems() == ["At least one bidder must be able to go on."]
    assert GoingOn(most=2, least=3).problems() == ["The least number that goes on can’t be above the most."]
    assert GoingOn(least_marks=Decimal(101)).problems() == ["The least marks to go on must be from 0 to 100."]
