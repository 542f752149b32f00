from dataclasses import replace
from datetime import date
from decimal import Decimal

from spinouts.domain.agreed_picture import StandingRow, agreed_picture
from spinouts.domain.events import EventKind
from spinouts.domain.terms import Agreed, Loan, LoanKind, LockIn, Matter, ReservedMatter, Right, RightKind
from tests.spinouts.domain.companies import DAY as FORMED
from tests.spinouts.domain.companies import everything
from tests.spinouts.domain.made_up import COUNCIL, DAY, ORDINARY, PARTNER, STAFF, company, drawn, with_event

LOAN = Loan("loan", "Start-up loan", "partner", LoanKind.LOAN, Decimal(1000), yearly_percent=Decimal("2.50"), years=5)
OPTION = Right(
    "option", "The staff's option", RightKind.OPTION, "staff", "ordinary", 50, Decimal(2), until=date(2030, 1, 1)
)


def test_a_reserved_matter_says_whose_consent_it_needs():
    of = company(
        reserved=(ReservedMatter(Matter.SALE, ("council", "staff"), "Above £1"), ReservedMatter(Matter.PAY, ()))
    )

    rows = agreed_picture(of, DAY).reserved

    assert [(row.matter, row.who, row.note) for row in rows] == [
        ("Selling the business or a large part of it", "The council and The staff trust", "Above £1"),
        ("The pay of directors and senior staff", "Nobody on this day", ""),
    ]


def test_a_right_stands_until_its_last_day():
    of = company(rights=[OPTION])

    assert agreed_picture(of, date(2030, 1, 1)).rights == (
        StandingRow(
            "The staff's option", "The staff trust", "50 Ordinary", "Option, at £2 a share, until 1 January 2030"
        ),
    )
    assert agreed_picture(of, date(2030, 1, 2)).rights == ()


def test_a_loan_says_what_is_owed_and_on_which_terms():
    terms = "Loan, 2.5% interest a year, over 5 years"

    agreed = agreed_picture(company(loans=[LOAN]), DAY).loans
    owed = agreed_picture(drawn(company(), LOAN), DAY).loans

    assert agreed == (StandingRow("Start-up loan", "Paymaster", "Nothing owed of £1,000", terms),)
    assert owed == (StandingRow("Start-up loan", "Paymaster", "£1,000 owed", terms),)


def test_what_only_the_register_knows_stands_as_well():
    of = with_event(company(), EventKind.GRANT, share_class=ORDINARY, shares=5, to_party=STAFF, under="gift")
    of = with_event(of, EventKind.DRAW, to_party=PARTNER, amount=Decimal(7), under="cash")
    of = with_event(of, EventKind.LOCK, until=date(2027, 1, 1), from_party=COUNCIL)

    picture = agreed_picture(of, DAY)

    assert picture.rights == (StandingRow("gift", "The staff trust", "5 Ordinary", "Without a last day"),)
    assert picture.loans == (StandingRow("cash", "Paymaster", "£7 owed", "Terms not recorded"),)
    assert picture.locks == (StandingRow("Entered in the register", "The council", "Until 1 January 2027", ""),)


def test_a_lock_in_stands_on_its_last_day_and_not_after():
    of = company(locks=(LockIn(date(2027, 1, 1), None, "All"),))

    assert agreed_picture(of, date(2027, 1, 1)).locks == (
        StandingRow("Agreed", "Everybody", "Until 1 January 2027", "All"),
    )
    assert agreed_picture(of, date(2027, 1, 2)).locks == ()


def test_before_there_is_a_company_nothing_is_asked_of_its_form():
    assert agreed_picture(company(), date(2020, 1, 1)).notices == ()


def test_a_company_in_which_every_field_is_used_is_told_whole():
    picture = agreed_picture(everything(), FORMED)

    assert all(term.words for term in picture.terms)
    assert "secured" in picture.loans[0].terms
    assert agreed_picture(replace(everything(), agreed=Agreed()), FORMED).reserved == ()
