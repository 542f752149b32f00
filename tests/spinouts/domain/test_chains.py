from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given

from accounts.domain.refusals import Refusal
from spinouts.domain.chains import chains
from spinouts.domain.look_through import look_through
from tests.spinouts.domain.group_worlds import OWNERS, any_group, company, group

F = Fraction


def has_majority(of, known, holders, votes):
    """The test of one link, written out again: most votes that may be cast, or a member that fills most seats."""
    cast = sum(votes.get(holder, 0) for holder in holders)
    seats = sum(known.board.get(holder, 0) for holder in holders)
    member = any(known.capital.get(holder) or votes.get(holder) for holder in holders)
    return 2 * cast > sum(votes.values()) or (2 * seats > sum(known.board.values()) and member)


@given(any_group())
def test_it_is_the_least_set_that_no_majority_leads_out_of(of):
    found = chains(of)
    references = [known.reference for known in of.companies]
    for root in OWNERS:
        closed = [
            set(subset)
            for size in range(len(references) + 1)
            for subset in combinations(references, size)
            if not any(
                has_majority(of, known, {root, *subset}, found.votes[known.reference])
                for known in of.companies
                if known.reference not in subset
            )
        ]
        assert set(found.under(root)) == set.intersection(*closed)


@given(any_group())
def test_who_joins_loses_no_company(of):
    found = chains(of)

    for first, second in combinations(OWNERS, 2):
        assert {*found.under(first), *found.under(second)} <= set(found.under(first, second))


def test_control_does_not_thin_out_along_a_chain_as_ownership_does():
    of = group(
        company("A", {"p": 51, "q": 49}),
        company("B", {"A": 51, "q": 49}),
        company("C", {"B": 51, "q": 49}),
        p="partner",
        q="partner",
    )

    assert look_through(of)["C"]["p"] == F(51, 100) ** 3
    assert chains(of).under("p") == ("A", "B", "C")
    assert chains(of).standing("C", "p") == (F(51, 100), F(51, 100), 0)
    assert chains(of).under("q") == ()


def test_exactly_half_is_no_majority():
    of = group(company("A", {"p": 50, "q": 50}, board={"p": 2, "q": 2}), p="partner", q="partner")

    assert (chains(of).under("p"), chains(of).under("q"), chains(of).under("p", "q")) == ((), (), ("A",))


@pytest.mark.parametrize(("capital", "under"), [({"p": 1, "q": 99}, ("A",)), ({"q": 100}, ())])
def test_only_a_member_has_a_company_by_its_board(capital, under):
    of = group(company("A", capital, board={"p": 3, "q": 2}), p="partner", q="partner")

    assert chains(of).under("p") == under


def test_holdings_of_several_companies_of_a_chain_are_added_up():
    of = group(
        company("A", {"p": 1}),
        company("B", {"p": 1}),
        company("C", {"A": 30, "B": 15, "p": 10, "q": 45}),
        p="partner",
        q="partner",
    )

    assert chains(of).under("p") == ("A", "B", "C")
    assert chains(of).standing("C", "p")[1] == F(55, 100)
    assert chains(of).through("C", "p") == ("A", "B")
    assert chains(of).by_way("C", "p") == " (counting those of A Ltd and B Ltd)"
    assert chains(of).by_way("C", "q") == ""


def test_shares_in_treasury_are_capital_but_no_votes():
    of = group(company("A", {"p": 45, "q": 35, "A": 20}), p="partner", q="partner")

    assert chains(of).standing("A", "p") == (F(45, 100), F(45, 80), 0)
    assert chains(of).under("p") == ("A",)


def test_a_subsidiary_has_no_votes_in_its_parent():
    # B is 60% A's, and holds 20% of A: of the 80 votes that are left, 45 are a majority.
    of = group(company("A", {"p": 45, "q": 35, "B": 20}), company("B", {"A": 60, "q": 40}), p="partner", q="partner")

    assert chains(of).votes == {"A": {"p": 45, "q": 35}, "B": {"A": 60, "q": 40}}
    assert chains(of).under("p") == ("A", "B")


def test_two_companies_each_the_parent_of_the_other_keep_their_votes():
    of = group(company("A", {"B": 60, "p": 40}), company("B", {"A": 60, "p": 40}), p="partner", q="partner")

    assert chains(of).votes == {"A": {"B": 60, "p": 40}, "B": {"A": 60, "p": 40}}
    assert (chains(of).under("A"), chains(of).under("B")) == (("B",), ("A",))
    assert chains(of).under("p") == ()


def test_a_company_outside_the_group_has_no_standing():
    with pytest.raises(Refusal, match="X is not a company of this group"):
        chains(group()).standing("X", "p")
