import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.fingerprints import canonical
from accounts.domain.refusals import Refusal
from partners.domain.formation import company_of
from partners.domain.instruments import Instrument, Investment
from partners.domain.offers import (
    MEASURES,
    Offer,
    Price,
    ProposedHolding,
    from_content,
    holdings_in_shares,
    measures,
    to_content,
)
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass

STAFF = ProposedHolding(PartyKind.EMPLOYEES, "The staff trust", Decimal(25), board_seats=1)
PARTNER = ProposedHolding(PartyKind.PARTNER, "Paymaster", Decimal(40), board_seats=2)
COUNCIL = ProposedHolding(PartyKind.COUNCIL, "The council", Decimal(35), board_seats=1)
OFFER = Offer(
    company_name="MyCSP Ltd",
    legal_form=LegalForm.COMPANY_BY_SHARES,
    total_shares=1000,
    holdings=(PARTNER, COUNCIL, STAFF),
    investments=(
        Investment(Instrument.EQUITY, 1, Decimal("8000000.00")),
        Investment(Instrument.LOAN, 2, Decimal("150000.50")),
        Investment(Instrument.IN_KIND, 1, Decimal("99999.99")),
    ),
    prices=(Price(1, Decimal(1000000)), Price(2, Decimal(950000)), Price(3, Decimal("900000.01"))),
    notes="As agreed.",
)
DAY = date(2012, 5, 1)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
holdings = st.builds(
    ProposedHolding, st.sampled_from(PartyKind), texts, decimals, st.integers(), texts, board_seats=st.integers()
)
offers = st.builds(
    Offer,
    texts,
    st.sampled_from(LegalForm),
    st.integers(),
    st.lists(holdings, max_size=4).map(tuple),
    st.lists(st.builds(Investment, st.sampled_from(Instrument), st.integers(), decimals), max_size=4).map(tuple),
    st.lists(st.builds(Price, st.integers(), decimals), max_size=4).map(tuple),
    texts,
)


def test_the_measures_of_an_offer_are_exact_and_keep_what_is_in_kind_apart_from_cash():
    assert measures(OFFER) == {
        "investment_total": Decimal("8250000.49"),
        "investment_cash": Decimal("8150000.50"),
        "partner_stake": Fraction(40),
        "employee_stake": Fraction(25),
        "price_total": Decimal("2850000.01"),
        "price_yearly": Fraction("2850000.01") / 3,
    }


def test_measures_have_the_names_that_are_published_for_them():
    assert tuple(measures(OFFER)) == MEASURES


def test_stakes_are_measured_in_the_shares_that_the_parties_would_have():
    thirds = replace(
        OFFER,
        total_shares=3,
        holdings=(
            replace(PARTNER, percent=Decimal("33.33")),
            replace(COUNCIL, percent=Decimal("33.33")),
            replace(STAFF, percent=Decimal("33.34")),
        ),
    )

    assert [shares for _, shares in holdings_in_shares(thirds)] == [1, 1, 1]
    assert measures(thirds)["partner_stake"] == Fraction(100, 3)


def test_all_partners_of_a_consortium_count_together():
    split = (replace(PARTNER, percent=Decimal(15)), replace(PARTNER, name="Charity", percent=Decimal(25)))

    assert measures(replace(OFFER, holdings=(*split, COUNCIL, STAFF)))["partner_stake"] == 40


def test_an_offer_without_prices_has_a_price_of_nothing():
    free = measures(replace(OFFER, prices=()))

    assert (free["price_total"], free["price_yearly"]) == (0, 0)


def test_an_offer_that_cannot_be_divided_into_shares_is_refused():
    with pytest.raises(Refusal, match="at least 1 share"):
        measures(replace(OFFER, total_shares=0))


@given(offers)
def test_an_offer_can_be_kept_as_json_and_read_back(offer):
    assert from_content(json.loads(canonical(to_content(offer)))) == offer


@given(offers)
def test_decimals_come_back_with_the_digits_that_were_typed(offer):
    again = from_content(to_content(offer))

    assert to_content(again) == to_content(offer)


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {**to_content(OFFER), "legal_form": "guild"},
        {**to_content(OFFER), "prices": [{"year": 1, "amount": 1.5}]},
        {**to_content(OFFER), "prices": [{"year": 1, "amount": "a lot"}]},
        {**to_content(OFFER), "holdings": [{"kind": "partner"}]},
        {**to_content(OFFER), "investments": None},
    ],
)
def test_content_that_is_no_offer_is_a_fault(spoilt):
    with pytest.raises(ValueError, match=r"not an offer|not a valid"):
        from_content(spoilt)


