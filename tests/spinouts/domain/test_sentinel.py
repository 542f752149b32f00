from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.sentinel import Level, breaches, consent_needed, new_warnings, warnings
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed, Articles, Limits, Matter, ReservedMatter, Right, RightKind
from tests.spinouts.domain.events import (
    COUNCIL,
    ORDINARY,
    PARTNER,
    STAFF,
    cancel,
    grant,
    issue,
    lock,
    seats,
    transfer,
    unlock,
)

DAY = date(2012, 5, 1)
UNTIL = date(2017, 4, 30)
LATER = date(2014, 10, 1)


def at_formation(*events):
    return tuple(
        replace(event, on=DAY, sequence=number, reason=Reason.FORMATION) for number, event in enumerate(events, start=1)
    )


def mycsp(*later, articles=None, published=None, form=LegalForm.COMPANY_BY_SHARES, classes=(ORDINARY,), first=()):
    """Partner 40, government 35, employees 25, all locked in for five years."""
    formation = at_formation(
        issue(PARTNER, 40, sequence=0),
        issue(COUNCIL, 35, sequence=0),
        issue(STAFF, 25, sequence=0),
        lock(UNTIL, sequence=0),
        *first,
    )
    numbered = tuple(replace(event, sequence=len(formation) + n) for n, event in enumerate(later, start=1))
    agreed = Agreed(articles=articles or Articles(pre_emption=False), published=published or Limits())
    return Company(
        "mycsp", "MyCSP Limited", form, DAY, (PARTNER, COUNCIL, STAFF), classes, formation + numbered, agreed
    )


def sentences(company, level=None):
    return [each.sentence for each in warnings(company) if level in (None, each.level)]


SALE = transfer(COUNCIL, PARTNER, 11, on=LATER, sequence=0, reason=Reason.SALE)


def test_a_company_as_it_was_formed_warns_of_nothing():
    assert warnings(mycsp(published=Limits(Decimal(30), Decimal(10), Decimal(50)))) == ()


def test_mycsp_of_2014_breaks_its_lock_in_and_changes_who_controls_it():
    """The partner goes over half, the government under a quarter; the staff's exact quarter stays what it was."""
    company = mycsp(SALE)

    assert sentences(company, Level.BREACH) == [
        "The council gave up 11 shares on 1 October 2014, although it was locked in until 30 April 2017."
    ]
    assert sentences(company, Level.NOTICE) == [
        "Paymaster can now pass an ordinary resolution alone: it has 51% of the votes, and had 40%.",
        "The council can no longer block a special resolution alone: it has 24% of the votes, and had 35%.",
    ]


def test_a_lock_in_that_is_over_breaks_nothing():
    assert breaches(mycsp(replace(SALE, on=date(2017, 5, 1)))) == ()
    assert len(breaches(mycsp(replace(SALE, on=UNTIL)))) == 1


def test_ending_a_lock_in_early_is_a_breach_and_what_follows_is_none_more():
    found = breaches(mycsp(unlock(on=LATER, sequence=0), replace(SALE, on=date(2014, 10, 2))))

    assert [each.entry for each in found] == [5]


def test_a_leaver_and_an_agreed_earn_in_are_what_the_lock_in_allows():
    right = Right("earn-in", "Earn-in", RightKind.EARN_IN, "partner", "a", 11, giver="council")
    company = mycsp(
        replace(SALE, under="earn-in", reason=Reason.EARN_IN),
        transfer(STAFF, PARTNER, 1, on=LATER, sequence=0, reason=Reason.LEAVER),
        first=(grant(PARTNER, 11, "earn-in", sequence=0),),
    )
    company = replace(company, agreed=replace(company.agreed, rights=(right,)))

    assert breaches(company) == ()


def test_leaving_the_published_limits_is_a_breach_on_the_day_it_happens_and_at_the_limit_is_within():
    limits = Limits(Decimal(25), Decimal("49.5"), Decimal(24))
    first = mycsp(SALE, published=limits)
    second = mycsp(SALE, issue(PARTNER, 1, on=date(2018, 1, 1), sequence=0, reason=Reason.GIFT), published=limits)

    assert [each.sentence for each in breaches(first)][1:] == [
        "Partners: 51% of the shares since 1 October 2014; it was to be at most 49.5%."
    ]
    assert [each.sentence for each in breaches(second)][2:] == [
        "Employees: 24.8% of the shares since 1 January 2018; it was to be at least 25%.",
        "The council: 23.8% of the shares since 1 January 2018; it was to be at least 24%.",
    ]


