from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from spinouts.domain.events import EventKind
from spinouts.domain.form_rules import notices
from spinouts.domain.forms import LegalForm
from spinouts.domain.notices import Level
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Loan, LoanKind, Right, RightKind
from tests.spinouts.domain.made_up import (
    CHARITY,
    COUNCIL,
    DAY,
    MYCSP,
    ORDINARY,
    PARTNER,
    PREFERENCE,
    STAFF,
    company,
    with_event,
)

TRUST = Party("eot", "The ownership trust", PartyKind.EMPLOYEE_OWNERSHIP_TRUST)
PEOPLE = Party("people", "Staff", PartyKind.EMPLOYEES)
MEMBER = ShareClass("member", "Membership", memberships=True, dividends=False)


def found(of, words):
    """The levels, figures and sources of the notices that have the words in their sentence."""
    return [(each.level, each.words, each.source) for each in notices(of, DAY) if words in each.sentence]


@pytest.mark.parametrize(("percent", "broken"), [("35", False), ("35.01", True), ("100", True)])
def test_a_cic_pays_no_more_than_35_per_cent(percent, broken):
    of = company(form=LegalForm.CIC_BY_SHARES, asset_lock_body="The Light", most_dividend_percent=Decimal(percent))

    assert bool(found(of, "at most 35%")) == broken


@pytest.mark.parametrize(
    ("form", "level"),
    [
        (LegalForm.CIC_BY_GUARANTEE, Level.BROKEN),
        (LegalForm.COMPANY_BY_GUARANTEE, Level.WARNING),
        (LegalForm.COMMUNITY_BENEFIT_SOCIETY, Level.BROKEN),
        (LegalForm.CHARITABLE_COMPANY, Level.BROKEN),
        (LegalForm.CIO, Level.BROKEN),
        (LegalForm.COMPANY_BY_SHARES, None),
        (LegalForm.LLP, None),
    ],
)
def test_profit_cannot_be_paid_out_in_forms_that_forbid_it(form, level):
    of = company(form=form, asset_lock_body="The Light", most_dividend_percent=Decimal(10))

    assert [each for each, _, _ in found(of, "would pay out up to 10%")] == ([level] if level else [])


def test_a_fixed_dividend_is_interest_in_a_society_and_impossible_in_a_charity():
    more = [(PARTNER, PREFERENCE, 10)]

    assert found(company(form=LegalForm.COOPERATIVE_SOCIETY, more=more), "paid 5% a year")[0][0] is Level.WARNING
    assert found(company(form=LegalForm.CIO, more=more), "paid 5% a year")[0][0] is Level.BROKEN
    assert not found(company(more=more), "paid 5% a year")


def with_dividend(of, amount, profits=1000, **fields):
    return with_event(of, EventKind.DIVIDEND, amount=Decimal(amount), profits=Decimal(profits), **fields)


@pytest.mark.parametrize(("amount", "words"), [("700", []), ("700.01", ["just over 35%"])])
def test_a_dividend_that_a_cic_paid_keeps_35_per_cent_for_those_without_a_lock(amount, words):
    # Half of the shares are a charity's, to which the cap does not apply.
    of = with_dividend(company({CHARITY: 50, PARTNER: 50}, form=LegalForm.CIC_BY_SHARES), amount)

    assert [each for _, each, _ in found(of, "of the profits go to")] == words


def test_a_dividend_on_one_class_counts_for_its_holders():
    other = replace(ORDINARY, reference="b", name="B")
    of = company({CHARITY: 50}, form=LegalForm.CIC_BY_SHARES, more=[(PARTNER, other, 50)])

    assert [words for _, words, _ in found(with_dividend(of, 360, share_class=other), "go to holders")] == ["36%"]
    assert not found(with_dividend(of, 360, share_class=ORDINARY), "go to holders")


