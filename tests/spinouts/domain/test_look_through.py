from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain import look_through as module
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.groups import Group, GroupCompany, Owner
from spinouts.domain.look_through import Interest, Path, all_interests, in_words, interests, look_through
from tests.spinouts.domain.group_worlds import CIRCLE, any_group, company, group

F = Fraction
# x_A(p) = 0.6 + 0.4 x_B(p) and x_B(p) = 0.2 x_A(p): x_A(p) = 0.6 / 0.92.
CROSSED = group(company("A", {"p": 60, "B": 40}), company("B", {"q": 80, "A": 20}), p="partner", q="partner")


def owned(of):
    """The companies from which a walk along holdings comes to an owner outside, each walked by itself."""
    outside = {owner.reference for owner in of.outsiders}

    def comes_out(start, seen=frozenset()):
        holders = {holder for holder, shares in of.company(start).capital.items() if shares}
        return bool(holders & outside) or any(comes_out(next_, seen | {start}) for next_ in holders - seen - {start})

    return {known.reference for known in of.companies if comes_out(known.reference)}


def by_paths(of, reference):
    """Straight down the chain: each holder's part, or what its own owners have of it; ends where nothing circles."""
    parts = {}
    for holder, part in fractions_of(of.company(reference).capital).items():
        if part:
            above = by_paths(of, holder) if any(holder == known.reference for known in of.companies) else {holder: 1}
            for owner, further in above.items():
                parts[owner] = parts.get(owner, 0) + part * further
    return parts


def renamed(of, names):
    def vector(weights):
        return {names[holder]: weight for holder, weight in weights.items()}

    return Group(
        tuple(
            GroupCompany(
                names[known.reference], known.name, vector(known.capital), vector(known.votes), vector(known.board)
            )
            for known in reversed(of.companies)
        ),
        tuple(Owner(names[owner.reference], owner.name, owner.kind) for owner in of.owners),
    )


def test_circles_staff_have_49_9_per_cent_of_every_spin_out():
    circle = {"Circle_Partnership": F(499, 1000), "Circle_plc": F(501, 1000)}

    assert look_through(CIRCLE) == dict.fromkeys(["H", "1", "2", "3"], circle)


def test_cross_holdings_are_solved_as_by_hand():
    assert look_through(CROSSED) == {
        "A": {"p": F(15, 23), "q": F(8, 23)},
        "B": {"p": F(3, 23), "q": F(20, 23)},
    }


def test_shares_in_treasury_belong_to_the_others_in_proportion():
    of = group(company("A", {"p": 30, "q": 60, "A": 10}), p="partner", q="partner")

    assert look_through(of) == {"A": {"p": F(1, 3), "q": F(2, 3)}}


def test_three_companies_in_a_ring_with_one_owner_belong_to_that_owner():
    of = group(
        company("A", {"C": 99, "p": 1}), company("B", {"A": 1}), company("C", {"B": 1}), p="partner", q="partner"
    )

    assert look_through(of) == {reference: {"p": F(1)} for reference in "ABC"}


def test_equiniti_owns_mycsp_through_paymaster():
    of = group(
        company("M", {"P": 40, "Government": 35, "Employees": 25}, name="MyCSP"),
        company("P", {"Equiniti": 1}, name="Paymaster"),
        Equiniti="partner",
        Government="council",
        Employees="employees",
    )

    assert look_through(of)["M"] == {"Equiniti": F(2, 5), "Government": F(7, 20), "Employees": F(1, 4)}
    assert [in_words(of, "M", interest) for interest in interests(of, "M")] == [
        ("Equiniti owns 40% of MyCSP, through Paymaster: 100% of 40%.",),
        ("Government owns 35% of MyCSP, directly: 35%.",),
        ("Employees owns 25% of MyCSP, directly: 25%.",),
    ]


@pytest.mark.parametrize(
    ("companies", "words"),
    [
        ([company("A", {"B": 1}), company("B", {"A": 1})], "Nobody outside owns any of A Ltd and B Ltd: they own only"),
        ([company("A", {"A": 1})], "A Ltd owns all its own shares"),
        ([company("A", {})], "Nobody holds any shares of A Ltd yet"),
        ([company("A", {"B": 1}), company("B", {})], "Nobody holds any shares of B Ltd yet"),
        # One of three has an owner outside; what it holds of the pair is not enough to own it, nor less than all.
        (
            [company("A", {"B": 1}), company("B", {"A": 1}), company("C", {"p": 1, "A": 1})],
            "Nobody outside owns any of A Ltd and B Ltd",
        ),
    ],
    ids=["each other", "itself", "nobody", "owned by nobody's", "a third beside them"],
)
def test_a_company_without_an_owner_outside_has_no_answer(companies, words):
    of = group(*companies, p="partner")

    with pytest.raises(Refusal, match=words):
        look_through(of)


