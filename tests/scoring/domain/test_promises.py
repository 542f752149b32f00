from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from scoring.domain.promises import (
    PromiseState,
    Rating,
    check_agreement,
    kpi_duty,
    kpi_standing,
    next_review,
    stands_in,
    state_of,
)

ASKED = kpi_duty(Decimal(29_400_000), is_light_touch=False)
NOT_ASKED = kpi_duty(Decimal(29_400_000), is_light_touch=True)
TODAY = date(2028, 4, 3)
YESTERDAY = date(2028, 4, 2)


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
    assert duty.sentence.startswith("Fewer than three key performance indicators" if asked else "The Act asks for none")


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


@pytest.mark.parametrize(
    ("duty", "indicators", "said"),
    [
        (ASKED, 2, "The Act asks for at least three before signing: the ledger has two."),
        (ASKED, 0, "The Act asks for at least three before signing: the ledger has none."),
        (ASKED, 12, "The Act asks for at least three before signing: the ledger has 12."),
        (NOT_ASKED, 1, "The ledger has one."),
    ],
)
def test_how_many_there_are_is_said_beside_how_many_are_asked_for(duty, indicators, said):
    assert kpi_standing(duty, indicators) == said
    assert "at least three" not in duty.sentence


@pytest.mark.parametrize(
    ("duty", "promises", "indicators", "why_fewer", "refused"),
    [
        (ASKED, 3, 3, "", None),
        (ASKED, 3, 2, "", "the ledger has two"),
        (ASKED, 3, 2, " ", "the ledger has two"),
        (ASKED, 3, 2, "Quality can't be counted here.", None),
        (NOT_ASKED, 1, 0, "", None),
        (NOT_ASKED, 0, 0, "", "no promise"),
    ],
)
def test_promises_are_agreed_with_enough_indicators_or_a_reason(duty, promises, indicators, why_fewer, refused):
    def check():
        check_agreement(duty, promises=promises, indicators=indicators, why_fewer=why_fewer)

    if refused:
        with pytest.raises(Refusal, match=refused):
            check()
    else:
        check()


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"is_agreed": False, "review_by": YESTERDAY}, PromiseState.PROPOSED),
        ({"review_by": TODAY}, PromiseState.RUNNING),
        ({"review_by": YESTERDAY}, PromiseState.OVERDUE),
        ({"review_by": TODAY, "due_on": TODAY}, PromiseState.RUNNING),
        ({"review_by": TODAY, "due_on": YESTERDAY}, PromiseState.PAST),
        ({"review_by": YESTERDAY, "due_on": YESTERDAY}, PromiseState.OVERDUE),
        ({"outcome": "kept", "review_by": None, "due_on": YESTERDAY}, PromiseState.KEPT),
        ({"outcome": "dropped", "is_agreed": False}, PromiseState.DROPPED),
    ],
)
def test_where_a_promise_stands(given, state):
    whole = {"outcome": "", "is_agreed": True, "review_by": TODAY, "due_on": None} | given

    assert state_of(whole.pop("outcome"), today=TODAY, **whole) is state


def test_every_state_has_words_of_its_own():
    assert len({state.label for state in PromiseState}) == len(PromiseState)
