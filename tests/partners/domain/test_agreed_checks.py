from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from partners.domain import offer_checks
from partners.domain.agreed_checks import advice, placed
from partners.domain.instruments import Instrument, Investment, InvestmentTerms
from partners.domain.offers import Confidential, OfferPart, Terms
from partners.domain.typed_fields import is_known
from partners.domain.typed_offers import read, typed_of
from partners.domain.typed_places import field_of
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind
from spinouts.domain.terms import (
    LockIn,
    Matter,
    ReservedMatter,
)
from tests.partners.domain.sound import COUNCIL, PARTNER, RIGHT, SOUND, STAFF, articles, classes, rights, vestings
from tests.partners.domain.whole import whole_offers


def test_a_sound_offer_has_no_problems():
    assert placed(SOUND) == []
    assert offer_checks.problems(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
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
                "Up to 50% of profits would be paid as dividends: enter 35% or less. A community interest company "
                "pays at most 35% of its distributable profits to holders whose own assets are not locked, "
                "all together."
            ),
        ),
        (
            {"legal_form": LegalForm.CHARITABLE_COMPANY, **classes(votes_per_share=1)},
            ("", 0, "most_dividend"),
            ("50% of profits can’t be paid as dividends: leave it empty. A charity pays no profit to its members."),
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


def test_a_charity_among_the_owners_may_be_paid_beyond_the_cap_of_a_community_interest_company():
    partner = replace(PARTNER, kind=PartyKind.CHARITY)

    assert placed(replace(SOUND, legal_form=LegalForm.CIC_BY_SHARES, holdings=(STAFF, partner, COUNCIL))) == []