def test_what_the_offer_promised_the_employees_is_watched_too():
    company = mycsp(
        issue(PARTNER, 1, on=date(2018, 1, 1), sequence=0, reason=Reason.GIFT),
        articles=Articles(pre_emption=False, least_employees_percent=Decimal(25)),
    )

    assert [each.source for each in breaches(company)] == ["The articles of the offer"]


def test_a_reserved_matter_needs_the_consent_of_those_it_names_and_of_the_golden_share():
    golden = ShareClass("gold", "Golden", votes_per_share=0, golden=True)
    articles = Articles(pre_emption=False, reserved=(ReservedMatter(Matter.SHARES, ("staff",)),))
    first = (issue(COUNCIL, 1, golden, sequence=0),)
    new = issue(PARTNER, 1, on=date(2018, 1, 1), sequence=0, reason=Reason.GIFT, consents=("staff",))
    company = mycsp(new, articles=articles, classes=(ORDINARY, golden), first=first)
    agreed = mycsp(
        replace(new, consents=("staff", "council")), articles=articles, classes=(ORDINARY, golden), first=first
    )

    assert consent_needed(company, EventKind.ISSUE) == (COUNCIL, STAFF)
    assert consent_needed(company, EventKind.TRANSFER) == ()
    assert [each.sentence for each in breaches(company)] == [
        "The issue of 1 January 2018 needs the consent of The council, which is not recorded."
    ]
    assert breaches(agreed) == ()


def dividend(amount, profits):
    return HoldingEvent(EventKind.DIVIDEND, LATER, 0, amount=Decimal(amount), profits=Decimal(profits))


def test_dividends_are_held_against_profits_the_form_and_the_offer():
    cic, shares = LegalForm.CIC_BY_SHARES, LegalForm.COMPANY_BY_SHARES
    capped = Articles(pre_emption=False, most_dividend_percent=Decimal(20))

    assert breaches(mycsp(dividend(35, 100), form=cic)) == ()
    assert [each.source for each in breaches(mycsp(dividend("35.01", 100), form=cic))] == [
        "Community Interest Company Regulations 2005, SI 2005/1788"
    ]
    assert [each.source for each in breaches(mycsp(dividend(101, 100), form=shares))] == ["Companies Act 2006, s.830"]
    assert [each.source for each in breaches(mycsp(dividend(21, 100), form=shares, articles=capped))] == [
        "The articles of the offer"
    ]
    assert breaches(mycsp(dividend(100, 100), form=shares)) == ()
    assert len(breaches(mycsp(dividend(1, 100), form=LegalForm.COMPANY_BY_GUARANTEE))) == 1


def test_new_shares_for_money_remind_of_pre_emption():
    new = issue(PARTNER, 1, on=date(2018, 1, 1), sequence=0, reason=Reason.SUBSCRIPTION)

    assert "must have been offered theirs first" in sentences(mycsp(new, articles=Articles()))[-1]
    assert sentences(mycsp(new)) == []


def test_an_entry_that_was_struck_out_warns_no_more():
    broken = mycsp(SALE)
    strike = HoldingEvent(EventKind.STRIKE, LATER, 6, corrects=5)

    mended = replace(broken, events=(*broken.events, strike))

    assert warnings(mended) == ()


def test_only_what_a_change_brings_is_new():
    before = mycsp(SALE)
    after = mycsp(SALE, cancel(STAFF, 25, on=date(2018, 1, 1), sequence=0))

    assert {each.on for each in new_warnings(before, after)} == {date(2018, 1, 1)}


def test_a_change_on_the_first_day_is_compared_with_the_formation():
    company = mycsp(replace(SALE, on=DAY), seats(STAFF, 1, on=DAY, sequence=0))

    assert len(breaches(company)) == 1


OUTSIDER = Party("fund", "A fund", PartyKind.SOCIAL_INVESTOR)


def test_shares_sold_to_an_outsider_remind_of_the_first_refusal_of_the_articles():
    sold = transfer(COUNCIL, OUTSIDER, 5, on=date(2018, 1, 1), sequence=0, amount=Decimal(5000))
    company = replace(mycsp(sold, articles=Articles()), parties=(PARTNER, COUNCIL, STAFF, OUTSIDER))

    [found] = [each for each in warnings(company) if "offered" in each.sentence]

    assert (found.level, found.entry) == (Level.NOTICE, 5)
    assert found.sentence == (
        "The transfer of 1 January 2018 was a sale to A fund, which owned nothing before: the other owners (Paymaster, "
        "The staff trust) must have been offered the shares first."
    )
    assert found.source == (
        "First refusal in the articles of the offer; the Companies Act gives none when an owner sells"
    )


