from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from partners.domain.instruments import Instrument, Investment
from scoring.domain.compared_offers import ComparedRow, compared_offers
from spinouts.domain.terms import Limits
from tests.partners.domain.sound import SOUND
from tests.partners.domain.whole import whole_offers

DAY = date(2027, 4, 1)
LIMITS = Limits(Decimal(25), Decimal(35), None)
OTHER = replace(
    SOUND,
    company_name="Other Limited",
    investments=(
        Investment(Instrument.EQUITY, 1, Decimal(10)),
        Investment(Instrument.GRANT, 2, Decimal(5)),
        Investment(Instrument.IN_KIND, 1, Decimal(7)),
        Investment(Instrument.GUARANTEE, 1, Decimal(9)),
    ),
    agreed=replace(SOUND.agreed, loans=()),
)


def rows(offers, title, limits=LIMITS):
    tables = {table.title: table.rows for table in compared_offers(offers, DAY, limits)}
    return {row.label: row.cells for row in tables[title]}


def test_stakes_votes_and_seats_are_read_across_by_side():
    found = rows([("A", SOUND), ("B", OTHER)], "Who owns and votes")

    assert found["Employees"][0] == ("25% of the company", "17.9% of the votes", "1 board seat")
    assert found["Company"] == (
        ("Harbour Limited", "Company limited by shares"),
        ("Other Limited", "Company limited by shares"),
    )
    assert "Community" not in found


def test_each_limit_says_who_keeps_it():
    found = rows([("A", SOUND), ("B", OTHER)], "Within the published terms")

    assert found["Employees: at least 25%"] == (("Within", "25%"), ("Within", "25%"))
    assert found["Partners: at most 35%"][0] == ("Outside", "40%")


def test_cash_what_is_in_kind_and_what_is_promised_stand_apart():
    found = rows([("A", SOUND), ("B", OTHER)], "Money")

    assert found["Investment in cash"] == (
        ("Loan: £5,000",),
        ("£15 in all", "Shares (equity): £10", "Grant: £5"),
    )
    assert found["Given in kind, at its value"] == (("Nothing",), ("In kind: £7",))
    assert found["Guaranteed, paid only if called"][1] == ("Guarantee (only if it is called): £9",)
    assert found["Price to the council in all"] == (("£100",), ("£100",))
    assert found["What the company must pay for it"][1] == ("Nothing by the terms",)


def test_reserved_matters_and_locks_are_read_across():
    plain = replace(OTHER, agreed=replace(SOUND.agreed, articles=replace(SOUND.agreed.articles, reserved=(), locks=())))

    matters = rows([("A", SOUND), ("B", plain)], "Reserved matters: who must consent")
    terms = rows([("A", SOUND), ("B", plain)], "What else is agreed")

    assert matters == {"Selling the business or a large part of it": (("The council", "Staff trust"), ("Nobody",))}
    assert terms["Lock-in"] == (("Everybody until 31 March 2032",), ("None agreed",))


def test_no_bid_makes_no_table():
    assert compared_offers([], DAY, LIMITS) == ()


@given(st.lists(whole_offers(), min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_every_row_has_a_cell_for_every_bid(offers):
    tables = compared_offers([(str(number), offer) for number, offer in enumerate(offers)], DAY, LIMITS)

    assert all(isinstance(row, ComparedRow) and len(row.cells) == len(offers) for table in tables for row in table.rows)
