from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.creditors import COSTS, EMPLOYEES, OTHERS, Owing, prescribed_part
from spinouts.domain.events import EventKind
from spinouts.domain.exit_claims import BODY, UNSETTLED
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import pence_down
from spinouts.domain.shares import ShareClass
from spinouts.domain.situations import Situation
from spinouts.domain.terms import Loan, LoanKind, LockIn, Matter, ReservedMatter, Right, RightKind
from spinouts.domain.waterfall import distribute
from tests.spinouts.domain.made_up import (
    CHARITY,
    COUNCIL,
    DAY,
    INVESTOR,
    MYCSP,
    ORDINARY,
    PARTNER,
    PREFERENCE,
    STAFF,
    company,
    drawn,
    with_event,
)

SECURED = Loan("secured", "The mortgage", "investor", LoanKind.LOAN, Decimal(300_000), secured=True)
SECOND = Loan("second", "The second mortgage", "council", LoanKind.LOAN, Decimal(90_000), secured=True, rank=2)
PLAIN = Loan("plain", "The working capital", "partner", LoanKind.LOAN, Decimal(120_000))
JUNIOR = Loan("junior", "The last loan", "council", LoanKind.LOAN, Decimal(10_000), rank=2)
BY_INCOME = Loan("share", "The income share", "investor", LoanKind.QUASI_EQUITY, Decimal(50_000))
NOTE = Loan(
    "note",
    "The note",
    "investor",
    LoanKind.CONVERTIBLE,
    Decimal(1000),
    converts_to="ordinary",
    price_per_share=Decimal(2),
)


def paid(of, value, situation=Situation.SALE, **more):
    return distribute(of, DAY, situation, Decimal(value), Owing(**more)).by_payee


def notes(of, situation):
    return " ".join(distribute(of, DAY, situation, Decimal(0)).notes)


def indebted():
    return drawn(company(more=[(INVESTOR, PREFERENCE, 1000)]), PLAIN, SECURED, BY_INCOME)


def test_a_million_runs_down_every_step():
    waterfall = distribute(
        indebted(), DAY, Situation.SALE, Decimal(1_000_000), Owing(costs=Decimal(20_000), debts=Decimal(80_000))
    )

    assert [(step.label, step.paid, step.left) for step in waterfall.steps] == [
        ("Costs", 20_000, 980_000),
        ("Secured loans, rank 1", 300_000, 680_000),
        ("Other loans and debts, rank 1", 200_000, 480_000),
        ("Quasi-equity, rank 1", 50_000, 430_000),
        ("Preference, rank 1: Preference", 10_000, 420_000),
        ("Shares that take part in the rest", 420_000, 0),
    ]
    assert waterfall.by_payee == {
        COSTS: 20_000,
        "investor": 360_000,
        "partner": 120_000 + 168_000,
        OTHERS: 80_000,
        "staff": 105_000,
        "council": 147_000,
    }
    assert waterfall.unpaid == 0
    assert all(step.sentence and step.source for step in waterfall.steps)


def test_where_it_is_not_enough_creditors_of_a_rank_get_equal_parts_and_owners_nothing():
    waterfall = distribute(
        indebted(), DAY, Situation.INSOLVENCY, Decimal(400_000), Owing(costs=Decimal(20_000), debts=Decimal(80_000))
    )

    assert waterfall.by_payee == {
        COSTS: 20_000, "investor": 300_000, "partner": 48_000, OTHERS: 32_000, "staff": 0, "council": 0,
    }  # fmt: skip
    assert waterfall.unpaid == 120_000 + 50_000 + 10_000


def test_loans_of_a_lower_rank_come_first_and_what_was_repaid_is_not_owed():
    of = with_event(drawn(company(), JUNIOR, PLAIN), EventKind.REPAY, amount=Decimal(20_000), under="plain")

    assert [step.paid for step in distribute(of, DAY, Situation.DEFAULT, Decimal(105_000)).steps] == [100_000, 5_000, 0]


