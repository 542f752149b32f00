from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from partners.domain import offer_checks
from partners.domain.agreed_checks import advice, placed
from partners.domain.instruments import Instrument, Investment, InvestmentTerms
from partners.domain.offers import Confidential, Offer, OfferPart, Price, ProposedHolding, Terms
from partners.domain.typed_fields import is_known
from partners.domain.typed_offers import read, typed_of
from partners.domain.typed_places import field_of
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import (
    Agreed,
    Articles,
    Loan,
    LoanKind,
    LockIn,
    Matter,
    ReservedMatter,
    Right,
    RightKind,
    Vesting,
)
from tests.partners.domain.whole import whole_offers

STAFF = ProposedHolding(PartyKind.EMPLOYEE_TRUST, "Staff trust", Decimal(25), share_class="A", board_seats=1)
PARTNER = ProposedHolding(PartyKind.PARTNER, "Harbour Care", Decimal(40), share_class="B", board_seats=1)
COUNCIL = ProposedHolding(PartyKind.COUNCIL, "The council", Decimal(35), share_class="A", board_seats=1)
OFFER = Offer(
    company_name="Harbour Limited",
    legal_form=LegalForm.COMPANY_BY_SHARES,
    total_shares=1000,
    holdings=(STAFF, PARTNER, COUNCIL),
    investments=(Investment(Instrument.LOAN, 1, Decimal(5000)),),
    prices=(Price(1, Decimal(100)),),
    classes=(ShareClass("A", "A"), ShareClass("B", "B", 2)),
)
LOAN = Loan("loan-1", "The loan", "Harbour Care", LoanKind.LOAN, Decimal(5000))
RIGHT = Right("right-1", "Earn-in", RightKind.EARN_IN, "Staff trust", "B", 50, milestone="90% of users stay")
VESTING = Vesting("vesting-1", "Staff trust", "A", 250, date(2027, 4, 1), 36, 12, "The council")
SOUND = replace(
    OFFER,
    agreed=Agreed(
        articles=Articles(
            reserved=(ReservedMatter(Matter.SALE, ("The council", "Staff trust")),),
            locks=(LockIn(date(2032, 3, 31)),),
            most_dividend_percent=Decimal(50),
            least_employees_percent=Decimal(25),
        ),
        loans=(LOAN,),
        rights=(RIGHT,),
        vestings=(VESTING,),
    ),
    confidential=(Confidential(OfferPart.PRICE, "The prices", "They would help rivals"),),
)


def articles(**changes):
    return {"agreed": replace(SOUND.agreed, articles=replace(SOUND.agreed.articles, **changes))}


def loans(*all_loans, **changes):
    return {"agreed": replace(SOUND.agreed, loans=all_loans or (replace(LOAN, **changes),))}


def rights(**changes):
    return {"agreed": replace(SOUND.agreed, rights=(replace(RIGHT, **changes),))}


def vestings(**changes):
    return {"agreed": replace(SOUND.agreed, vestings=(replace(VESTING, **changes),))}


def classes(**changes):
    return {"classes": (ShareClass("A", "A"), ShareClass("B", "B", **{"votes_per_share": 2, **changes}))}


QUASI = {"kind": LoanKind.QUASI_EQUITY}
LENT = (Investment(Instrument.QUASI_EQUITY, 1, Decimal(5000)),)
CONVERTED = (Investment(Instrument.CONVERTIBLE, 1, Decimal(5000)),)


