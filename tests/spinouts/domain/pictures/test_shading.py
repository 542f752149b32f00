from spinouts.domain.parties import PartyKind
from spinouts.domain.pictures.shading import OTHERS, Pattern, shade


def test_kinds_of_party_are_told_apart_without_colour():
    patterns = [shade(kind).pattern for kind in PartyKind]

    assert Pattern.PLAIN not in patterns
    assert len(set(patterns)) == len(patterns)


def test_kinds_to_come_have_patterns_of_their_own():
    kinds = ["employee_trust", "employee_ownership_trust", "social_investor", "charity", "group_company"]

    patterns = {shade(kind).pattern for kind in kinds}

    assert len(patterns) == len(kinds)
    assert Pattern.PLAIN not in patterns


def test_an_unknown_kind_looks_like_nothing_in_particular():
    assert shade("something new") == shade(OTHERS)