def test_owners_count_as_they_stand_on_the_day():
    later = DAY + timedelta(days=1)
    of = with_event(
        company(), EventKind.TRANSFER, later, share_class=ORDINARY, shares=110, from_party=COUNCIL, to_party=PARTNER
    )

    assert paid(of, 1000)["partner"] == 400
    assert distribute(of, later, Situation.SALE, Decimal(1000)).by_payee["partner"] == 510


def test_a_participating_preference_counts_towards_its_most():
    first = ShareClass("first", "First", preference_rank=1, preference_amount=Decimal(2), most_amount=Decimal(3))
    of = company({STAFF: 100}, more=[(PARTNER, first, 100)])

    # First 200; then of 800 each share gets the same until First has 3: 100 for it, 700 for the others.
    assert paid(of, 1000) == {"partner": 300, "staff": 700}
    assert paid(of, 300) == {"partner": 250, "staff": 50}


def test_preferences_are_met_in_order_of_rank():
    second = ShareClass("second", "Second", preference_rank=2, preference_amount=Decimal(1), participates=False)
    of = company({STAFF: 10}, more=[(COUNCIL, second, 100), (PARTNER, PREFERENCE, 5)])

    assert paid(of, 100) == {"partner": 50, "council": 50, "staff": 0}


def test_what_no_share_may_get_is_not_settled():
    capped = ShareClass("capped", "Capped", most_amount=Decimal(1))

    assert paid(company({STAFF: 100}, share_class=capped), 250) == {"staff": 100, UNSETTLED: 150}
    assert paid(company({STAFF: 100}, share_class=capped), 100) == {"staff": 100}


@pytest.mark.parametrize(
    ("form", "lock", "members"),
    [
        (LegalForm.CIC_BY_SHARES, False, 1000),
        (LegalForm.COMMUNITY_BENEFIT_SOCIETY, True, 1000),
        (LegalForm.COMMUNITY_BENEFIT_SOCIETY, False, 1000),
        (LegalForm.COMPANY_BY_SHARES, True, 1000),
        (LegalForm.CIC_BY_GUARANTEE, False, 0),
        (LegalForm.CHARITABLE_COMPANY, False, 0),
        (LegalForm.CIO, False, 0),
    ],
)
def test_locked_assets_go_to_the_body_and_members_get_at_most_what_they_paid(form, lock, members):
    of = company(form=form, asset_lock=lock, asset_lock_body="The Light")

    result = distribute(of, DAY, Situation.WINDING_UP, Decimal(100_000))

    assert result.by_payee[BODY] == 100_000 - members
    assert result.names[BODY] == "The Light"
    assert sum(result.by_payee.get(party.reference, 0) for party in MYCSP) == members


def test_a_preference_above_what_was_paid_is_cut_where_assets_are_locked():
    of = company({STAFF: 100}, form=LegalForm.CIC_BY_SHARES, more=[(PARTNER, PREFERENCE, 100)])

    assert paid(of, 1000) == {"partner": 100, "staff": 100, BODY: 800}


def test_a_company_without_a_lock_shares_all_among_its_owners():
    assert paid(company(), 1000) == {"staff": 250, "council": 350, "partner": 400}
    assert paid(company({STAFF: 1, COUNCIL: 1, PARTNER: 1}), "0.02") == {
        "staff": Decimal("0.01"),
        "council": Decimal("0.01"),
        "partner": 0,
    }


def test_notes_tell_who_decides_and_how_votes_shift():
    of = drawn(
        company(
            drag_along_percent=Decimal(40),
            tag_along=True,
            reserved=(ReservedMatter(Matter.SALE, ("council", "staff")), ReservedMatter(Matter.WINDING_UP, ("staff",))),
            locks=(LockIn(date(2029, 5, 1), "partner"),),
            step_in="The council may appoint all directors.",
            rights=[Right("o", "The option", RightKind.OPTION, "partner", "ordinary", 50)],
        ),
        NOTE,
    )

    sale, default = notes(of, Situation.SALE), notes(of, Situation.DEFAULT)
    step_in, end = notes(of, Situation.STEP_IN), notes(of, Situation.WINDING_UP)

    assert "The council and The staff trust must consent: selling the business" in sale
    assert "Owners of 40% of the shares can make the others sell with them; Paymaster has that many alone." in sale
    assert "Paymaster is locked in until 1 May 2029." in sale
    assert "The option: 50 shares have not been taken up" in sale
    assert "it gets 500 shares, and its votes go from 0% to 33.3%" in default
    assert "The council has 35% of the votes and 0 of 0 board seats before it steps in." in step_in
    assert "The council may appoint all directors." in step_in
    assert "The staff trust must consent: winding the company up." in end
    assert "nobody has them alone" in end
    assert "Nothing is agreed on whether" in notes(company(), Situation.INSOLVENCY)


