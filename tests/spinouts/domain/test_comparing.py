from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.comparing import Entry, compare
from spinouts.domain.events import EventKind
from spinouts.domain.forms import LegalForm
from spinouts.domain.limit_checks import checks
from spinouts.domain.money_terms import MoneyRow, interest_in_all, money_in, money_out
from spinouts.domain.notices import Level
from spinouts.domain.parties import Side
from spinouts.domain.terms import (
    LeaverRule,
    Limits,
    Loan,
    LoanKind,
    LockIn,
    Matter,
    ReservedMatter,
    Right,
    RightKind,
    Vesting,
)
from tests.spinouts.domain.made_up import (
    CHARITY,
    COUNCIL,
    DAY,
    MYCSP,
    ORDINARY,
    PARTNER,
    STAFF,
    company,
    with_event,
)

LOAN = Loan("loan", "The loan", "investor", LoanKind.LOAN, Decimal(120_000), Decimal(5), years=5, holiday_years=1)
SHARE = Loan(
    "share",
    "The share",
    "investor",
    LoanKind.QUASI_EQUITY,
    Decimal(50_000),
    years=5,
    income_percent=Decimal(2),
    most_times=Decimal("1.5"),
)
NOTE = Loan("note", "The note", "investor", LoanKind.CONVERTIBLE, Decimal(1000), Decimal(4), years=3)
GOLDEN = replace(ORDINARY, reference="golden", name="Golden", votes_per_share=0, golden=True)


def one(of, limits=None, **entry):
    return compare([Entry("A bid", of, **entry)], limits).standings[0]


def test_mycsp_beside_3bm():
    mycsp, three_bm = company(), company({STAFF: 751, PARTNER: 249, COUNCIL: 0})

    comparison = compare([Entry("First", mycsp), Entry("Second", three_bm)])

    first, second = comparison.standings
    assert [(each.side, each.capital_words, each.votes_exact) for each in first.sides] == [
        (Side.EMPLOYEES, "25%", "25%"),
        (Side.PARTNER, "40%", "40%"),
        (Side.COUNCIL, "35%", "35%"),
        (Side.COMMUNITY, "0%", "0%"),
    ]
    assert (first.passes, first.passes_special, first.blocks) == ((), (), ("The council", "Paymaster"))
    assert (second.passes, second.passes_special, second.blocks) == (("The staff trust",),) * 3
    assert len(first.registrable) == 4
    assert "would neither control nor influence" in second.council_control[0]
    assert [row.label for row in comparison.terms if row.differs] == []


def test_sides_count_all_their_parties_and_seats():
    of = with_event(company({**MYCSP, CHARITY: 1000}), EventKind.SEATS, to_party=CHARITY, seats=2)

    partner = one(of).sides[1]

    assert (partner.capital, partner.capital_exact, partner.seats) == (Fraction(7, 10), "70%", 2)


@pytest.mark.parametrize(
    ("limits", "passed", "sentence"),
    [
        (Limits(least_employees_percent=Decimal(25)), True, "Employees: at least 25%. It is 25%: within the limit."),
        (
            Limits(least_employees_percent=Decimal("25.01")),
            False,
            "Employees: at least 25.01%. It is 25%: outside the limit.",
        ),
        (Limits(most_partner_percent=Decimal(40)), True, "Partners: at most 40%. It is 40%: within the limit."),
        (Limits(most_partner_percent=Decimal("39.9")), False, "Partners: at most 39.9%. It is 40%: outside the limit."),
        (Limits(least_council_percent=Decimal(36)), False, "The council: at least 36%. It is 35%: outside the limit."),
        (
            Limits(permitted_forms=(LegalForm.CIC_BY_SHARES, LegalForm.COMPANY_BY_SHARES)),
            True,
            (
                "Company limited by shares is one of the permitted forms: "
                "Company limited by shares, Community interest company limited by shares."
            ),
        ),
        (
            Limits(permitted_forms=(LegalForm.CIO,)),
            False,
            "Company limited by shares is none of the permitted forms: Charitable incorporated organisation.",
        ),
    ],
)
def test_each_limit_is_kept_or_not_in_words(limits, passed, sentence):
    standing = one(company(), limits)

    assert [(check.passed, check.sentence) for check in standing.checks] == [(passed, sentence)]
    assert standing.within_limits == passed


