from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.forms import LegalForm
from spinouts.domain.groups import Group
from spinouts.domain.joining import Change, changes, join, ratio_of_values, with_issue
from spinouts.domain.look_through import look_through
from tests.spinouts.domain.group_worlds import CIRCLE, company, group

F = Fraction
STAFF, PLC = "Circle_Partnership", "Circle_plc"


def bath(capital=None, **more):
    """A spin-out that is to join: by default its staff hold all 100 shares."""
    return group(company("B", capital or {"staff": 100}, name="Bath", **more), staff="employees", council="council")


def joined(newcomer=None, **more):
    terms = {"parent": "H", "ratio": F(2), "receivers": {"staff": STAFF}, **more}
    return join(CIRCLE, newcomer or bath(), "B", **terms)


def test_a_fourth_spin_out_joins_circle():
    result = joined()

    assert result.before is CIRCLE
    assert (result.handed, result.issued, result.left_over) == ({"staff": 100}, {STAFF: 200}, 0)
    assert result.changes == (
        Change(STAFF, 499, 699, F(499, 1000), F(699, 1200)),
        Change(PLC, 501, 501, F(501, 1000), F(501, 1200)),
    )
    assert result.after == Group(
        (
            company("H", {STAFF: 699, PLC: 501}, name="Circle Holdings"),
            *CIRCLE.companies[1:],
            company("B", {"H": 100}, name="Bath"),
        ),
        CIRCLE.owners,
    )
    assert look_through(result.after)["B"] == {STAFF: F(699, 1200), PLC: F(501, 1200)}


def test_one_after_another_joins_and_the_staff_come_to_the_majority():
    group_now, staff = CIRCLE, []
    for reference in ("B", "C"):
        newcomer = group(company(reference, {"staff": 1}), staff="employees")
        result = join(group_now, newcomer, reference, parent="H", ratio=F(1), receivers={"staff": STAFF})
        group_now = result.after
        staff.append(look_through(group_now)[reference][STAFF])

    assert staff == [F(500, 1001), F(501, 1002)]
    assert len(group_now.companies) == 6


def test_staff_and_council_may_hand_over_a_part_and_keep_the_rest():
    newcomer = bath({"staff": 60, "council": 40}, board={"staff": 2, "council": 1})

    result = joined(newcomer, handed={"staff": 30, "council": 20}, ratio=F(1, 2), board={"H": 3, "staff": 1})

    assert result.issued == {STAFF: 15, "council": 10}
    assert result.after.company("B") == company(
        "B", {"staff": 30, "council": 20, "H": 50}, board={"H": 3, "staff": 1}, name="Bath"
    )
    assert look_through(result.after)["B"]["council"] == F(1, 5) + F(1, 2) * F(10, 1025)


def test_what_is_left_of_a_share_is_said_and_the_largest_remainder_has_the_last_one():
    newcomer = group(company("B", {"one": 5, "two": 8}), one="partner", two="partner")

    result = join(CIRCLE, newcomer, "B", parent="H", ratio=F(1, 2))

    # Due are 2.5 and 4: in all 6.5, hence 6 shares, of which 2.31 and 3.69.
    assert (result.issued, result.left_over) == ({"one": 2, "two": 4}, F(1, 2))


@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(1, 50), min_size=1),
    st.fractions(F(1, 3), 7, max_denominator=12),
)
def test_whole_shares_are_issued_each_within_one_of_its_due(capital, ratio):
    newcomer = group(company("B", capital), **dict.fromkeys(capital, "partner"))
    whole = sum(capital.values())
    if ratio * whole < 1:
        return

    result = join(CIRCLE, newcomer, "B", parent="H", ratio=ratio)

    total = sum(result.issued.values())
    assert total + result.left_over == ratio * whole
    assert 0 <= result.left_over < 1
    assert all(abs(shares - F(total * capital[who], whole)) < 1 for who, shares in result.issued.items())
    assert sum(result.after.company("H").capital.values()) == 1000 + total
    assert result.after.company("B").capital == {"H": whole}
    assert look_through(result.after)["B"] == look_through(result.after)["H"]
    assert sum(change.after for change in result.changes) == 1


