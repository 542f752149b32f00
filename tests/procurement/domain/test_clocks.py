from datetime import date

import pytest

from accounts.domain.refusals import Refusal
from procurement.domain.clocks import (
    ShorterPeriod,
    earliest_deadline,
    shortest_tendering_period,
    standstill_ends,
)


@pytest.mark.parametrize(
    ("published_on", "ends_on"),
    [
        (date(2026, 11, 23), date(2026, 12, 3)),
        (date(2026, 12, 17), date(2026, 12, 30)),
        (date(2026, 12, 21), date(2027, 1, 5)),
        (date(2027, 3, 15), date(2027, 3, 25)),
        (date(2027, 7, 8), date(2027, 7, 20)),
        (date(2027, 7, 26), date(2027, 8, 5)),
        (date(2026, 11, 28), date(2026, 12, 10)),
        (date(2028, 1, 3), date(2028, 1, 14)),
    ],
    ids=[
        "St Andrew's Day counts although it is Scottish",
        "over Christmas",
        "4 January in Scotland",
        "St Patrick's Day",
        "12 July in Northern Ireland",
        "the Scottish summer holiday",
        "published on a Saturday",
        "published on a holiday",
    ],
)
def test_the_standstill_ends_with_the_eighth_working_day(published_on, ends_on):
    assert standstill_ends(published_on) == ends_on


def test_a_standstill_may_be_longer_but_not_shorter():
    assert standstill_ends(date(2026, 11, 23), 10) == date(2026, 12, 7)
    with pytest.raises(Refusal, match="at least 8 working days"):
        standstill_ends(date(2026, 11, 23), 7)


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        ({"light_touch": True}, 0),
        ({"light_touch": True, "grounds": {ShorterPeriod.URGENCY}}, 0),
        ({"light_touch": False, "grounds": {ShorterPeriod.NEGOTIATED}}, 0),
        ({"light_touch": False, "grounds": {ShorterPeriod.NEGOTIATED, ShorterPeriod.PRE_SELECTED}}, 0),
        ({"light_touch": False, "grounds": {ShorterPeriod.PRE_SELECTED}}, 10),
        ({"light_touch": False, "grounds": {ShorterPeriod.PLANNED_NOTICE}}, 10),
        ({"light_touch": False, "grounds": {ShorterPeriod.URGENCY}}, 10),
        ({"light_touch": False, "grounds": {ShorterPeriod.DYNAMIC_MARKET}, "all_documents_supplied": False}, 10),
        ({"light_touch": False}, 25),
        ({"light_touch": False, "all_documents_supplied": False}, 30),
    ],
)
def test_the_shortest_tendering_period_is_the_table_of_section_54(arguments, days):
    assert shortest_tendering_period(**arguments) == days


@pytest.mark.parametrize(
    ("days", "deadline"),
    [
        (0, date(2026, 11, 23)),
        (10, date(2026, 12, 3)),
        (25, date(2026, 12, 18)),
        (30, date(2026, 12, 23)),
        (35, date(2026, 12, 28)),
    ],
)
def test_a_period_counts_calendar_days_from_the_day_after_the_invitation(days, deadline):
    assert earliest_deadline(date(2026, 11, 23), days) == deadline


def test_a_period_is_not_negative():
    with pytest.raises(ValueError, match="0 days or more"):
        earliest_deadline(date(2026, 11, 23), -1)


def test_every_ground_has_a_label_of_its_own():
    assert len({ground.label for ground in ShorterPeriod}) == len(ShorterPeriod)