@pytest.mark.parametrize("wrong", ["-1", "0.001", "NaN"])
def test_an_amount_that_is_no_money_is_refused(wrong):
    with pytest.raises(Refusal, match="pounds and pence"):
        paid(company(), wrong)


money = st.integers(0, 10**8).map(lambda whole: Decimal(whole).scaleb(-2))
classes = st.builds(
    ShareClass,
    reference=st.sampled_from(["x", "y"]),
    name=st.just("Some"),
    nominal_amount=money,
    preference_rank=st.just(1),
    preference_amount=money.filter(bool),
    participates=st.booleans(),
    most_amount=st.none() | money,
)
holdings = st.dictionaries(st.sampled_from([STAFF, COUNCIL, PARTNER, CHARITY]), st.integers(1, 500), min_size=1)


companies = st.builds(
    lambda held, some, count, form, lock: company(
        held, form=form, more=[(PARTNER, some, count), (COUNCIL, some, 1)] if count else [], asset_lock=lock
    ),
    holdings,
    classes,
    st.integers(0, 100),
    st.sampled_from(LegalForm),
    st.booleans(),
)


@st.composite
def endings(draw):
    """A value, and what is owed of every kind."""
    value = draw(money)
    amounts = {name: draw(st.just(Decimal(0)) | money) for name in ("costs", "debts", "wages", "holiday", "tax")}
    floating = pence_down(value * draw(st.integers(0, 4)) / 4)
    return value, Owing(employees=draw(st.integers(1, 30)), floating=floating, **amounts)


loan_sets = st.sets(st.sampled_from([SECURED, SECOND, PLAIN, JUNIOR, BY_INCOME]))


def borrowed(of, loans):
    return drawn(of, *sorted(loans, key=lambda loan: loan.reference))


@given(companies, loan_sets, st.sampled_from(Situation), endings())
def test_the_waterfall_pays_exactly_what_there_is(of, loans, situation, ending):
    value, owing = ending

    waterfall = distribute(borrowed(of, loans), DAY, situation, value, owing)

    assert sum(waterfall.by_payee.values()) == value
    left = value
    for step in waterfall.steps:
        left -= step.paid
        assert step.left == left
        for payment in step.payments:
            assert payment.amount >= 0
            assert (payment.amount * 100) % 1 == 0
            assert payment.due is None or payment.amount <= payment.due
    assert left == 0


@given(companies, loan_sets, endings())
def test_no_rank_is_paid_before_an_earlier_one_lacks_nothing_but_out_of_the_part_prescribed_for_it(of, loans, ending):
    value, owing = ending

    steps = distribute(borrowed(of, loans), DAY, Situation.INSOLVENCY, value, owing).steps

    for number, step in enumerate(steps):
        later = sum(each.paid for each in steps[number + 1 :] if not each.label.startswith("Floating"))
        if step.lacking and step.label.startswith("Floating"):
            assert later <= prescribed_part(owing.floating, DAY)
            assert all(each.is_debt or not each.paid for each in steps[number + 1 :])
        elif step.lacking:
            assert not any(each.paid for each in steps[number + 1 :])
        elif step.goes_on:
            assert not any(each.paid for each in steps[number + 1 :] if each.label.startswith("Secured loans"))


@given(companies, loan_sets, endings())
def test_debts_are_owed_once_however_many_steps_they_are_claimed_in(of, loans, ending):
    value, owing = ending
    indebted = borrowed(of, loans)

    waterfall = distribute(indebted, DAY, Situation.INSOLVENCY, value, owing)

    owed = sum((loan.amount for loan in loans), owing.costs + owing.debts + owing.wages + owing.holiday + owing.tax)
    assert sum(step.paid for step in waterfall.steps if step.is_debt) + waterfall.debts_unpaid == owed


