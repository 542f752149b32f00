from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.promises import Rating, kpi_duty, next_review, stands_in


@pytest.mark.parametrize(
    ("value", "is_light_touch", "asked"),
    [
        (Decimal("5000000.01"), False, True),
        (Decimal(5_000_000), False, False),
        (Decimal(21_000_000), True, False),
        (None, False, False),
    ],
)
def test_the_act_asks_for_three_indicators_above_five_million_but_not_of_light_touch(value, is_light_touch, asked):
    duty = kpi_duty(value, is_light_touch=is_light_touch)

    assert (duty.asked, duty.source) == (asked, "Procurement Act 2023, s.52")
    assert ("at least 3" in duty.sentence) == asked


def test_ratings_are_those_of_the_regulations():
    assert [each.label for each in Rating] == [
        "Good",
        "Approaching target",
        "Requires improvement",
        "Inadequate",
        "Other",
    ]


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("keep every  centre\nopen", True),
        ("keep every centre shut", False),
        ("   ", False),
        ("We will keep every centre open.", True),
        ("Centre open", False),
    ],
)
def test_a_passage_stands_in_the_answer_word_for_word_whatever_the_white_space(quote, stands):
    assert stands_in(quote, "We will keep every\r\n centre open.") is stands


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_what_was_copied_out_of_an_answer_stands_in_it(quote, before, after):
    assert stands_in(quote, f"{before} {quote} {after}")


@pytest.mark.parametrize(
    ("months", "reviewed", "due"),
    [
        (12, None, date(2028, 1, 31)),
        (12, date(2028, 2, 29), date(2029, 2, 28)),
        (1, date(2028, 1, 31), date(2028, 2, 29)),
        (3, date(2028, 11, 30), date(2029, 2, 28)),
        (6, date(2028, 1, 15), date(2028, 7, 15)),
    ],
)
def test_the_next_review_follows_the_last_by_whole_months(months, reviewed, due):
    assert next_review(date(2028, 1, 31), months, reviewed) == due