def test_the_limits_published_for_a_company_are_its_own_unless_others_are_told():
    of = company()
    of = replace(of, agreed=replace(of.agreed, published=Limits(most_partner_percent=Decimal(30))))

    assert not one(of).within_limits
    assert one(of, Limits(most_partner_percent=Decimal(50))).within_limits


def test_money_in_and_out_follow_from_the_terms():
    of = company(loans=[LOAN, SHARE, NOTE])
    of = with_event(of, EventKind.ISSUE, share_class=ORDINARY, shares=10, to_party=PARTNER, amount=Decimal(5000))

    assert money_in(of, DAY) == (
        MoneyRow("Paid for shares", Decimal(5000)),
        MoneyRow("Loan", Decimal(120_000)),
        MoneyRow("Quasi-equity, paid back as a share of income", Decimal(50_000)),
        MoneyRow("Convertible loan, which may become shares", Decimal(1000)),
    )
    assert [(row.label, row.amount) for row in money_out(of, DAY)] == [
        ("Interest on The loan", 21_000),
        ("Repayment of The loan", 120_000),
        ("Share of income for The share", 75_000),
        ("Interest on The note", 120),
        ("The note at its end", 1000),
    ]
    assert one(of, given=(("Price", Decimal(1)),)).given == (("Price", 1),)


def test_reserved_matters_are_read_across():
    plain = company(reserved=(ReservedMatter(Matter.PURPOSE, ("council",)), ReservedMatter(Matter.SALE, ("staff",))))
    golden = company(more=[(COUNCIL, GOLDEN, 1)], reserved=(ReservedMatter(Matter.SALE, ("partner", "council")),))

    matters = compare([Entry("First", plain), Entry("Second", golden), Entry("Third", company())]).matters

    assert [(row.matter, row.consents) for row in matters] == [
        (Matter.SALE, (("The staff trust",), ("Paymaster", "The council"), ())),
        (Matter.PURPOSE, (("The council",), (), ())),
    ]


def test_protections_are_told_in_words():
    of = company(
        form=LegalForm.CIC_BY_SHARES,
        asset_lock_body="The Light",
        mission="Good days for old people",
        leaver_rule=LeaverRule.GIVE_BACK,
        anti_dilution=("staff",),
        locks=(LockIn(date(2031, 5, 1), "partner"), LockIn(date(2029, 5, 1))),
        drag_along_percent=Decimal(75),
        rights=[Right("e", "The earn-in", RightKind.EARN_IN, "partner", "ordinary", 50, giver="council")],
        vestings=[Vesting("v", "staff", "ordinary", 250, DAY, 48, 12)],
    )

    terms = {term.label: term.words for term in one(of).terms}

    assert terms["Mission"] == "Good days for old people"
    assert terms["Asset lock"].endswith("To: The Light.")
    assert terms["Leavers"] == "Leavers give their shares back"
    assert terms["Protected against dilution"] == "The staff trust"
    assert terms["Lock-in"] == "Paymaster until 1 May 2031; Everybody until 1 May 2029"
    assert terms["Drag along"] == "From 75% of the shares"
    assert terms["Rights to shares"] == "The earn-in: Paymaster 50 shares from The council for nothing"
    assert terms["Vesting"] == "The staff trust: 250 shares over 48 months, none before 12"
    assert terms["Exit"] == "None agreed"


def test_what_the_form_forbids_stands_in_the_column():
    of = company(form=LegalForm.CIO, asset_lock_body="X", most_dividend_percent=Decimal(5))

    assert one(of).notices[0].level is Level.BROKEN


def test_nothing_compares_with_nothing():
    comparison = compare([])

    assert (comparison.standings, comparison.matters, comparison.terms) == ((), (), ())


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 300), st.integers(0, 100))
def test_a_limit_is_judged_by_exact_parts(staff, council, partner, percent):
    of = company({STAFF: staff, COUNCIL: council, PARTNER: partner})
    limits = Limits(*[Decimal(percent)] * 3)

    kept = [check.passed for check in checks(of, of.register(DAY), limits)]

    whole = staff + council + partner
    assert kept == [staff * 100 >= percent * whole, partner * 100 <= percent * whole, council * 100 >= percent * whole]


def test_all_interest_is_on_what_is_still_owed():
    assert interest_in_all(LOAN, company(), DAY) == 6000 + 6000 + 4500 + 3000 + 1500
