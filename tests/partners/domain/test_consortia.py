from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from partners.domain.consortia import read_share, share_of_the_lead


@pytest.mark.parametrize(
    ("typed", "share"), [("", None), (" 30 ", Decimal(30)), ("12.5%", Decimal("12.5")), ("100", Decimal(100))]
)
def test_a_share_is_read_as_people_type_it(typed, share):
    assert read_share(typed) == share


@pytest.mark.parametrize("typed", ["0", "-3", "100.01", "a third", "NaN", "Infinity"])
def test_what_is_no_share_of_the_work_is_refused(typed):
    with pytest.raises(Refusal, match="percentage above 0"):
        read_share(typed)


def test_more_than_all_the_work_is_refused_with_how_much_is_too_much():
    with pytest.raises(Refusal, match=r"add up to 110\.5%: take 10\.5% off"):
        share_of_the_lead([Decimal(60), None, Decimal("50.5")])


@given(st.lists(st.decimals(0, 10, places=2), max_size=10))
def test_the_lead_does_what_the_others_leave(shares):
    assert share_of_the_lead(shares) + sum(shares) == 100