@given(any_group())
def test_there_is_an_answer_exactly_when_every_company_leads_outside_and_it_solves_the_equation(of):
    references = {known.reference for known in of.companies}
    if owned(of) != references:
        with pytest.raises(Refusal):
            look_through(of)
        return

    answer = look_through(of)

    for known in of.companies:
        parts = answer[known.reference]
        assert sum(parts.values()) == 1
        assert all(part > 0 for part in parts.values())
        held = fractions_of(known.capital)
        for owner in ("p", "q", "r"):
            expected = held[owner] + sum(held.get(body, 0) * answer[body].get(owner, 0) for body in references)
            assert parts.get(owner, 0) == expected


@given(any_group(acyclic=True))
def test_without_circles_it_is_the_sum_of_all_paths(of):
    answer = look_through(of)

    assert answer == {known.reference: by_paths(of, known.reference) for known in of.companies}
    for known in of.companies:
        for interest in interests(of, known.reference, most_paths=100):
            assert interest.rest == 0
            assert interest.part == answer[known.reference][interest.owner]


@given(any_group(), st.permutations("ABCDpqr"))
def test_names_and_order_do_not_matter(of, shuffled):
    names = dict(zip("ABCDpqr", (f"new {name}" for name in shuffled), strict=True))
    if owned(of) != {known.reference for known in of.companies}:
        return

    assert look_through(renamed(of, names)) == {
        names[reference]: {names[owner]: part for owner, part in parts.items()}
        for reference, parts in look_through(of).items()
    }


@given(any_group())
def test_paths_are_the_widest_first_and_never_more_than_the_whole(of):
    if owned(of) != {known.reference for known in of.companies}:
        return
    for known in of.companies:
        for interest in interests(of, known.reference, most_paths=3):
            parts = [path.part for path in interest.paths]
            assert all(first >= second for first, second in pairwise(parts))
            assert interest.rest >= 0
            assert sum(parts) + interest.rest == interest.part


def test_paths_name_each_step_and_what_comes_round_in_circles():
    [first, second] = interests(CROSSED, "A")

    assert first == Interest("p", F(15, 23), (Path((), (F(3, 5),)),), F(15, 23) - F(3, 5))
    assert second == Interest("q", F(8, 23), (Path(("B",), (F(4, 5), F(2, 5))),), F(8, 23) - F(8, 25))
    assert in_words(CROSSED, "A", second) == (
        "q owns 34.8% of A Ltd in all.",
        "Through B Ltd: 80% of 40%.",
        "The rest, 2.8%, comes by narrower paths or through shares that companies hold in each other or in themselves.",
    )


def test_a_longer_chain_reads_from_the_owner_down():
    of = group(
        company("T", {"p": 49, "q": 51}, name="Top"),
        company("M", {"T": 60, "q": 40}, name="Middle"),
        company("L", {"M": 1, "p": 1}, name="Low"),
        p="partner",
        q="partner",
    )

    [large, small] = interests(of, "L")

    assert (large.owner, large.part) == ("p", F(1, 2) + F(49, 100) * F(6, 10) * F(1, 2))
    assert in_words(of, "L", large) == (
        "p owns 64.7% of Low in all.",
        "Directly: 50%.",
        "Through Top and Middle: 49% of 60% of 50%.",
    )
    assert in_words(of, "L", small) == (
        "q owns 35.3% of Low in all.",
        "Through Middle: 40% of 50%.",
        "Through Top and Middle: 51% of 60% of 50%.",
    )


def test_only_so_many_paths_are_listed(monkeypatch):
    middle = [company(name, {"p": 1}) for name in "BCDEFG"]
    of = group(company("A", dict.fromkeys("BCDEFG", 1)), *middle, p="partner")

    [interest] = interests(of, "A", most_paths=2)

    assert [path.through for path in interest.paths] == [("B",), ("C",)]
    assert interest.rest == F(4, 6)
    monkeypatch.setattr(module, "MOST_STEPS", 1)
    assert interests(of, "A") == (Interest("p", F(1), (), F(1)),)


def test_fifty_layers_of_crossing_paths_are_counted_and_cut_short():
    layers = [
        company(f"{side}{depth}", {f"{other}{depth + 1}": 1 for other in "AB"}) for depth in range(50) for side in "AB"
    ]
    of = group(*layers, company("A50", {"p": 2, "q": 1}), company("B50", {"q": 1}), p="partner", q="partner")

    found = interests(of, "A0")

    assert [(interest.owner, interest.part) for interest in found] == [("q", F(2, 3)), ("p", F(1, 3))]
    assert all(interest.rest > 0 for interest in found)


def test_a_company_outside_the_group_is_refused():
    with pytest.raises(Refusal, match="X is not a company of this group"):
        interests(CIRCLE, "X")


@given(any_group(acyclic=True))
def test_all_companies_at_once_have_the_interests_of_each(of):
    assert all_interests(of) == {known.reference: interests(of, known.reference) for known in of.companies}
