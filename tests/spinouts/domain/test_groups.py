from datetime import date

import pytest

from accounts.domain.refusals import Refusal
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.groups import Group, GroupCompany, Owner, Trust, group_of, merged
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.registers import register
from spinouts.domain.shares import ShareClass

DAY = date(2026, 5, 1)
ORDINARY = ShareClass("a", "Ordinary")
SILENT = ShareClass("b", "B", votes_per_share=0)
HOLDINGS = Party("H", "Circle Holdings", PartyKind.PARTNER)
STAFF = Party("P", "Circle Partnership", PartyKind.EMPLOYEES)
PLC = Party("I", "Circle plc", PartyKind.PARTNER)


def register_of(holdings, *, form=None, board=None):
    events = [
        HoldingEvent(EventKind.ISSUE, DAY, number, share_class, shares, to_party=party)
        for number, (party, share_class, shares) in enumerate(holdings, start=1)
    ]
    events += [
        HoldingEvent(EventKind.SEATS, DAY, number, to_party=party, seats=count)
        for number, (party, count) in enumerate((board or {}).items(), start=len(events) + 1)
    ]
    return register(events, DAY, form=form)


def company(reference, capital, **more):
    return GroupCompany(reference, reference, capital, more.get("votes", capital), more.get("board", {}))


def test_a_party_with_the_reference_of_a_company_is_that_company():
    registers = {
        "H": register_of([(STAFF, ORDINARY, 499), (PLC, ORDINARY, 501), (PLC, SILENT, 10)], board={PLC: 3, STAFF: 2}),
        "X": register_of([(HOLDINGS, ORDINARY, 1)], form=LegalForm.CIC_BY_SHARES),
    }

    assert group_of(registers, names={"H": "Circle Holdings", "X": "Spin-out"}) == Group(
        companies=(
            GroupCompany("H", "Circle Holdings", {"P": 499, "I": 511}, {"P": 499, "I": 501}, {"I": 3, "P": 2}),
            GroupCompany("X", "Spin-out", {"H": 1}, {"H": 1}, {}, LegalForm.CIC_BY_SHARES),
        ),
        owners=(Owner("P", "Circle Partnership", "employees"), Owner("I", "Circle plc", "partner")),
    )


def test_a_party_with_the_reference_of_a_trust_is_that_trust():
    trust = Trust("P", "The staff trust", ("Ann", "Bob"), "all employees")

    group = group_of({"H": register_of([(STAFF, ORDINARY, 1)])}, names={"H": "Holdings"}, trusts=[trust])

    assert (group.owners, group.trusts, group.outsiders) == ((), (trust,), (trust,))
    assert [group.name(reference) for reference in "HP"] == ["Holdings", "The staff trust"]


def test_one_reference_for_two_parties_in_two_registers_is_refused():
    other = Party("P", "Somebody else", PartyKind.PARTNER)

    with pytest.raises(Refusal, match="stands for Circle Partnership in one register and for Somebody else in another"):
        group_of(
            {"H": register_of([(STAFF, ORDINARY, 1)]), "X": register_of([(other, ORDINARY, 1)])},
            names={"H": "Holdings", "X": "Spin-out"},
        )


def test_one_reference_for_a_company_and_an_owner_is_refused():
    with pytest.raises(Refusal, match="A and Someone have the same reference, A"):
        Group((company("A", {"A": 1}),), (Owner("A", "Someone", "partner"),))


def test_a_holder_of_whom_nothing_is_known_is_refused():
    with pytest.raises(Refusal, match="A is held by P, of whom nothing is recorded"):
        Group((company("A", {}, board={"P": 1}),))


@pytest.mark.parametrize("vector", ["votes", "board"])
def test_less_than_nothing_is_refused(vector):
    with pytest.raises(Refusal, match="less than nothing in A"):
        Group((company("A", {"P": 1}, **{vector: {"P": -1}}),), (Owner("P", "P", "partner"),))


def test_a_company_outside_the_group_is_refused():
    with pytest.raises(Refusal, match="X is not a company of this group"):
        Group((company("A", {}),)).company("X")


def test_two_groups_become_one_in_which_each_reference_has_one_meaning():
    staff, plc = Owner("P", "Staff", "employees"), Owner("H", "Holdings, seen from outside", "partner")
    first = Group((company("H", {"P": 1}),), (staff,))
    second = Group((company("X", {"H": 1, "P": 1}),), (staff, plc))

    assert merged(first, second) == Group((first.companies[0], second.companies[0]), (staff,))


def test_two_groups_with_one_company_are_refused():
    with pytest.raises(Refusal, match="same reference"):
        merged(Group((company("H", {}),)), Group((company("H", {}),)))
