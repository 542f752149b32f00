import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.domain.histories import goes_on_from


@pytest.mark.parametrize(
    ("previous", "text", "goes_on"),
    [
        ("", "The first words", True),
        ("We keep all", "We keep all eleven", True),
        ("We keep eleven centres.", "We keep twelve centres.", True),
        ("We keep eleven centres open.", "We", False),
        ("We keep eleven centres open.", "Another text of the same length", False),
        ("We keep eleven centres open.", "", False),
    ],
)
def test_a_text_goes_on_while_half_of_the_one_before_stands(previous, text, goes_on):
    assert goes_on_from(previous, text) is goes_on


@given(st.text(), st.text(), st.text())
def test_what_is_put_in_anywhere_goes_on(start, more, end):
    assert goes_on_from(start + end, start + more + end)