def test_an_offer_becomes_the_parties_classes_and_issues_of_its_company():
    preference = ProposedHolding(PartyKind.PARTNER, "Paymaster", Decimal(10), 0, "Preference")
    offer = replace(OFFER, holdings=(replace(PARTNER, percent=Decimal(30)), preference, COUNCIL, STAFF))

    partner = Party("party-1", "Paymaster", PartyKind.PARTNER)
    council = Party("party-2", "The council", PartyKind.COUNCIL)
    staff = Party("party-3", "The staff trust", PartyKind.EMPLOYEES)
    ordinary, silent = ShareClass("class-1", "Ordinary", 1), ShareClass("class-2", "Preference", 0)

    def at_formation(kind, sequence, share_class, shares, party, seats=None):
        return HoldingEvent(
            kind, DAY, sequence, share_class, shares, to_party=party, seats=seats, reason=Reason.FORMATION
        )

    assert company_of(offer, DAY) == Company(
        reference="company",
        name=offer.company_name,
        form=offer.legal_form,
        formed_on=DAY,
        parties=(partner, council, staff),
        classes=(ordinary, silent),
        events=(
            at_formation(EventKind.ISSUE, 1, ordinary, 300, partner),
            at_formation(EventKind.ISSUE, 2, silent, 100, partner),
            at_formation(EventKind.ISSUE, 3, ordinary, 350, council),
            at_formation(EventKind.ISSUE, 4, ordinary, 250, staff),
            at_formation(EventKind.SEATS, 5, None, 0, partner, 2),
            at_formation(EventKind.SEATS, 6, None, 0, council, 1),
            at_formation(EventKind.SEATS, 7, None, 0, staff, 1),
        ),
    )


def test_one_class_name_with_different_votes_makes_classes_that_say_their_votes():
    offer = replace(OFFER, holdings=(PARTNER, replace(COUNCIL, votes_per_share=2), STAFF))

    assert company_of(offer, DAY).classes == (
        ShareClass("class-1", "Ordinary (1 vote)", 1),
        ShareClass("class-2", "Ordinary (2 votes)", 2),
    )


proposed = st.lists(
    st.builds(
        ProposedHolding,
        st.sampled_from(PartyKind),
        st.sampled_from(["A", "B", "C"]),
        st.decimals(0, 100, places=2),
        st.integers(0, 3),
        st.sampled_from(["Ordinary", "Special"]),
        board_seats=st.integers(0, 5),
    ),
    min_size=1,
    max_size=6,
).filter(lambda rows: any(row.percent for row in rows))


@given(proposed, st.integers(1, 10_000))
def test_the_register_of_an_offer_holds_all_its_shares_and_all_its_seats(rows, total):
    offer = replace(OFFER, holdings=tuple(rows), total_shares=total)

    held = company_of(offer, DAY).register(DAY)

    assert sum(held.capital.values()) == total
    assert sum(held.votes.values()) == sum(row.votes_per_share * shares for row, shares in holdings_in_shares(offer))
    assert sum(held.board.values()) == sum(row.board_seats for row in rows)


def test_every_instrument_has_a_label_and_things_people_and_promises_are_not_cash():
    assert len({instrument.label for instrument in Instrument}) == len(Instrument)
    assert [instrument for instrument in Instrument if not instrument.is_cash] == [
        Instrument.IN_KIND,
        Instrument.SECONDMENT,
        Instrument.GUARANTEE,
    ]


def test_a_guarantee_is_a_promise_and_counts_as_no_investment():
    promised = replace(
        OFFER,
        investments=(*OFFER.investments, Investment(Instrument.GUARANTEE, 1, Decimal(10**9))),
    )

    assert measures(promised) == measures(OFFER)


def test_seconded_staff_count_at_their_value_but_not_as_cash():
    lent = replace(OFFER, investments=(Investment(Instrument.SECONDMENT, 1, Decimal(50_000)),))

    assert (measures(lent)["investment_total"], measures(lent)["investment_cash"]) == (50_000, 0)
