from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.creditors import Owing
from spinouts.domain.exit_picture import exit_picture
from spinouts.domain.forms import LegalForm
from spinouts.domain.situations import Situation
from spinouts.domain.terms import Loan, LoanKind
from spinouts.domain.waterfall import distribute
from tests.spinouts.domain.made_up import DAY, PARTNER, PREFERENCE, company, drawn

LOAN = Loan("loan", "Start-up loan", "partner", LoanKind.LOAN, Decimal(1000))


def pictured(of, value, situation=Situation.SALE, **owed):
    return exit_picture(of, distribute(of, DAY, situation, Decimal(value), Owing(**owed)))


def test_each_payment_is_a_step_of_the_picture_and_all_is_paid():
    picture = pictured(drawn(company(), LOAN), 5000, costs=Decimal(200))

    assert [(row.name, row.amount) for row in picture.diagram.rows] == [
        ("What there is", "+£5,000"),
        ("Costs of the ending", "−£200"),
        ("Paymaster: Start-up loan", "−£1,000"),
        ("The staff trust: Ordinary", "−£950"),
        ("The council: Ordinary", "−£1,330"),
        ("Paymaster: Ordinary", "−£1,520"),
        ("What is left", "£0"),
    ]
    assert [(row.name, row.amount, row.part) for row in picture.payees][1] == ("Paymaster", "£2,520", "50.4%")


def test_claims_that_are_not_met_are_open():
    picture = pictured(drawn(company(), LOAN), 400)

    assert picture.open_questions == ("Paymaster (Start-up loan) goes without £600 of £1,000: there is no more.",)
    assert picture.steps[0].payments[0].due == "£1,000"


@pytest.mark.parametrize(
    ("situation", "says"),
    [
        (Situation.SALE, "A sale at this price does not pay what the company owes: £600 is missing."),
        (Situation.STEP_IN, "What the council pays does not pay what the company owes: £600 is missing."),
        (Situation.WINDING_UP, "This is not a winding up while solvent: £600 of what the company owes is missing"),
    ],
)
def test_an_ending_that_is_taken_to_pay_all_debts_warns_when_it_does_not(situation, says):
    of = drawn(company(more=[(PARTNER, PREFERENCE, 100)]), LOAN)

    assert pictured(of, 400, situation).warning.startswith(says)
    assert pictured(of, 1000, situation).warning == "", "what owners lack is no debt"


@pytest.mark.parametrize("situation", [Situation.INSOLVENCY, Situation.DEFAULT])
def test_where_it_is_known_not_to_pay_them_no_warning_is_needed(situation):
    assert pictured(drawn(company(), LOAN), 400, situation).warning == ""


def test_what_is_claimed_again_later_is_open_once():
    secured = replace(LOAN, secured=True)

    picture = pictured(drawn(company(), secured), 400, floating=Decimal(100))

    assert picture.open_questions == ("Paymaster (Start-up loan) goes without £600 of £700: there is no more.",)


def test_what_no_share_may_get_is_to_be_settled():
    only = company({PARTNER: 10}, share_class=PREFERENCE)

    picture = pictured(only, 500)

    assert picture.open_questions == ("The articles do not say who gets £400: settle it.",)


def test_nothing_to_pay_out_has_a_picture_too():
    assert [row.part for row in pictured(company(), 0).payees] == ["–", "–", "–"]


@given(st.sampled_from(Situation), st.sampled_from(LegalForm), st.integers(0, 10_000_000))
def test_every_ending_has_sources_and_sentences(situation, form, value):
    picture = pictured(company(form=form), Decimal(value) / 100, situation)

    assert all(step.sentence and step.source for step in picture.steps)
    assert picture.diagram.rows[-1].amount == "£0"
