from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.domain.instruments import Instrument, Investment
from partners.domain.offer_checks import outside_terms, problems, rounded_stakes
from partners.domain.offers import Offer, Price, ProposedHolding, Terms
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind

STAFF = ProposedHolding(PartyKind.EMPLOYEES, "The staff trust", Decimal(25))
PARTNER = ProposedHolding(PartyKind.PARTNER, "Paymaster", Decimal(40))
COUNCIL = ProposedHolding(PartyKind.COUNCIL, "The council", Decimal(35))
OFFER = Offer(
    company_name="MyCSP Ltd",
    legal_form=LegalForm.COMPANY_BY_SHARES,
    total_shares=1000,
    holdings=(PARTNER, COUNCIL, STAFF),
    investments=(Investment(Instrument.EQUITY, 1, Decimal(8_000_000)),),
    prices=(Price(1, Decimal(100)), Price(2, Decimal(90))),
)
TERMS = Terms(
    least_employees_percent=Decimal(25),
    most_partner_percent=Decimal(40),
    least_council_percent=Decimal(35),
    permitted_forms=frozenset({LegalForm.COMPANY_BY_SHARES, LegalForm.CIC_BY_SHARES}),
    contract_years=2,
)


def stakes(partner, council, staff):
    return (
        replace(PARTNER, percent=Decimal(partner)),
        replace(COUNCIL, percent=Decimal(council)),
        replace(STAFF, percent=Decimal(staff)),
    )


def test_a_sound_offer_has_no_problems_and_is_within_the_terms():
    assert problems(OFFER) == []
    assert outside_terms(OFFER, TERMS) == []
    assert rounded_stakes(OFFER) == []


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ({"company_name": " "}, ["The company has no name yet: enter the name that it would have."]),
        ({"total_shares": 0}, ["The company would have 0 shares: enter 1 or more."]),
        (
            {"holdings": stakes("41", "35", "25")},
            ["The stakes add up to 101%, and must add up to exactly 100%: take 1% off."],
        ),
        (
            {"holdings": stakes("40", "35", "24.95")},
            ["The stakes add up to 99.95%, and must add up to exactly 100%: add 0.05%."],
        ),
        (
            {"holdings": stakes("0", "50", "50")},
            ["The partners' stakes add up to 0%: give at least one partner a stake in the company."],
        ),
        ({"holdings": stakes("45", "-5", "60")}, ["The stake of The council is -5%: enter 0 or more."]),
        (
            {"holdings": stakes("NaN", "50", "50")},
            ["The stake of Paymaster is not a number: enter a percentage, such as 24.9."],
        ),
        (
            {"holdings": ()},
            ["No stakes are entered yet: enter who would own the company. Their stakes must add up to 100%."],
        ),
        (
            {"holdings": (PARTNER, replace(COUNCIL, name=""), replace(STAFF, board_seats=-1))},
            [
                "Holder 2 has no name: enter who would hold the stake.",
                "The staff trust would fill -1 board seats: enter 0 or more.",
            ],
        ),
        (
            {"holdings": (PARTNER, replace(COUNCIL, share_class=""), replace(STAFF, votes_per_share=-2))},
            [
                "The stake of The council has no class of shares: enter one, such as Ordinary.",
                "The shares of The staff trust have -2 votes each: enter 0 or more.",
            ],
        ),
        (
            {"holdings": (PARTNER, *[replace(STAFF, percent=Decimal(30))] * 2)},
            ["The staff trust is entered 2 times with Ordinary shares: enter one stake for each class."],
        ),
        (
            {"holdings": (PARTNER, STAFF, replace(COUNCIL, name="Paymaster"))},
            ["Paymaster is entered as partner and council: give each party a name of its own."],
        ),
        (
            {
                "legal_form": LegalForm.COOPERATIVE_SOCIETY,
                "holdings": (PARTNER, COUNCIL, replace(STAFF, votes_per_share=5)),
            },
            [
                (
                    "The shares of The staff trust have 5 votes each, but in a co-operative society each "
                    "member has one "
                    "vote: enter 1."
                )
            ],
        ),
        (
            {"total_shares": 2},
            [
                (
                    "With 2 shares in all, 25% leaves The staff trust without one: enter more shares for "
                    "the company, or "
                    "a larger stake."
                )
            ],
        ),
        (
            {"investments": (Investment(Instrument.LOAN, 2, Decimal("-5.50")),)},
            ["The investment in year 2 (Loan) is below zero (−£5.50): enter 0 or more."],
        ),
        (
            {"investments": (Investment(Instrument.GRANT, 0, Decimal("0.005")),)},
            [
                "The investment in year 0 (Grant) has parts of a penny: enter at most two decimal places.",
                "An investment is in year 0: enter 1 for the first year of the contract, or a later year.",
            ],
        ),
        (
            {"prices": (Price(1, Decimal("NaN")), Price(2, Decimal("1E+12")))},
            [
                "The price for year 1 is not a number: enter an amount in pounds, such as 1200.50.",
                "The price for year 2 is £1,000,000,000,000: enter less than a trillion pounds.",
            ],
        ),
        ({"prices": ()}, ["No price is entered yet: enter one for each year of the contract."]),
        (
            {"prices": (Price(1, Decimal(1)), Price(4, Decimal(1)), Price(4, Decimal(2)))},
            [
                "Year 4 has 2 prices: enter one.",
                "There is no price for years 2 and 3: enter one for each year up to year 4.",
            ],
        ),
        (
            {"prices": (Price(2027, Decimal(1)),)},
            ["There is no price for years 1, 2, 3, 4, 5 and more: enter one for each year up to year 2027."],
        ),
        (
            {"prices": (Price(0, Decimal(1)), Price(1, Decimal(1)))},
            ["A price is for year 0: enter 1 for the first year of the contract, or a later year."],
        ),
    ],
)
def test_each_problem_is_said_with_what_to_do(change, sentences):
    assert problems(replace(OFFER, **change)) == sentences


