from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinouts.domain.resolutions import MOST_COALITIONS, Coalition, Power, alone, minimal_coalitions

weights = st.lists(st.integers(0, 60), min_size=1, max_size=7).map(
    lambda votes: dict(zip("ABCDEFG", votes, strict=False))
)


def members(votes, power):
    return [coalition.members for coalition in minimal_coalitions(votes, power).found]


def by_brute_force(votes, power):
    """Straight from the definition: all subsets with the power none of whose parts has it."""
    total = sum(votes.values())

    def has_it(coalition):
        return total and power.reached(Fraction(sum(votes[party] for party in coalition), total))

    subsets = [set(subset) for size in range(len(votes) + 1) for subset in combinations(votes, size)]
    return {
        frozenset(subset) for subset in subsets if has_it(subset) and not any(has_it(subset - {out}) for out in subset)
    }


@pytest.mark.parametrize(
    ("power", "percent", "expected"),
    [
        (Power.CARRY_ORDINARY, 50, False),
        (Power.CARRY_ORDINARY, Fraction("50.001"), True),
        (Power.CARRY_SPECIAL, Fraction("74.999"), False),
        (Power.CARRY_SPECIAL, 75, True),
        (Power.BLOCK_ORDINARY, Fraction("49.999"), False),
        (Power.BLOCK_ORDINARY, 50, True),
        (Power.BLOCK_SPECIAL, 25, False),
        (Power.BLOCK_SPECIAL, Fraction("25.001"), True),
    ],
)
def test_the_lines_of_sections_282_and_283_are_exact(power, percent, expected):
    assert power.reached(Fraction(percent) / 100) is expected


P, G, E = "Partner", "Government", "Employees"


@pytest.mark.parametrize(
    ("votes", "passes_ordinary", "passes_special", "blocks_special", "special_coalitions"),
    [
        ({P: 40, G: 35, E: 25}, (), (), (P, G), [(P, G)]),
        ({P: 51, G: 24, E: 25}, (P,), (), (P,), [(P, E), (P, G)]),
        ({E: 751, P: 249}, (E,), (E,), (E,), [(E,)]),
        ({P: 1, G: 1, E: 1}, (), (), (P, G, E), [(P, G, E)]),
        ({"First": 501, "Second": 499}, ("First",), (), ("First", "Second"), [("First", "Second")]),
        ({"First": 51, "Second": 49}, ("First",), (), ("First", "Second"), [("First", "Second")]),
        ({"First": 50, "Second": 50}, (), (), ("First", "Second"), [("First", "Second")]),
    ],
    ids=["MyCSP", "MyCSP 2014", "3BM", "Behavioural Insights Team", "Circle", "Entrust", "equal halves"],
)
def test_real_spin_outs_have_the_control_that_is_known_of_them(
    votes, passes_ordinary, passes_special, blocks_special, special_coalitions
):
    assert alone(votes, Power.CARRY_ORDINARY) == passes_ordinary
    assert alone(votes, Power.CARRY_SPECIAL) == passes_special
    assert alone(votes, Power.BLOCK_SPECIAL) == blocks_special
    assert members(votes, Power.CARRY_SPECIAL) == special_coalitions


def test_with_thirds_any_two_pass_an_ordinary_resolution():
    assert members({P: 1, G: 1, E: 1}, Power.CARRY_ORDINARY) == [(P, G), (P, E), (G, E)]


def test_with_equal_halves_either_blocks_and_only_both_pass():
    votes = {"First": 1, "Second": 1}

    assert members(votes, Power.BLOCK_ORDINARY) == [("First",), ("Second",)]
    assert members(votes, Power.CARRY_ORDINARY) == [("First", "Second")]


def test_the_partner_and_government_of_mycsp_pass_with_exactly_three_quarters():
    assert minimal_coalitions({P: 40, G: 35, E: 25}, Power.CARRY_SPECIAL).found == (Coalition((P, G), Fraction(3, 4)),)


def test_thirds_as_fractions_are_as_exact_as_whole_votes():
    thirds = dict.fromkeys((P, G, E), Fraction(1, 3))

    assert members(thirds, Power.CARRY_SPECIAL) == [(P, G, E)]


@given(weights, st.sampled_from(Power))
def test_coalitions_are_those_of_the_definition(votes, power):
    answer = minimal_coalitions(votes, power)

    assert answer.complete
    assert {frozenset(coalition.members) for coalition in answer.found} == by_brute_force(votes, power)
    assert len(answer.found) == len({frozenset(coalition.members) for coalition in answer.found})


@given(weights)
def test_a_party_has_a_power_alone_just_when_it_is_a_coalition_of_one(votes):
    for power in Power:
        assert {(party,) for party in alone(votes, power)} == {
            coalition for coalition in members(votes, power) if len(coalition) == 1
        }


@given(weights.filter(lambda votes: any(votes.values())))
def test_every_passing_coalition_meets_every_blocking_one(votes):
    for passes, blocks in ((Power.CARRY_ORDINARY, Power.BLOCK_ORDINARY), (Power.CARRY_SPECIAL, Power.BLOCK_SPECIAL)):
        assert all(set(one) & set(other) for one in members(votes, passes) for other in members(votes, blocks))


def test_sixteen_equal_parties_are_answered_in_full():
    votes = {f"party {number}": 1 for number in range(16)}

    answer = minimal_coalitions(votes, Power.BLOCK_ORDINARY)

    assert (len(answer.found), answer.complete) == (MOST_COALITIONS, True)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.integers(1, 1000), min_size=17, max_size=40), st.sampled_from(Power))
def test_a_crowd_is_answered_as_far_as_it_can_be_and_truly(votes, power):
    votes = {f"party {number}": weight for number, weight in enumerate(votes)}

    answer = minimal_coalitions(votes, power)

    assert answer.complete or len(answer.found) == MOST_COALITIONS
    for coalition in answer.found[:50]:
        lightest = Fraction(min(votes[party] for party in coalition.members), sum(votes.values()))
        assert power.reached(coalition.share)
        assert not power.reached(coalition.share - lightest)


def test_hundreds_of_members_do_not_stop_the_page():
    answer = minimal_coalitions({f"member {number}": 1 for number in range(500)}, Power.CARRY_SPECIAL)

    assert not answer.complete


def test_nobody_has_power_where_there_are_no_votes():
    assert alone({P: 0}, Power.BLOCK_ORDINARY) == ()
    assert members({P: 0}, Power.BLOCK_ORDINARY) == members({}, Power.CARRY_ORDINARY) == []


def test_votes_below_zero_are_a_fault():
    with pytest.raises(ValueError, match="zero or more"):
        minimal_coalitions({P: -1}, Power.CARRY_ORDINARY)
