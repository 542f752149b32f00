import pytest

from partners.domain.kit_fields import (
    TICK,
    KitField,
    as_kept,
    compared_field,
    compared_members,
    member_in_words,
    members_mark,
)
from partners.domain.kits import Brought, Standing, version_of

TIDE = {"name": "Tide Trust", "kind": "charity", "role": "member", "share": "30%", "part": "Day trips"}
SHORE = {"name": "Shore Trust", "kind": "charity", "role": "subcontractor"}


@pytest.mark.parametrize(
    ("taken", "now", "in_file", "standing"),
    [
        ("", "", "", Standing.SAME),
        ("40", "40", " 40 ", Standing.SAME),
        ("40", "40", "", Standing.EMPTY),
        ("40", "40", "45", Standing.ONLY_FILE),
        ("40", "50", "40", Standing.ONLY_BID),
        ("40", "50", "45", Standing.BOTH),
        ("", "50", "45", Standing.BOTH),
        (None, "", "45", Standing.ONLY_FILE),
        (None, "50", "45", Standing.BOTH),
    ],
)
def test_where_a_field_was_changed_is_told_by_the_mark_beside_it(taken, now, in_file, standing):
    mark = "" if taken is None else version_of(taken)

    assert compared_field(KitField("price-1", "", "", value=now), Brought(in_file, mark, "")).standing is standing


def test_a_choice_comes_back_by_its_words_or_its_value_and_anything_else_as_it_is():
    choices = [("company_by_shares", "Company limited by shares"), ("cic", "CIC")]

    kept = [as_kept(text, choices) for text in (" company limited BY shares", "cic", "A trust", "")]

    assert kept == ["company_by_shares", "cic", "A trust", ""]


def test_a_tick_is_taken_out_by_a_no_and_never_by_an_empty_cell():
    ticked = KitField("dilution-1", "", "", choices=TICK, value="yes")

    no, empty = (compared_field(ticked, Brought(text, ticked.mark, "")) for text in ("no", ""))

    assert (no.takes, no.standing, empty.standing) == ("", Standing.ONLY_FILE, Standing.EMPTY)
    assert no.in_file == "No"


def test_the_list_of_those_behind_a_bid_is_compared_as_a_whole():
    mark = members_mark([TIDE])

    assert compared_members([TIDE], [dict(TIDE)], mark) is Standing.SAME
    assert compared_members([TIDE], [], mark) is Standing.EMPTY
    assert compared_members([TIDE], [TIDE, SHORE], mark) is Standing.ONLY_FILE
    assert compared_members([TIDE, SHORE], [TIDE], mark) is Standing.ONLY_BID
    assert compared_members([SHORE], [TIDE, SHORE], mark) is Standing.BOTH
    assert compared_members([], [TIDE], "") is Standing.ONLY_FILE
    assert member_in_words(TIDE) == "Tide Trust, Charity, Member of the consortium, 30%, Day trips"
