from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.domain import offer_checks
from partners.domain.instruments import Instrument, Investment
from partners.domain.offers import Offer, Price, ProposedHolding, to_content
from partners.domain.typed_fields import blank, is_known, label_of, rows_in, too_long
from partners.domain.typed_offers import read, typed_of
from partners.domain.typed_places import field_of
from partners.domain.typed_values import day, number
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind

names = st.text("abcdefgh ", min_size=1, max_size=12).map(lambda name: f"N{' '.join(name.split())}")
amounts = st.decimals(0, 10**9, places=2, allow_nan=False)
holdings = st.builds(
    ProposedHolding,
    kind=st.sampled_from(PartyKind),
    name=names,
    percent=st.decimals(0, 100, places=3),
    votes_per_share=st.integers(0, 100),
    share_class=names,
    board_seats=st.integers(0, 9),
)
years = st.integers(1, 12)
offers = st.builds(
    Offer,
    company_name=names,
    legal_form=st.sampled_from(LegalForm),
    total_shares=st.integers(1, 10**9),
    holdings=st.lists(holdings, max_size=6).map(tuple),
    investments=st.dictionaries(st.tuples(years, st.sampled_from(Instrument)), amounts, max_size=5).map(
        lambda found: tuple(
            Investment(instrument, year, amount)
            for (year, instrument), amount in sorted(
                found.items(), key=lambda each: (each[0][0], list(Instrument).index(each[0][1]))
            )
        )
    ),
    prices=st.dictionaries(years, amounts, max_size=5).map(
        lambda found: tuple(Price(year, amount) for year, amount in sorted(found.items()))
    ),
    notes=st.just("Some notes."),
)


@given(offers)
def test_what_an_offer_would_be_typed_as_reads_as_that_offer(offer):
    typed = typed_of(offer)

    reading = read(typed)

    assert (to_content(reading.offer), reading.errors) == (to_content(offer), {})
    assert all(is_known(name) for name in typed)
    assert too_long(typed) == {}


@given(offers)
def test_every_sentence_about_an_offer_has_a_field(offer):
    reading = read({**typed_of(offer), "price-2": "ten", "money-grant-3": "-1", "holding-1-percent": "x"})

    for sentence in offer_checks.problems(reading.offer):
        assert field_of(sentence, reading), sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200", "1200"),
        (" £1,200.50 ", "1200.50"),
        ("£ 1 200", "1200"),
        ("-£5", "-5"),
        ("£-5", "-5"),
        ("−5", "-5"),
        (".5", "0.5"),
        ("1,234,567", "1234567"),
    ],
)
def test_numbers_are_read_as_people_type_them(text, value):
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "ten", "1,2", "12,34", "1.2.3", "1e5", "NaN", "Infinity", "£", "-", ".", "5 apples", "9" * 41, "½", "1_000"],
)
def test_what_is_no_number_is_read_as_none(text):
    assert number(text).is_nan()


@pytest.mark.parametrize(
    "text", ["31 March 2032", " 31  march 2032 ", "31 Mar 2032", "31/3/2032", "31.03.2032", "31-3-2032", "2032-03-31"]
)
def test_days_are_read_as_people_type_them(text):
    assert day(text) == date(2032, 3, 31)


@pytest.mark.parametrize(
    "text", ["", "March 2032", "31 April 2032", "31/3/32", "in five years", "1 May 1066", "3/31/2032"]
)
def test_what_is_no_day_is_read_as_none(text):
    assert day(text) is None


def test_a_percentage_may_have_its_sign():
    typed = {"holding-1-kind": "partner", "holding-1-name": "A", "holding-1-percent": "24.9 %"}

    assert read(typed).offer.holdings[0].percent == Decimal("24.9")


def test_the_blank_form_has_a_row_for_each_kind_of_holder_and_reads_as_nobody():
    reading = read(blank())

    assert rows_in(blank()) == 4
    assert reading.offer.holdings == ()
    assert reading.errors == {"legal_form": "Choose the legal form that the company would have."}


def test_rows_without_name_stake_and_seats_do_not_count():
    typed = blank() | {"holding-3-name": "Barchester Council", "holding-3-percent": "100"}

    reading = read(typed)

    assert [holding.name for holding in reading.offer.holdings] == ["Barchester Council"]
    assert reading.row_of == (3,)


def test_what_is_not_typed_in_a_row_is_what_is_usual():
    holding = read({"holding-1-kind": "partner", "holding-1-name": "A", "holding-1-percent": "5"}).offer.holdings[0]

    assert holding == ProposedHolding(PartyKind.PARTNER, "A", Decimal(5), 1, "Ordinary", 0)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("total_shares", "many", "Enter how many shares the company would have as a whole number. “many” is none."),
        ("total_shares", "10.5", "Enter how many shares the company would have as a whole number. “10.5” is none."),
        ("holding-1-votes", "x", "Enter the votes per share of A as a whole number. “x” is none."),
        ("holding-1-seats", "1001", "Enter the board seats of A as a number up to 1,000."),
        ("holding-1-kind", "bank", "Choose on whose behalf A would hold the stake."),
        ("legal_form", "kingdom", "Choose the legal form that the company would have."),
        ("company_name", "x" * 161, "The name of the company has 161 characters; a company’s name may have 160."),
    ],
)
def test_what_can_not_be_read_is_said_at_its_field(field, text, sentence):
    typed = {
        "company_name": "C Limited",
        "legal_form": "llp",
        "total_shares": "100",
        "holding-1-kind": "partner",
        "holding-1-name": "A",
        "holding-1-percent": "100",
    }

    assert read(typed | {field: text}).errors == {field: sentence}


@pytest.mark.parametrize(
    "name",
    [
        "lock-0-until",
        "lock-41-until",
        "loan-1-colour",
        "reserved-tea-1",
        "reserved-sale-41",
        "dilution-0",
        "terms-gold-provider",
        "holding-0-name",
        "holding-41-name",
        "holding-1-colour",
        "price-0",
        "price-100",
        "money-gold-1",
        "",
        "notes2",
    ],
)
def test_other_fields_are_not_known(name):
    assert not is_known(name)


def test_a_text_longer_than_its_field_is_told():
    assert too_long({"notes": "x" * 20_001, "company_name": "x" * 300, "holding-1-share_class": "x" * 61}) == {
        "notes": "This has 20,001 characters; the field holds 20,000. Shorten it.",
        "holding-1-share_class": "This has 61 characters; the field holds 60. Shorten it.",
    }


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("company_name", "Company name"),
        ("holding-2-share_class", "Holder 2, share class"),
        ("money-loan-3", "Loan, year 3"),
        ("price-12", "Price, year 12"),
        ("lock-2-until", "Lock-in 2, until"),
        ("reserved-sale-2", "Selling the business or a large part of it, consent of holder 2"),
        ("reserved-sale-note", "Selling the business or a large part of it, note"),
        ("dilution-3", "Protected against dilution, holder 3"),
        ("terms-in_kind-valuation", "In kind, valuation"),
        ("class-1-votes", "Class of shares 1, votes"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_field_has_a_name_that_people_read(name, label):
    assert label_of(name) == label