@pytest.mark.parametrize(
    "why_not",
    [
        {"reason": Reason.GIFT},
        {"reason": Reason.LEAVER, "amount": Decimal(5)},
        {"reason": Reason.OTHER},
    ],
)
def test_shares_given_away_or_left_by_staff_remind_of_nothing(why_not):
    moved = transfer(STAFF, PARTNER, 1, on=date(2018, 1, 1), sequence=0, **why_not)

    assert not [each for each in sentences(mycsp(moved, articles=Articles())) if "offered" in each]


def test_when_one_owner_buys_all_the_others_out_nobody_is_left_to_be_offered_any():
    """As Nesta bought the Behavioural Insights Team in December 2021."""
    day = date(2018, 1, 1)
    bought = [
        transfer(each, PARTNER, held, on=day, sequence=0, reason=Reason.SALE)
        for each, held in ((COUNCIL, 35), (STAFF, 25))
    ]

    assert not [each for each in sentences(mycsp(*bought, articles=Articles())) if "offered" in each]


@pytest.mark.parametrize(
    ("form", "taker", "by_the_act"),
    [
        (LegalForm.COMPANY_BY_SHARES, PARTNER, True),
        (LegalForm.CIC_BY_SHARES, PARTNER, True),
        (LegalForm.COMMUNITY_BENEFIT_SOCIETY, PARTNER, False),
        (LegalForm.COMPANY_BY_SHARES, STAFF, False),
    ],
)
def test_the_act_gives_first_refusal_on_new_shares_of_companies_that_are_not_for_employees(form, taker, by_the_act):
    new = issue(taker, 1, on=date(2018, 1, 1), sequence=0, amount=Decimal(10))
    articles = "irst refusal in the articles of the offer"

    [source] = [
        each.source for each in warnings(mycsp(new, articles=Articles(), form=form)) if "offered" in each.sentence
    ]

    assert source == (f"Companies Act 2006, s.561; f{articles}" if by_the_act else f"F{articles}")


BOARD = (seats(PARTNER, 3, sequence=0), seats(COUNCIL, 2, sequence=0), seats(STAFF, 2, sequence=0))


def test_a_board_other_than_the_agreed_one_is_a_breach():
    company = mycsp(seats(COUNCIL, 1, on=LATER, sequence=0), first=BOARD)

    [found] = breaches(company)

    assert (found.entry, found.source) == (8, "The articles of the offer")
    assert found.sentence == ("The council fills 1 of 6 board seats since 1 October 2014; it was to fill 2 of 7.")


def test_back_to_the_agreed_board_is_none_and_without_an_agreed_board_nothing_is_left():
    there_and_back = (seats(COUNCIL, 1, on=LATER, sequence=0), seats(COUNCIL, 2, on=date(2015, 1, 1), sequence=0))

    assert [each.on for each in breaches(mycsp(*there_and_back, first=BOARD))] == [LATER]
    assert breaches(mycsp(*there_and_back)) == ()


@given(st.integers(0, 5), st.integers(0, 5))
def test_seats_are_warned_of_exactly_when_they_come_to_differ_from_the_agreed(first, second):
    changes = (seats(COUNCIL, first, on=LATER, sequence=0), seats(COUNCIL, second, on=date(2015, 1, 1), sequence=0))
    company = mycsp(*changes, first=BOARD)

    expected = [count for was, count in ((2, first), (first, second)) if count not in {was, 2}]
    assert len(breaches(company)) == len(expected)


def test_both_promises_to_the_employees_are_watched_each_with_its_source():
    company = mycsp(
        issue(PARTNER, 60, on=date(2018, 1, 1), sequence=0, reason=Reason.GIFT),
        articles=Articles(pre_emption=False, least_employees_percent=Decimal(25)),
        published=Limits(least_employees_percent=Decimal(20)),
    )

    assert [(each.source, each.sentence.rpartition(" ")[2]) for each in breaches(company)] == [
        ("The published terms of the competition", "20%."),
        ("The articles of the offer", "25%."),
    ]


@given(st.dates(DAY, date(2020, 1, 1)))
def test_up_to_a_day_nothing_of_later_days_is_said(until):
    later = issue(PARTNER, 60, on=date(2018, 1, 1), sequence=0, reason=Reason.GIFT)
    company = mycsp(SALE, later, published=Limits(least_employees_percent=Decimal(20)))
    everything = warnings(company)

    assert len({each.on for each in everything}) == 2
    assert warnings(company, until) == tuple(each for each in everything if each.on <= until)
    assert breaches(company, until) == tuple(each for each in breaches(company) if each.on <= until)
