from fractions import Fraction

from spinouts.domain.cap_table import CapTable, CapTableRow, cap_table
from spinouts.domain.registers import register
from tests.spinouts.domain.events import COUNCIL, DAY, ORDINARY, PARTNER, SILENT, STAFF, issue, seats


def test_the_cap_table_shows_each_party_by_class_with_exact_parts_and_totals():
    events = [issue(STAFF, 1, sequence=1), issue(PARTNER, 1, sequence=2), issue(PARTNER, 1, SILENT, sequence=3)]

    table = cap_table(register([*events, seats(COUNCIL, 1, sequence=4), seats(STAFF, 2, sequence=5)], DAY))

    assert table == CapTable(
        on=DAY,
        classes=(ORDINARY, SILENT),
        rows=(
            CapTableRow(STAFF, (1, 0), 1, Fraction(1, 3), 1, Fraction(1, 2), 2, "33.3%", "50%"),
            CapTableRow(PARTNER, (1, 1), 2, Fraction(2, 3), 1, Fraction(1, 2), 0, "66.7%", "50%"),
            CapTableRow(COUNCIL, (0, 0), 0, Fraction(0), 0, Fraction(0), 1, "0%", "0%"),
        ),
        by_class=(2, 1),
        shares=3,
        votes=2,
        seats=3,
    )
    assert [(row.capital_in_words, row.votes_in_words) for row in table.rows] == [
        ("33.3%", "50%"),
        ("66.7%", "50%"),
        ("0%", "0%"),
    ]


def test_a_company_whose_shares_have_no_votes_still_has_a_cap_table():
    table = cap_table(register([issue(STAFF, 5, SILENT, sequence=1)], DAY))

    assert (table.votes, table.rows[0].votes_fraction) == (0, Fraction(0))
