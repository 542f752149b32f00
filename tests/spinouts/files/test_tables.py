import csv
import json
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from openpyxl import load_workbook

from spinouts.domain.ownership_picture import ownership_picture
from spinouts.files.cells import plain_cell, text_of_cell
from spinouts.files.companies import load
from spinouts.files.plain_text import as_text
from spinouts.files.tables import Table, as_csv, as_json, as_xlsx, owners, tables
from tests.spinouts.generated import companies, names

MYCSP = load(Path(__file__).resolve().parents[3] / "examples" / "companies" / "mycsp.yaml")[0]
FIRST, CHANGED = date(2012, 5, 1), date(2014, 10, 1)


def test_the_owners_are_a_table_with_a_row_for_all():
    table = owners(ownership_picture(MYCSP, CHANGED))

    assert table.header[:5] == ("Owner", "Kind", "ordinary shares", "All shares", "Part of the shares")
    assert table.rows[0][:5] == ("Equiniti Paymaster", "Partner", 5100, 5100, "51%")
    assert table.rows[-1] == ("All", "", 10000, 10000, "100%", "100%", 10000, "100%", "100%", 3)


def test_a_csv_has_the_same_cells():
    table = owners(ownership_picture(MYCSP, FIRST))

    rows = list(csv.reader(StringIO(as_csv(table).decode("utf-8-sig"))))

    assert rows == [list(table.header), *([str(cell) for cell in row] for row in table.rows)]


def test_a_workbook_has_a_sheet_for_each_table_with_the_same_cells():
    made = tables(MYCSP, CHANGED)

    book = load_workbook(BytesIO(as_xlsx(made)))

    assert book.sheetnames == ["Owners", "What follows", "Who can act together", "Lock-ins"]
    for table in made:
        cells = [["" if cell is None else cell for cell in row] for row in book[table.title].values]
        assert cells == [list(table.header), *(list(row) for row in table.rows)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "'=1", "''-2"])
def test_what_a_spreadsheet_could_take_for_a_formula_gets_an_apostrophe_that_goes_again(text):
    assert plain_cell(text) == f"'{text}"
    assert text_of_cell(plain_cell(text)) == text


@given(names)
def test_every_other_text_stays(text):
    assert text_of_cell(plain_cell(text)) == text
    assert plain_cell(text)[0] not in "=+-@"


@given(companies())
def test_json_has_exact_parts_that_add_up(company):
    content = json.loads(json.dumps(as_json(company, date(2026, 1, 1))))

    for name in ("capital", "votes_part"):
        assert sum(Fraction(owner[name]["exact"]) for owner in content["owners"]) in {0, 1}
    assert content["on"] == "2026-01-01"


def test_json_has_all_that_follows():
    content = as_json(MYCSP, CHANGED)

    assert content["owners"][0]["capital"] == {"exact": "51/100", "words": "51%", "percent": "51%"}
    assert content["locks"] == {"*": "2019-09-30"}
    assert {"topic": "exact_quarter", "party": "staff"}.items() <= next(
        each.items() for each in content["findings"] if each["topic"] == "exact_quarter"
    )
    carry = next(each for each in content["together"] if each["power"] == "carry_special")
    assert sorted(each["votes_part"] for each in carry["coalitions"]) == ["19/25", "3/4"]


def test_text_stands_in_columns():
    table = Table("Owners", ("Who", "Shares"), (("Ann", 1000), ("Somebody else", 5)))

    assert (
        as_text([table])
        == "OWNERS\nWho            Shares\n-------------  ------\nAnn             1,000\nSomebody else       5"
    )


@given(companies())
def test_any_company_can_be_shown(company):
    on = date(2026, 1, 1)
    text = as_text(tables(company, on))

    assert text.startswith("OWNERS\n") == bool(company.register(on).parties)
