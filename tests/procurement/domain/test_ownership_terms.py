from decimal import Decimal

from procurement.domain.ownership_terms import OwnershipTerms

FORMS = frozenset({"company_by_shares"})


def terms(employees=None, partner=None, council=None, forms=FORMS):
    shares = (None if each is None else Decimal(each) for each in (employees, partner, council))
    return OwnershipTerms(*shares, forms)


def test_terms_that_leave_room_for_everybody_are_sound():
    assert terms(25, 40, 20).problems() == []
    assert terms(25, 40, 20).warnings() == []
    assert terms().problems() == []


def test_each_limit_is_a_percentage():
    assert terms("-1", "100.01", 200).problems() == [
        "The least share for employees must be from 0% to 100%, not -1%.",
        "The most for the partner must be from 0% to 100%, not 100.01%.",
        "The least share for the council must be from 0% to 100%, not 200%.",
    ]


def test_employees_and_council_cannot_be_promised_more_than_there_is():
    assert terms("60.5", 10, 40).problems() == [
        "The least shares for employees and council add up to 100.5%, more than 100%."
    ]
    assert terms(60, 10, 40).problems() == [
        "The least shares for employees and council add up to 100% and leave nothing for the partner."
    ]
    assert terms(60, 10, "39.99").problems() == []


def test_a_partner_must_be_able_to_hold_something():
    assert terms(25, 0, 20).problems() == [
        "The most for the partner is 0%, so no bid could hold a share of the company."
    ]


def test_at_least_one_known_form_is_permitted():
    assert terms(forms=frozenset()).problems() == ["Choose at least one legal form that the company may take."]
    assert terms(forms=FORMS | {"guild"}).problems() == ["“guild” is not a legal form that is known here."]


def test_a_limit_that_can_never_be_reached_is_warned_of():
    assert terms(25, 60, 20).warnings() == [
        "The partner may have up to 60%, but the least shares of the others leave it at most 55%."
    ]
    assert terms(25, 55, 20).warnings() == []
