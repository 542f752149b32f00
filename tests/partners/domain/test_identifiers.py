"""Numbers that the registers, org-id.guide and lists of real charities publish; and what people make of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from partners.domain.identifiers import COMPANY_PREFIXES, Scheme, as_registers_write, read

PUBLISHED = [
    # org-id.guide, exampleIdentifiers of each list.
    (Scheme.COMPANIES_HOUSE, "09506232"),
    (Scheme.COMPANIES_HOUSE, "07444723"),
    (Scheme.CHARITY_COMMISSION, "279417"),
    (Scheme.CHARITY_COMMISSION, "1090095"),
    (Scheme.CHARITY_COMMISSION, "1173575"),
    (Scheme.SCOTTISH_CHARITIES, "SC042386"),
    (Scheme.SCOTTISH_CHARITIES, "SC025693"),
    (Scheme.SCOTTISH_CHARITIES, "SC000587"),
    (Scheme.MUTUALS, "235C"),
    (Scheme.MUTUALS, "IP031455"),
    # Find that charity: Northern Irish charities (NICVA, Advice NI), and charitable incorporated organisations.
    (Scheme.NORTHERN_IRELAND_CHARITIES, "100012"),
    (Scheme.NORTHERN_IRELAND_CHARITIES, "100008"),
    (Scheme.COMPANIES_HOUSE, "CE000033"),
    (Scheme.COMPANIES_HOUSE, "CE016022"),
    # Companies House's own pages: a Scottish company, and the form of a partnership's number.
    (Scheme.COMPANIES_HOUSE, "SC234456"),
    (Scheme.COMPANIES_HOUSE, "OC303675"),
    (Scheme.PPON, "PXYZ-1234-BCDG"),
]


@pytest.mark.parametrize(("scheme", "number"), PUBLISHED)
def test_a_published_number_is_read_as_it_stands_and_without_a_word(scheme, number):
    identifier = read(scheme, number)

    assert (identifier.value, identifier.note, identifier.whole) == (number, "", f"{scheme.value}-{number}")


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_example_that_a_person_is_shown_is_itself_in_the_form(scheme):
    assert read(scheme, scheme.example).value == scheme.example


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        (Scheme.COMPANIES_HOUSE, " 9506232 ", "09506232"),
        (Scheme.COMPANIES_HOUSE, "445790", "00445790"),
        (Scheme.COMPANIES_HOUSE, "sc 234456", "SC234456"),
        (Scheme.COMPANIES_HOUSE, "oc3675", "OC003675"),
        (Scheme.COMPANIES_HOUSE, "ni-12345", "NI012345"),
        (Scheme.COMPANIES_HOUSE, "GB-COH-09506232", "09506232"),
        (Scheme.CHARITY_COMMISSION, "1 090 095", "1090095"),
        (Scheme.SCOTTISH_CHARITIES, "sc42386", "SC042386"),
        (Scheme.SCOTTISH_CHARITIES, "42386", "SC042386"),
        (Scheme.NORTHERN_IRELAND_CHARITIES, "nic 100012", "100012"),
        (Scheme.MUTUALS, "ip 031455", "IP031455"),
        (Scheme.PPON, "pxyz1234bcdg", "PXYZ-1234-BCDG"),
    ],
)
def test_what_people_leave_out_is_put_in_and_they_are_told(scheme, typed, kept):
    identifier = read(scheme, typed)

    assert identifier.value == kept
    assert kept in identifier.note
    assert typed.strip() in identifier.note


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        (Scheme.COMPANIES_HOUSE, "QQ123456"),
        (Scheme.COMPANIES_HOUSE, "123456789"),
        (Scheme.COMPANIES_HOUSE, "SC"),
        (Scheme.CHARITY_COMMISSION, "12345"),
        (Scheme.CHARITY_COMMISSION, "SC042386"),
        (Scheme.SCOTTISH_CHARITIES, "SC0423861"),
        (Scheme.NORTHERN_IRELAND_CHARITIES, "1000"),
        (Scheme.MUTUALS, "not registered"),
        (Scheme.PPON, "AXYZ-1234-BCDG"),
        (Scheme.PPON, "PXYZ-1234"),
    ],
)
def test_what_can_be_no_number_of_the_register_is_refused_with_an_example(scheme, typed):
    with pytest.raises(Refusal, match=scheme.example):
        read(scheme, typed)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_nothing_is_no_number(scheme):
    with pytest.raises(Refusal, match="Enter the number"):
        read(scheme, "  ")


@given(st.sampled_from(("", *COMPANY_PREFIXES)), st.integers(min_value=1, max_value=999_999))
def test_a_company_number_is_the_same_with_and_without_its_zeros_and_reading_it_again_changes_nothing(prefix, number):
    short, whole = f"{prefix}{number}", f"{prefix}{number:0{8 - len(prefix)}d}"

    assert read(Scheme.COMPANIES_HOUSE, short).value == whole
    assert read(Scheme.COMPANIES_HOUSE, whole).note == ""


@pytest.mark.parametrize(
    ("typed", "is_charity", "written"),
    [
        ("9506232", False, "09506232"),
        (" sc 42386", False, "SC042386"),
        ("1090095", True, "1090095"),
        ("09506232", True, "09506232"),
        ("IP-unknown ", False, "IP-unknown"),
    ],
)
def test_a_number_whose_register_nobody_named_is_written_as_the_likely_one_writes_it(typed, is_charity, written):
    assert as_registers_write(typed, is_charity=is_charity) == written