def test_a_dividend_keeps_within_profits_articles_and_form():
    articles = company(most_dividend_percent=Decimal(10))

    assert found(with_dividend(company(), 1001), "more than the distributable profits")[0][:2] == (Level.BROKEN, "£1")
    assert not found(with_dividend(company(), 1000), "The dividend of")
    assert [words for _, words, _ in found(with_dividend(articles, "100.01"), "articles allow 10%")] == [
        "just over 10%"
    ]
    assert not found(with_dividend(articles, 100), "The dividend of")
    assert found(with_dividend(company(form=LegalForm.CIO), 1), "pays no profit")[0][0] is Level.BROKEN


@pytest.mark.parametrize("form", [LegalForm.CIC_BY_SHARES, LegalForm.CIC_BY_GUARANTEE, LegalForm.CIO])
def test_a_locked_form_names_who_gets_what_is_left(form):
    assert found(company(form=form), "do not name the body")
    assert not found(company(form=form, asset_lock_body="The Light"), "do not name the body")


def test_a_lock_in_the_articles_of_a_company_can_be_voted_out_and_names_its_body():
    locked = company(asset_lock=True)

    assert [words for _, words, _ in found(locked, "can take it out")] == ["75%"]
    assert found(locked, "do not name the body")
    assert not found(company(asset_lock=True, asset_lock_body="The Light"), "do not name the body")
    assert not found(company(), "asset lock")


def test_what_members_get_at_the_end_is_at_most_what_was_paid():
    more = [(PARTNER, PREFERENCE, 10)]

    broken = found(company(form=LegalForm.CIC_BY_SHARES, asset_lock_body="X", more=more), "before others at the end")

    assert [(level, words) for level, words, _ in broken] == [(Level.BROKEN, "£10")]
    assert "reg 23" in broken[0][2]
    assert not found(company(more=more), "before others at the end")


def test_a_society_gives_each_member_one_vote():
    heavy = ShareClass("heavy", "Founder", votes_per_share=10, golden=True)
    society = company(form=LegalForm.COMMUNITY_BENEFIT_SOCIETY, share_class=heavy)

    assert found(society, "10 votes a share")[0][:2] == (Level.BROKEN, "10")
    assert found(society, "golden share")[0][0] is Level.BROKEN
    assert not found(company(share_class=heavy), "votes a share")


@pytest.mark.parametrize(("members", "broken"), [(2, True), (3, False)])
def test_a_society_has_three_members(members, broken):
    society = company({PEOPLE: members}, form=LegalForm.COOPERATIVE_SOCIETY, share_class=MEMBER)

    assert bool(found(society, "at least 3 members")) == broken
    assert not found(society, "counts as one member")


def test_staff_without_memberships_count_as_one_member():
    assert found(company({PEOPLE: 60, PARTNER: 20, COUNCIL: 20}, form=LegalForm.CIO), "counts as one member")


@pytest.mark.parametrize(("shares", "warned"), [(100_000, False), (100_001, True)])
def test_a_member_has_at_most_100_000_pounds_that_can_be_withdrawn(shares, warned):
    of = company({PARTNER: shares, STAFF: 1, COUNCIL: 1}, form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)

    assert [words for _, words, _ in found(of, "withdrawable")] == (["£100,001"] if warned else [])


def test_many_members_may_have_the_limit_each():
    money = ShareClass("money", "Share", dividends=False)
    of = company(
        {PEOPLE: 3, PARTNER: 0}, form=LegalForm.COOPERATIVE_SOCIETY, share_class=MEMBER, more=[(PEOPLE, money, 200_000)]
    )

    assert not found(of, "withdrawable")


def test_an_income_share_of_a_cic_is_capped_interest():
    loan = Loan("q", "The revenue share", "partner", LoanKind.QUASI_EQUITY, Decimal(50_000))

    assert found(company(form=LegalForm.CIC_BY_SHARES, loans=[loan]), "The revenue share")
    assert not found(company(loans=[loan]), "The revenue share")


