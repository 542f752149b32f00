import pytest

from spinouts.domain.events import EventKind
from spinouts.domain.forms import LegalForm
from spinouts.domain.telling import told
from tests.spinouts.domain.companies import everything


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
        (15, "Every 1 Ordinary shares became 10."),
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
