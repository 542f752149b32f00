from dataclasses import replace
from decimal import Decimal

from partners.domain.instruments import Instrument, Investment
from scoring.domain.ownership_report import money_table
from tests.partners.domain.sound import OFFER


def test_cash_what_is_in_kind_and_what_is_promised_are_added_up_apart():
    offer = replace(
        OFFER,
        investments=tuple(Investment(each, 1, Decimal(10**place)) for place, each in enumerate(Instrument)),
    )

    table = money_table(offer)

    assert (table.cash, table.in_kind, table.promised) == ("£111,111", "£11,000,000", "£100,000,000")
    assert table.columns == (*(each.label for each in Instrument), "Price to the council")