def test_preferential_debts_and_the_prescribed_part_come_before_a_floating_charge():
    """Of 200,000, 150,000 is under a floating charge and pays the costs; £800 of each of ten wages goes first."""
    owing = Owing(
        costs=Decimal(20_000),
        debts=Decimal(80_000),
        wages=Decimal(10_000),
        employees=10,
        holiday=Decimal(2_000),
        tax=Decimal(20_000),
        floating=Decimal(150_000),
    )

    waterfall = distribute(drawn(company(), SECURED), DAY, Situation.INSOLVENCY, Decimal(200_000), owing)

    assert [(step.label, step.paid, step.left) for step in waterfall.steps] == [
        ("Costs", 20_000, 180_000),
        ("Secured loans, rank 1", 50_000, 130_000),
        ("Preferential debts to employees", 10_000, 120_000),
        ("Secondary preferential debts to HMRC", 20_000, 100_000),
        ("Floating charge, rank 1", 77_000, 23_000),
        ("Other loans and debts, rank 1", 23_000, 0),
        ("Shares that take part in the rest", 0, 0),
    ]
    assert waterfall.by_payee[EMPLOYEES] == 10_000 + Decimal("560.98")
    assert waterfall.by_payee[OTHERS] == Decimal("22439.02")
    assert waterfall.debts_unpaid == 173_000 + 59_000
    assert "£23,000 of it is kept for unsecured creditors" in waterfall.steps[4].sentence


@pytest.mark.parametrize(
    ("net", "on", "kept"),
    [
        ("9999.99", DAY, "0"),
        ("10000", DAY, "5000"),
        ("100000", DAY, "23000"),
        ("3985000", DAY, "800000"),
        ("99000000", DAY, "800000"),
        ("99000000", date(2020, 4, 5), "600000"),
    ],
)
def test_the_prescribed_part_is_half_of_the_first_ten_thousand_and_a_fifth_of_the_rest(net, on, kept):
    assert prescribed_part(Decimal(net), on) == Decimal(kept)


def test_before_december_2020_taxes_were_debts_like_others():
    of = replace(company(), formed_on=date(2019, 1, 1))
    before, after = (
        {step.label for step in distribute(of, on, Situation.INSOLVENCY, Decimal(0), Owing(tax=Decimal(5))).steps}
        for on in (date(2020, 11, 30), date(2020, 12, 1))
    )

    assert "Other loans and debts, rank 1" in before
    assert "Secondary preferential debts to HMRC" in after
    assert not before & after


@pytest.mark.parametrize(
    ("owing", "says"),
    [
        (Owing(wages=Decimal(1)), "how many employees"),
        (Owing(floating=Decimal(11)), "no more than there is"),
        (Owing(tax=Decimal("0.001")), "pounds and pence"),
        (Owing(holiday=Decimal(-1)), "pounds and pence"),
        (Owing(debts=Decimal("NaN")), "pounds and pence"),
    ],
)
def test_what_cannot_be_owed_is_refused(owing, says):
    with pytest.raises(Refusal, match=says):
        distribute(company(), DAY, Situation.SALE, Decimal(10), owing)


@given(holdings, st.sampled_from([LegalForm.CIC_BY_SHARES, LegalForm.COMMUNITY_BENEFIT_SOCIETY, LegalForm.CIO]), money)
def test_no_member_of_a_locked_form_gets_more_than_was_paid(held, form, value):
    result = paid(company(held, form=form), value)

    assert all(result.get(party.reference, 0) <= count for party, count in held.items())


@given(holdings, money, money)
def test_a_higher_value_pays_nobody_less(held, value, more):
    of = drawn(company(held, more=[(PARTNER, PREFERENCE, 10)]), PLAIN)

    lower, higher = paid(of, value), paid(of, value + more)

    assert all(higher[payee] >= amount - Decimal("0.01") for payee, amount in lower.items())
