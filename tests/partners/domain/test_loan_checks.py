from dataclasses import replace
from decimal import Decimal

import pytest

from partners.domain import offer_checks
from partners.domain.agreed_checks import placed
from spinouts.domain.terms import LoanKind
from tests.partners.domain.sound import CONVERTED, LENT, QUASI, SOUND, loans


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        (
            loans(lender="Tide Fund"),
            ("loan", 1, "lender"),
            "Tide Fund is not among the holders: enter it there, with a stake of 0% if it holds nothing at first.",
        ),
        (loans(amount=Decimal(0)), ("loan", 1, "amount"), "Nothing is lent under The loan: enter how many pounds."),
        (
            loans(amount=Decimal(4000)),
            ("loan", 1, "amount"),
            "The terms given for “Loan” are for £4,000 in all, but by year £5,000 is entered: make them the same.",
        ),
        (loans(years=0), ("loan", 1, "years"), "The loan runs for 0 years: enter 1 or more."),
        (
            loans(years=5, holiday_years=5),
            ("loan", 1, "holiday"),
            (
                "The loan runs for 5 years, with no repayment for 5 of them, so that it would never be repaid: "
                "enter fewer years without repayment."
            ),
        ),
        (
            {**loans(**QUASI), "investments": LENT},
            ("loan", 1, "income"),
            "The loan is paid back as a share of income: enter how many per cent of it.",
        ),
        (
            {**loans(**QUASI, income_percent=Decimal(2), most_times=Decimal("0.9")), "investments": LENT},
            ("loan", 1, "times"),
            "The loan would pay back less than was lent: enter 1 or more times the amount.",
        ),
        (
            loans(income_percent=Decimal(2)),
            ("loan", 1, "income"),
            "Only quasi-equity is paid back as a share of income: take that out of The loan.",
        ),
        (
            {**loans(kind=LoanKind.CONVERTIBLE, price_per_share=Decimal(1)), "investments": CONVERTED},
            ("loan", 1, "into"),
            "The loan may become shares: enter of which class.",
        ),
        (
            {**loans(kind=LoanKind.CONVERTIBLE, converts_to="B"), "investments": CONVERTED},
            ("loan", 1, "price"),
            "The loan may become shares: enter at how many pounds each.",
        ),
        (
            loans(converts_to="B"),
            ("loan", 1, "into"),
            "Only a convertible loan becomes shares: take the class and price out of The loan.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(changes, place, sentence):
    offer = replace(SOUND, **changes)

    assert placed(offer) == [(place, sentence)]
    assert offer_checks.problems(offer) == [sentence]
