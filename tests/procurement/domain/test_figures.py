from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.figures import exactly, in_percent, plain, read_exactly, shown


@pytest.mark.parametrize(
    ("value", "places", "published"),
    [
        (Fraction(100, 3), 2, "33.33"),
        (Fraction(200, 3), 2, "66.67"),
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("-0.001"), 2, "0.00"),
        (40, 2, "40.00"),
    ],
)
def test_what_is_published_is_rounded_half_up(value, places, published):
    assert f"{shown(value, places):f}" == published


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 5))
def test_rounding_agrees_with_the_decimal_module(value, places):
    assert shown(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(st.fractions())
def test_an_exact_number_is_read_back_as_it_was_written(number):
    assert read_exactly(exactly(number)) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 4))
def test_equal_numbers_are_written_alike(number, zeros):
    assert exactly(Decimal(f"{number:f}{'0' * zeros}")) == exactly(Fraction(number))


def test_exact_numbers_have_no_idle_zeros():
    assert [exactly(each) for each in (Decimal("4.50"), Decimal("1E+3"), Fraction(1, 3), 0, Fraction(1, 8))] == [
        "4.5",
        "1000",
        "1/3",
        "0",
        "0.125",
    ]


def test_figures_read_as_people_write_them():
    assert [plain(each) for each in (100_000, Decimal("33.50"), Fraction(1, 3), 0)] == [
        "100,000",
        "33.5",
        "0.3333",
        "0",
    ]
    assert [in_percent(each) for each in (25, Decimal("24.9500"), Fraction(100, 3))] == [
        "25%",
        "24.95%",
        "about 33.3333%",
    ]