def test_a_council_in_an_llp_has_no_commercial_purpose():
    assert [source for *_, source in found(company(form=LegalForm.LLP), "LLP")] == ["Localism Act 2011, s.4"]
    assert not found(company({PARTNER: 1, STAFF: 1}, form=LegalForm.LLP), "LLP")
    assert found(company({PARTNER: 1}, form=LegalForm.LLP), "two members")[0][0] is Level.BROKEN


@pytest.mark.parametrize(("shares", "words"), [(501, []), (500, ["50%"]), (499, ["49.9%"])])
def test_an_ownership_trust_needs_more_than_half(shares, words):
    of = company({TRUST: shares, PARTNER: 1000 - shares})

    assert [each for _, each, _ in found(of, "An employee ownership trust needs")] == words


def test_an_ownership_trust_needs_more_than_half_of_the_profits_too():
    silent = ShareClass("silent", "No dividend", dividends=False)
    of = company({TRUST: 510, PARTNER: 490})
    without = company({PARTNER: 490}, more=[(TRUST, silent, 510)])

    assert not found(of, "An employee ownership trust")
    assert [words for _, words, _ in found(without, "of the profits. An")] == ["0%"]


def test_an_ownership_trust_cannot_be_sold_past_by_a_right_of_another():
    earn_in = Right("e", "Earn-in", RightKind.EARN_IN, "partner", "ordinary", 20)

    assert [words for _, words, _ in found(company({TRUST: 510, PARTNER: 490}, rights=[earn_in]), "falls to")] == [
        "50%"
    ]
    smaller = replace(earn_in, shares=19)
    assert not found(company({TRUST: 510, PARTNER: 490}, rights=[smaller]), "falls to")


def test_an_ownership_trust_takes_a_company_with_shares():
    of = company({TRUST: 60, PARTNER: 20, COUNCIL: 20}, form=LegalForm.CIO)

    assert found(of, "takes a company with shares")[0][0] is Level.BROKEN


def test_private_shares_end_the_in_house_exemption():
    assert [words for _, words, _ in found(company(), "in-house")] == ["65%"]
    assert not found(company({COUNCIL: 100}), "in-house")
    assert not found(company({PARTNER: 100}), "in-house")


def test_a_board_that_councils_choose_makes_a_contracting_authority():
    four = with_event(company(), EventKind.SEATS, to_party=COUNCIL, seats=4)
    six = with_event(four, EventKind.SEATS, to_party=STAFF, seats=3)

    assert [words for _, words, _ in found(six, "oversight")] == ["57.1%"]
    assert not found(with_event(six, EventKind.SEATS, to_party=PARTNER, seats=1), "oversight")


def test_equal_halves_need_a_way_out():
    halves = {PARTNER: 50, STAFF: 50}

    assert [each.figure for each in notices(company(halves), DAY) if "deadlock" in each.sentence] == [Fraction(1, 2)]
    assert not found(company(halves, deadlock="The chair decides."), "deadlock")
    assert not found(company({PARTNER: 51, STAFF: 49}), "deadlock")


def test_a_promise_to_the_employees_is_watched():
    short = company(least_employees_percent=Decimal("25.01"))

    assert [words for _, words, _ in found(short, "that is promised")] == ["25%"]
    assert not found(company(least_employees_percent=Decimal(25)), "that is promised")


def test_what_is_impossible_comes_first_and_an_ordinary_company_breaks_nothing():
    society = company(form=LegalForm.COMMUNITY_BENEFIT_SOCIETY, share_class=replace(ORDINARY, votes_per_share=2))
    levels = [each.level for each in notices(society, DAY)]

    assert levels == sorted(levels, key=[Level.BROKEN, Level.WARNING].index)
    assert levels[0] is Level.BROKEN
    assert {each.level for each in notices(company({**MYCSP, CHARITY: 5}), DAY)} == {Level.WARNING}
    assert all(each.source for each in notices(society, DAY))
