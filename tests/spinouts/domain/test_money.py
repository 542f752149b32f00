from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.money import (
    in_pounds,
    in_whole_pounds,
    paid_as_far_as_it_goes,
    pence,
    pence_down,
    pence_up,
    shared_out,
)

money = st.integers(0, 10**9).map(lambda whole: Decimal(whole).scaleb(-2))


@given(money, st.dictionaries(st.text(), st.fractions(min_value=0), min_size=1))
def test_what_is_shared_out_adds_up_and_is_within_a_penny_of_what_is_due(total, parts):
    shared = shared_out(total, parts)

    whole = sum(parts.values())
    assert sum(shared.values()) == (total if whole else 0)
    for key, amount in shared.items():
        due = Fraction(total) * parts[key] / whole if whole else 0
        assert abs(Fraction(amount) - due) < Fraction(1, 100)


@given(money, st.dictionaries(st.text(), money, min_size=1))
def test_no_claim_is_paid_more_than_it_is(total, claims):
    paid = paid_as_far_as_it_goes(total, claims)

    assert sum(paid.values()) == min(total, sum(claims.values()))
    assert all(0 <= paid[key] <= claims[key] for key in claims)


@given(st.fractions(min_value=0, max_value=10**6))
def test_pence_are_the_nearest_the_one_below_and_the_one_above(amount):
    assert pence_down(amount) <= amount <= pence_up(amount)
    assert pence_up(amount) - pence_down(amount) <= Decimal("0.01")
    assert abs(Fraction(pence(amount)) - amount) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal(120_000), "£120,000"),
        (Decimal("1234.5"), "£1,234.50"),
        (Fraction(1, 3), "about £0.33"),
        (Decimal(-5), "−£5"),
        (0, "£0"),
    ],
)
def test_pounds_are_read_as_people_write_them(amount, words):
    assert in_pounds(amount) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Decimal("1234.50"), "£1,235"), (Decimal("1234.49"), "£1,234"), (Decimal("-0.5"), "−£1"), (0, "£0")],
)
def test_whole_pounds_are_the_nearest(amount, words):
    assert in_whole_pounds(amount) == words