def test_a_sound_offer_has_no_problems():
    assert placed(SOUND) == []
    assert offer_checks.problems(SOUND) == []


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
            "The B shares get at most £1.5 each, which is less than the £2 that they are paid first: enter more.",
        ),
        (
            {**classes(votes_per_share=1, fixed_dividend_percent=Decimal(4)), "legal_form": LegalForm.CIO}
            | articles(most_dividend_percent=None),
            ("class", 2, "fixed"),
            (
                "The B shares have a fixed dividend, but a charitable incorporated organisation may pay no profit to "
                "its members: take it out."
            ),
        ),
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
        (
            rights(share_class="Z"),
            ("right", 1, "class"),
            "There are no Z shares: enter the name of a class that is there.",
        ),
        (
            rights(holder="Tide Fund"),
            ("right", 1, "holder"),
            "Tide Fund is not among the holders: enter it there, with a stake of 0% if it holds nothing at first.",
        ),
        (rights(shares=0), ("right", 1, "shares"), "Earn-in is to 0 shares: enter 1 or more."),
        (
            rights(milestone=" "),
            ("right", 1, "milestone"),
            "Earn-in has no milestone: say what must be met, by when, and who decides.",
        ),
        (
            rights(giver="Staff trust"),
            ("right", 1, "giver"),
            "Earn-in is from Staff trust to itself: choose who gives the shares, or new shares.",
        ),
        (
            rights(giver="Harbour Care", shares=401),
            ("right", 1, "shares"),
            (
                "Harbour Care would give 401 B shares under Earn-in, but would hold 400: enter fewer, or choose new "
                "shares."
            ),
        ),
        (
            vestings(months=0),
            ("vesting", 1, "months"),
            "The shares that Staff trust earns by staying need months: enter 1 or more.",
        ),
        (
            vestings(cliff_months=40),
            ("vesting", 1, "cliff"),
            "The first shares of Staff trust come after 40 months, but all after 36.",
        ),
        (
            vestings(shares=251),
            ("vesting", 1, "shares"),
            "Staff trust would earn 251 A shares by staying, but would hold 250: enter fewer.",
        ),
        (
            articles(locks=(LockIn(date(2032, 1, 1)), LockIn(date(2033, 1, 1)))),
            ("lock", 2, "who"),
            "Every party has 2 lock-ins: keep the longest.",
        ),
        (
            articles(reserved=(ReservedMatter(Matter.SALE, ()),)),
            ("", 0, "reserved-sale-1"),
            "“Selling the business or a large part of it” is reserved to nobody: say who consents.",
        ),
        (
            articles(anti_dilution=("Tide Fund",)),
            ("", 0, "dilution-1"),
            "Tide Fund is not among the holders: enter it there, with a stake of 0% if it holds nothing at first.",
        ),
        (
            articles(asset_lock_body="The harbour charity"),
            ("", 0, "asset_lock"),
            "The harbour charity would get what is left, but there is no asset lock: answer yes to it.",
        ),
        (
            {"legal_form": LegalForm.CIC_BY_SHARES},
            ("", 0, "most_dividend"),
            (
                "Up to 50% of profits would be paid as dividends, but a community interest company limited by shares "
                "may pay at most 35% (SI 2005/1788): enter 35 or less."
            ),
        ),
        (
            {"legal_form": LegalForm.COMMUNITY_BENEFIT_SOCIETY, **classes(votes_per_share=1)},
            ("", 0, "most_dividend"),
            (
                "A community benefit society may pay no profit to its members: leave the most that is paid as "
                "dividends empty."
            ),
        ),
        (
            articles(least_employees_percent=Decimal(30)),
            ("", 0, "least_employees"),
            (
                "You promise that employees keep at least 30%, but they would begin with 25%: enter less, or a larger "
                "stake for them."
            ),
        ),
        (
            {"confidential": (Confidential(OfferPart.PRICE, "The prices", ""),)},
            ("confidential", 1, "reason"),
            "Confidential passage 1 has no reason: say why.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(changes, place, sentence):
    offer = replace(SOUND, **changes)

    assert placed(offer) == [(place, sentence)]
    assert offer_checks.problems(offer) == [sentence]


@given(whole_offers())
def test_every_sentence_about_a_whole_offer_has_a_field_of_the_form(offer):
    reading = read(typed_of(offer))

    for sentence in offer_checks.problems(reading.offer):
        assert is_known(field_of(sentence, reading)), sentence


def test_what_is_over_before_the_contract_starts_is_outside_the_terms():
    terms = Terms(None, None, None, frozenset(LegalForm), 1, date(2032, 4, 1))
    offer = replace(SOUND, agreed=replace(SOUND.agreed, rights=(replace(RIGHT, until=date(2032, 3, 1)),)))
    sentences = offer_checks.outside_terms(offer, terms)

    assert sentences == [
        "A lock-in ends on 31 March 2032, but the contract starts on 1 April 2032: enter a day after that.",
        "Earn-in ends on 1 March 2032, but the contract starts on 1 April 2032: enter a day after that.",
    ]
    reading = read(typed_of(offer))
    assert [field_of(each, reading) for each in sentences] == ["lock-1-until", "right-1-until"]
    assert offer_checks.outside_terms(offer, replace(terms, contract_starts_on=date(2032, 3, 1))) == []


def test_the_value_of_what_is_given_in_kind_wants_a_basis_but_its_lack_stops_nobody():
    lent = Investment(Instrument.SECONDMENT, 1, Decimal(5))
    offer = replace(SOUND, investments=(*SOUND.investments, lent))

    assert advice(offer) == [
        "You give no basis for the value of “Seconded staff”: say how you found it, such as by market rents."
    ]
    assert offer_checks.problems(offer) == []
    assert advice(replace(offer, terms=(InvestmentTerms(Instrument.SECONDMENT, valuation="Salaries"),))) == []