def test_one_party_may_hold_two_classes():
    halves = (replace(PARTNER, percent=Decimal(20)), replace(PARTNER, percent=Decimal(20), share_class="B"))

    assert problems(replace(OFFER, holdings=(*halves, COUNCIL, STAFF))) == []


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            {"holdings": stakes("51", "24", "25")},
            [
                "Partners would hold 510 of 1,000 shares, which is 51%; the council's terms ask for at most 40%.",
                "The council would hold 240 of 1,000 shares, which is 24%; the council's terms ask for at least 35%.",
            ],
        ),
        (
            {"total_shares": 10_000, "holdings": stakes("40.01", "35", "24.99")},
            [
                (
                    "Employees would hold 2,499 of 10,000 shares, which is just under 25%; the council's "
                    "terms ask for at "
                    "least 25%."
                ),
                (
                    "Partners would hold 4,001 of 10,000 shares, which is just over 40%; the council's "
                    "terms ask for at "
                    "most 40%."
                ),
            ],
        ),
        (
            {"legal_form": LegalForm.LLP},
            [
                (
                    "The company would be a limited liability partnership; the council's terms permit a "
                    "company limited by "
                    "shares or a community interest company limited by shares."
                )
            ],
        ),
        (
            {"prices": (Price(1, Decimal(1)),), "investments": (Investment(Instrument.LOAN, 3, Decimal(1)),)},
            [
                "The last price is for year 1, but the contract is for 2 years: enter a price for each of them.",
                "There is an investment in year 3, but the contract is for 2 years: enter an earlier year.",
            ],
        ),
        (
            {"prices": (*OFFER.prices, Price(3, Decimal(1)))},
            ["There is a price for year 3, but the contract is for 2 years: take it out."],
        ),
        ({"holdings": (), "prices": ()}, []),
        ({"total_shares": 0}, []),
        # Of 101% the council would get 346 of 1,000 shares, though what was typed is within the terms.
        ({"holdings": stakes("40", "35", "26")}, []),
    ],
)
def test_what_is_outside_the_terms_is_said_with_both_figures(change, sentences):
    assert outside_terms(replace(OFFER, **change), TERMS) == sentences


def test_a_council_that_sets_no_limit_refuses_no_stake():
    free = replace(TERMS, least_employees_percent=None, most_partner_percent=None, least_council_percent=None)

    assert outside_terms(replace(OFFER, holdings=stakes("100", "0", "0")), free) == []


def test_a_stake_is_measured_in_the_shares_that_it_becomes():
    few = replace(OFFER, total_shares=10, holdings=stakes("40", "35.1", "24.9"))

    assert outside_terms(few, TERMS) == [
        "Employees would hold 2 of 10 shares, which is 20%; the council's terms ask for at least 25%."
    ]
    assert rounded_stakes(few) == [
        "The council would have 4 shares of 10, which is 40%: 35.1% is not a whole number of shares.",
        "The staff trust would have 2 shares of 10, which is 20%: 24.9% is not a whole number of shares.",
    ]


percents = st.decimals(0, 100, places=2)


@given(percents)
def test_a_stake_exactly_at_every_limit_is_within_the_terms(partner):
    offer = replace(OFFER, total_shares=10_000, holdings=stakes(partner, 0, 100 - partner))
    terms = replace(
        TERMS, most_partner_percent=partner, least_employees_percent=100 - partner, least_council_percent=Decimal(0)
    )

    assert outside_terms(offer, terms) == []


numbers = st.decimals() | st.decimals(-200, 200, places=2)
small = st.integers(-2, 12)
anything = st.builds(
    Offer,
    st.sampled_from(["", "Company"]),
    st.sampled_from(LegalForm),
    small,
    st.lists(
        st.builds(
            ProposedHolding,
            st.sampled_from(PartyKind),
            st.sampled_from(["", "A", "B"]),
            st.decimals(-200, 200, places=2) | st.just(Decimal("NaN")) | st.just(Decimal("Infinity")),
            small,
            st.sampled_from(["", "Ordinary"]),
            small,
        ),
        max_size=4,
    ).map(tuple),
    st.lists(st.builds(Investment, st.sampled_from(Instrument), small, numbers), max_size=3).map(tuple),
    st.lists(st.builds(Price, small, numbers), max_size=3).map(tuple),
)


@given(anything)
def test_whatever_is_typed_is_answered_in_sentences(offer):
    sentences = problems(offer) + outside_terms(offer, TERMS)

    assert all(sentence.endswith(".") for sentence in sentences)
