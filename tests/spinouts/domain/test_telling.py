from dataclasses import replace
from datetime import date

import pytest

from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.telling import days, history, told
from tests.spinouts.domain.companies import everything
from tests.spinouts.studies import companies


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "2,500 Ordinary shares were issued to Staff trust (formation of the company)."),
        (2, "7,500 Ordinary shares were issued to Harbour Care for £75.50."),
        (5, "Barchester Council fills 1 seat on the board."),
        (6, "Staff trust got a right to 100 Ordinary shares, under “earn”."),
        (7, "£5,000 was drawn from Harbour Care, under “loan”."),
        (8, "Every party is locked in until 1 December 2031."),
        (9, "The lock-in of every party ended."),
        (10, "£0.99 was paid back, under “loan”."),
        (11, "50 Preference shares of Harbour Care became 60 Ordinary shares."),
        (12, "60 Ordinary shares of Harbour Care ceased to exist (buy-back by the company)."),
        (13, "Harbour Care transferred 5 Ordinary shares to Staff trust (gift, or joining without payment)."),
        (14, "Entry 13 was struck out."),
        (15, "Every 1 Ordinary share became 10."),
        (16, "What was left of a right lapsed, under “earn” (earn-in: a milestone was met, or missed)."),
        (17, "A dividend of £10 was paid out of profits of £100."),
    ],
)
def test_each_event_is_told_in_a_sentence(number, sentence):
    assert told(everything().events[number - 1]) == sentence


def test_every_kind_can_be_told():
    assert {event.kind for event in everything().events} == set(EventKind)


def test_a_form_without_shares_has_units_of_membership():
    event = everything().events[0]

    assert told(event, LegalForm.CIO).startswith("2,500 Ordinary units of membership")


def test_a_history_is_in_the_order_of_days_and_marks_what_was_struck_out():
    company = everything()

    told_of = history(company)

    assert [each.on for each in told_of] == sorted(each.on for each in told_of)
    assert len(told_of) == len(company.events)
    assert {each.sequence: each.struck_by for each in told_of if each.struck_by} == {13: 14}
    assert {each.sequence: each.sentence for each in told_of}[1] == told(company.events[0])


def test_days_are_those_on_which_something_happened():
    group = companies("group")

    assert [day.year for day in days(group)] == [2011, 2012, 2013, 2014]
    assert days([replace(group[0], events=())]) == (group[0].formed_on,)


def test_a_day_on_which_all_was_a_mistake_is_none():
    company = everything()
    mistake = next(event for event in company.events if event.sequence == 13)

    assert (mistake.on in days([company])) == any(
        event.on == mistake.on for event in company.events if event.sequence not in {13, 14}
    )


def test_one_share_is_told_as_one():
    ordinary, golden = ShareClass("o", "Ordinary"), ShareClass("g", "Golden")
    council, staff = Party("c", "The council", PartyKind.COUNCIL), Party("s", "Staff", PartyKind.EMPLOYEES)
    on = date(2026, 1, 1)

    said = [
        told(HoldingEvent(EventKind.ISSUE, on, 1, ordinary, 1, to_party=council)),
        told(HoldingEvent(EventKind.ISSUE, on, 1, ordinary, 1, to_party=council), LegalForm.COMPANY_BY_GUARANTEE),
        told(HoldingEvent(EventKind.TRANSFER, on, 2, ordinary, 1, to_party=staff, from_party=council)),
        told(HoldingEvent(EventKind.CONVERT, on, 3, ordinary, 10, from_party=staff, to_class=golden, to_shares=1)),
        told(HoldingEvent(EventKind.SEATS, on, 4, to_party=staff, seats=1)),
    ]

    assert said == [
        "1 Ordinary share was issued to The council.",
        "1 Ordinary unit of membership was issued to The council.",
        "The council transferred 1 Ordinary share to Staff.",
        "10 Ordinary shares of Staff became 1 Golden share.",
        "Staff fills 1 seat on the board.",
    ]
