from datetime import date
from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from spinouts.domain.group_picture import group_on, kinds_of
from spinouts.domain.joining_picture import JoiningOwner, joining_picture
from spinouts.domain.parties import PartyKind
from tests.spinouts.studies import companies

GROUP = companies("group")
STAFF = JoiningOwner("Its staff", PartyKind.EMPLOYEES, 1000, 501)


def joined(*owners, parent="group", spin_out_value="1000000", group_value="2000000"):
    return joining_picture(
        group_on(GROUP, date(2014, 4, 1)),
        kinds_of(GROUP),
        parent=parent,
        name="Leeds dental",
        owners=owners or (STAFF,),
        spin_out_value=Decimal(spin_out_value),
        group_value=Decimal(group_value),
    )


def table(register):
    return {row.name: (row.shares_before, row.before, row.shares_after, row.after) for row in register.rows}


def test_both_registers_are_shown_before_and_after():
    parent, spin_out = joined().registers

    assert (parent.title, spin_out.title) == ("Circle group", "Leeds dental")
    # 501 shares worth £1,000 each, for shares worth £2,000 each: 250.5 are due.
    assert table(parent) == {
        "Circle plc": (501, "50.1%", 501, "40.1%"),
        "Circle Partnership": (499, "49.9%", 499, "39.9%"),
        "Its staff": (0, "0%", 250, "20%"),
    }
    assert table(spin_out) == {"Its staff": (1000, "100%", 499, "49.9%"), "Circle group": (0, "0%", 501, "50.1%")}


def test_what_is_exchanged_is_said_with_what_is_left_over():
    assert joined().sentences == (
        "Its staff hands over 501 of their shares to Circle group.",
        "For each share there are 0.5 new shares in Circle group.",
        "Its staff receives 250 new shares in Circle group.",
        "0.5 of a share can’t be issued: it is paid in money, or let go.",
    )


def test_who_owns_both_in_the_end_is_looked_through():
    (parent, of_parent), (spin_out, of_spin_out) = joined().in_the_end

    assert parent == "Circle group"
    assert ("Its staff", "0%", "20%") in of_parent
    # 49.9% of their own, and 20% of the 50.1% that the group holds.
    assert spin_out == "Leeds dental"
    assert ("Its staff", "100%", "59.9%") in of_spin_out
    assert ("Circle plc", "0%", "20.1%") in of_spin_out


def test_somebody_of_the_group_is_known_by_name_and_may_receive_for_others():
    investors = JoiningOwner("circle PLC", PartyKind.PARTNER, 400)
    staff = JoiningOwner("Its staff", PartyKind.EMPLOYEES, 600, 0)
    trusted = JoiningOwner("Its staff", PartyKind.EMPLOYEES, 1000, None, receiver="partnership")

    assert table(joined(investors, staff).registers[0])["Circle plc"] == (501, "50.1%", 701, "58.4%")
    assert table(joined(trusted).registers[0])["Circle Partnership"] == (499, "49.9%", 999, "66.6%")


def test_it_may_join_under_any_company_and_the_tree_shows_where():
    picture = joined(parent="eye-clinic")

    assert ("Eye clinic", "Leeds dental") in {(row.owner, row.owned) for row in picture.tree.rows}
    assert [group.title for group in picture.findings] == [
        "What follows for Eye clinic",
        "What follows for Leeds dental",
    ]


@pytest.mark.parametrize(
    ("owners", "values", "words"),
    [
        ((JoiningOwner("Its staff", PartyKind.EMPLOYEES, 1000, 0),), {}, "Nobody hands over shares"),
        ((JoiningOwner("Its staff", PartyKind.EMPLOYEES, 1000, 1001),), {}, "choose 0 to 1,000"),
        ((STAFF, JoiningOwner("its STAFF", PartyKind.COUNCIL, 10)), {}, "named twice"),
        ((STAFF,), {"group_value": "0"}, "above zero"),
        ((STAFF,), {"spin_out_value": "1"}, "less than one whole share"),
    ],
)
def test_what_cannot_be_says_what_to_change(owners, values, words):
    with pytest.raises(Refusal, match=words):
        joined(*owners, **values)
