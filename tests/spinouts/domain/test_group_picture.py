from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from accounts.domain.refusals import Refusal
from spinouts.domain.group_picture import group_on, group_picture, kinds_of, tree_of
from spinouts.domain.parties import Party, PartyKind
from tests.spinouts.studies import companies

LAST = date(2014, 4, 1)
GROUP = companies("group")


def rows(tree):
    return {(row.owner, row.owned): row.capital for row in tree.rows}


def test_the_whole_group_is_one_tree_over_several_levels():
    tree = group_picture(GROUP, "group", LAST).tree

    assert rows(tree) == {
        ("Circle plc", "Circle group"): "50.1%",
        ("Circle Partnership", "Circle group"): "49.9%",
        ("Circle group", "Day hospital"): "50.1%",
        ("Staff: day hospital", "Day hospital"): "49.9%",
        ("Circle group", "Eye clinic"): "50.1%",
        ("Staff: eye clinic", "Eye clinic"): "49.9%",
        ("Circle group", "Community nursing"): "50.1%",
        ("Staff: community nursing", "Community nursing"): "49.9%",
    }
    tops = {box.lines[0].words: box.y for box in tree.boxes}
    assert tops["Circle plc"] < tops["Circle group"] < tops["Eye clinic"]


def test_each_owner_outside_is_looked_through_to_in_words_with_exact_parts():
    owners = {owner.name: owner for owner in group_picture(GROUP, "group", LAST).owners}

    assert list(owners) == [
        "Circle plc",
        "Circle Partnership",
        "Staff: day hospital",
        "Staff: eye clinic",
        "Staff: community nursing",
    ]
    hospital = owners["Circle Partnership"].parts[1]
    assert (hospital.company, hospital.words, hospital.exact) == ("Day hospital", "just under 25%", "24.9999%")
    assert hospital.sentences == (
        "Circle Partnership owns just under 25% of Day hospital, through Circle group: 49.9% of 50.1%.",
    )


def test_what_the_group_makes_of_a_company_is_told_of_that_one():
    (found,) = group_picture(GROUP, "eye-clinic", LAST).findings

    assert found.title == "What the group makes of Eye clinic"
    subsidiaries = [row.sentence for row in found.rows if row.heading == "Subsidiary"]
    assert subsidiaries[0].startswith("Eye clinic is a subsidiary of Circle group, which has 50.1% of the votes")
    assert "Circle plc, which has 50.1% of the votes through Circle group" in subsidiaries[1]


def test_a_company_is_there_once_somebody_owns_it():
    early = group_picture(GROUP, "eye-clinic", date(2012, 4, 1))

    assert [company.name for company in early.group.companies] == ["Circle group", "Day hospital"]
    assert early.findings == ()


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2011, 6, 1)])
def test_with_fewer_than_two_companies_there_is_no_group(on):
    assert group_picture(GROUP, "group", on) is None


def test_trustees_hold_for_others():
    (mycsp,) = companies("mycsp")

    (trust,) = group_on([mycsp], date(2014, 10, 1)).trusts
    assert (trust.name, trust.beneficiaries) == ("MyCSP Employee Partnership Trust", "the employees")


def test_companies_that_own_only_each_other_are_drawn_and_the_reason_is_given():
    first, second = GROUP[:2]
    head = Party("day-hospital", "Day hospital", PartyKind.GROUP_COMPANY)
    held = tuple(replace(event, to_party=head) for event in first.events[:1])
    other = tuple(event for event in second.events if event.to_party.reference == "group")
    circle = (replace(first, parties=(head,), events=held), replace(second, events=other))

    picture = group_picture(circle, "group", LAST)

    assert picture.owners == ()
    assert "they own only each other" in picture.problems[0]
    assert rows(picture.tree) == {("Day hospital", "Circle group"): "100%", ("Circle group", "Day hospital"): "100%"}


def test_one_reference_for_two_parties_is_no_group():
    first, second = companies("circle")[0], companies("3bm")[0]

    with pytest.raises(Refusal, match="give each party its own"):
        group_picture((first, second), "circle", date(2014, 1, 1))


def test_votes_and_seats_are_told_where_they_differ_from_the_shares():
    group = group_on(GROUP, LAST)
    company = replace(group.companies[0], votes={"investors": 1, "partnership": 3}, board={"partnership": 2})
    tree = tree_of(replace(group, companies=(company, *group.companies[1:])), kinds_of(GROUP), title="Who owns it")

    row = next(row for row in tree.rows if row.owner == "Circle Partnership")
    assert (row.capital, row.votes, row.seats) == ("49.9%", "75%", 2)


def test_an_exact_part_that_nobody_can_read_is_left_to_the_words():
    many = tuple(
        replace(
            company,
            events=tuple(replace(event, shares=event.shares * 10**15 + event.sequence) for event in company.events),
        )
        for company in GROUP
    )

    part = group_picture(many, "group", LAST).owners[0].parts[1]
    assert part.words == part.exact == "25.1%"
    assert Fraction(501, 1000) != Fraction(501 * 10**15 + 1, 1000 * 10**15 + 3)
