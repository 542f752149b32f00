from dataclasses import replace
from decimal import Decimal

import pytest

from partners.domain import offer_checks
from partners.domain.agreed_checks import placed
from spinouts.domain.forms import LegalForm
from spinouts.domain.shares import ShareClass
from tests.partners.domain.sound import COUNCIL, PARTNER, SOUND, STAFF, articles, classes


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        (
            {"holdings": (STAFF, replace(PARTNER, share_class="C"), COUNCIL)},
            ("holding", 2, "share_class"),
            (
                "The class of Harbour Care, C, is not among those whose rights are given: enter A or B, "
                "or give the rights of that class as well."
            ),
        ),
        (
            {"holdings": (STAFF, replace(PARTNER, votes_per_share=3), COUNCIL)},
            ("holding", 2, "votes"),
            "B shares have 2 votes each, but 3 are entered for Harbour Care: enter 2.",
        ),
        (
            {"classes": (*SOUND.classes, ShareClass("B", "B", 2))},
            ("class", 3, "name"),
            "The rights of the B shares are given twice: give them once.",
        ),
        (
            {"legal_form": LegalForm.COOPERATIVE_SOCIETY},
            ("class", 2, "votes"),
            ("The B shares have 2 votes each, but in a co-operative society each member has one vote: enter 1."),
        ),
        (
            classes(memberships=True),
            ("class", 2, "memberships"),
            (
                "The B shares stand for one member each, but in a company limited by shares votes go by shares: "
                "answer no."
            ),
        ),
        (
            classes(appoints=2),
            ("class", 2, "appoints"),
            (
                "The B shares choose 2 directors, but their holders would fill 1 board seat: "
                "enter at least as many board seats beside those holders."
            ),
        ),
        (
            {**classes(golden=True), **articles(reserved=())},
            ("class", 2, "golden"),
            (
                "The B shares must consent to reserved matters, but none is reserved: tick at least one among the "
                "agreements."
            ),
        ),
        (
            classes(preference_rank=1, preference_amount=Decimal(2), most_amount=Decimal("1.5")),
            ("class", 2, "most"),
            "The B shares get at most £1.50 each, which is less than the £2 that they are paid first: enter more.",
        ),
        (
            {**classes(votes_per_share=1, fixed_dividend_percent=Decimal(4)), "legal_form": LegalForm.CIO}
            | articles(most_dividend_percent=None),
            ("class", 2, "fixed"),
            (
                "The B shares have a fixed dividend, which can’t be paid: take it out. "
                "A charity pays no profit to its members."
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(changes, place, sentence):
    offer = replace(SOUND, **changes)

    assert placed(offer) == [(place, sentence)]
    assert offer_checks.problems(offer) == [sentence]