def test_shares_that_the_group_company_or_the_spin_out_itself_holds_stay_where_they_are():
    newcomer = group(company("B", {"staff": 70, "H": 20, "B": 10}), staff="employees", H="partner")

    result = joined(newcomer)

    assert result.handed == {"staff": 70}
    assert result.after.company("B").capital == {"H": 90, "B": 10}


def test_a_share_takes_its_votes_along():
    newcomer = bath({"staff": 10, "council": 10}, votes={"staff": 20})

    result = joined(newcomer, handed={"staff": 5, "council": 10}, votes_per_share=3)

    assert result.after.company("B").votes == {"staff": 10, "H": 10}
    assert result.after.company("H").votes == {STAFF: 499 + 30, PLC: 501, "council": 60}


def test_where_members_have_one_vote_each_a_new_member_has_one():
    newcomer = bath({"staff": 10, "council": 10}, votes={"staff": 1, "council": 1}, form=LegalForm.COOPERATIVE_SOCIETY)
    society = replace(CIRCLE.companies[0], form=LegalForm.COMMUNITY_BENEFIT_SOCIETY, votes={STAFF: 1, PLC: 1})
    circle = replace(CIRCLE, companies=(society, *CIRCLE.companies[1:]))

    result = join(circle, newcomer, "B", parent="H", ratio=F(1), handed={"council": 10})

    assert result.after.company("B").votes == {"staff": 1, "H": 1}
    assert result.after.company("H").votes == {STAFF: 1, PLC: 1, "council": 1}


def test_the_ratio_follows_from_two_values():
    ratio = ratio_of_values(newcomer=(Decimal(300_000), 100), group=(Decimal("1500000.00"), 1000))

    assert ratio == 2


@pytest.mark.parametrize(
    "values", [((Decimal(0), 1), (Decimal(1), 1)), ((Decimal(1), 1), (Decimal(1), 0)), ((Decimal(-1), 1),) * 2]
)
def test_a_ratio_of_nothing_is_refused(values):
    with pytest.raises(Refusal, match="above zero"):
        ratio_of_values(newcomer=values[0], group=values[1])


@pytest.mark.parametrize(
    ("newcomer", "terms", "words"),
    [
        (None, {"ratio": F(0)}, "ratio must be above zero"),
        (None, {"ratio": F(1, 101)}, "100/101 shares of Circle Holdings would be due, less than one whole share"),
        (None, {"handed": {}}, "Nobody hands over shares in Bath"),
        (None, {"handed": {"staff": 101}}, "staff has 100 shares in Bath and cannot hand over 101: choose 0 to 100"),
        (None, {"handed": {"staff": 1, "council": -1}}, "council has 0 shares in Bath"),
        (group(company("B", {"H": 1}, name="Bath"), H="partner"), {}, "Nobody hands over shares in Bath"),
        (None, {"parent": "Z"}, "Z is not a company of this group"),
        (None, {"receivers": {"staff": "nobody"}}, "held by nobody, of whom nothing is recorded"),
        (bath(votes={"staff": 33}), {"handed": {"staff": 50}}, "a part of a vote"),
        (None, {"receivers": {"staff": "H"}}, "Circle Holdings cannot hold shares in Circle Holdings"),
        (None, {"receivers": {"staff": "1"}}, "Spin-out 1 cannot hold shares in Circle Holdings, which is above it"),
        (None, {"receivers": {"staff": "B"}}, r"Bath cannot hold shares in Circle Holdings.*s\.136"),
        (group(company("1", {"staff": 1}), staff="employees"), {}, "same reference, 1"),
    ],
)
def test_a_joining_that_cannot_be_is_refused(newcomer, terms, words):
    with pytest.raises(Refusal, match=words):
        joined(newcomer, **terms)


def test_an_issue_shows_who_is_thinned_out():
    before = CIRCLE.company("H")

    after = with_issue(before, {PLC: 250, "Fund": 250}, votes_per_share=0)

    assert after.votes == before.votes
    assert changes(before, after) == (
        Change(STAFF, 499, 499, F(499, 1000), F(499, 1500)),
        Change(PLC, 501, 751, F(501, 1000), F(751, 1500)),
        Change("Fund", 0, 250, F(0), F(250, 1500)),
    )
