from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook

from accounts.domain.refusals import Refusal
from spinouts.domain.terms import Agreed
from spinouts.files import sheet, sheet_in
from spinouts.files.tables import as_xlsx
from tests.spinouts.domain.companies import everything
from tests.spinouts.generated import companies

CSV = """\
sheet,reference,name,form,formed_on,kind,on,share_class,shares,to_party,from_party
Company,a,A,company_by_shares,2012-01-01
Parties,p,P,,,partner
Parties,q,Q,,,council
Classes,o,ordinary
Events,,,,,issue,1/1/2012,o,"1,000",p
Events,,,,,transfer,2012-03-31,o,250,q,p
"""


def faults(text):
    with pytest.raises(Refusal) as caught:
        sheet_in.read_csv(text, "file.csv")
    return list(caught.value.sentences)


@given(companies(agreed=False))
def test_a_workbook_that_is_written_reads_as_the_same_company(company):
    assert sheet_in.read_xlsx(as_xlsx(sheet.sheets(company)), "file.xlsx") == company


@given(companies(agreed=False))
def test_a_csv_that_is_written_reads_as_the_same_company(company):
    assert sheet_in.read_csv(sheet.as_csv(company).decode("utf-8-sig"), "file.csv") == company


def test_a_company_that_uses_every_field_but_what_is_agreed_is_written_and_read():
    company = replace(everything(), agreed=Agreed())

    assert sheet_in.read_xlsx(as_xlsx(sheet.sheets(company)), "file.xlsx") == company


def test_a_csv_that_a_person_wrote_is_read():
    company = sheet_in.read_csv(CSV, "file.csv")

    assert company.register(date(2012, 1, 1)).capital == {"p": 1000}
    assert company.register(date(2012, 3, 31)).capital == {"p": 750, "q": 250}
    assert [event.sequence for event in company.events] == [1, 2]


def test_a_workbook_that_a_person_wrote_is_read():
    book = Workbook()
    rows = {
        "Notes": [["anything"]],
        "Company": [["Reference", "Name", "Form", "Formed on"], ["a", "A", "company_by_shares", datetime(2012, 1, 1)]],  # noqa: DTZ001
        "Parties": [["Reference", "Name", "Kind"], ["p", "P", "partner"], [7, "Seven", "council"]],
        "Classes": [["Reference", "Name", "Nominal amount", "Golden"], ["o", "ordinary", 0.01, True]],
        "Events": [
            ["Kind", "On", "Share class", "Shares", "To party"],
            ["issue", datetime(2012, 1, 1), "o", 40.0, "p"],  # noqa: DTZ001
            [None] * 5,
            ["issue", "2012-01-02", "o", 60, 7],
        ],
    }
    for title, lines in rows.items():
        made = book.create_sheet(title)
        for line in lines:
            made.append(line)
    written = BytesIO()
    book.save(written)

    company = sheet_in.read_xlsx(written.getvalue(), "file.xlsx")

    assert company.register(date(2012, 1, 2)).capital == {"p": 40, "7": 60}
    assert (str(company.classes[0].nominal_amount), company.classes[0].golden) == ("0.01", True)


def test_all_faults_are_told_by_row_and_column():
    text = (
        CSV.replace("partner", "king")
        .replace('"1,000"', "1.5")
        .replace("2012-03-31", "31 March")
        .replace("company_by_shares", "firm")
    )

    told = faults(text)

    assert [each.partition(":")[0] for each in told] == [
        "file.csv, Parties, row 3, kind",
        "file.csv, Company, row 2, form",
        "file.csv, Events, row 6, shares",
        "file.csv, Events, row 7, on",
    ]


def test_what_the_register_refuses_is_told_by_its_row():
    assert faults(CSV.replace("250", "1001")) == [
        ("file.csv, Events, row 7: On 31 March 2012 P had 1,000 ordinary shares, fewer than the 1,001 in the transfer.")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "file.csv, row 1: the first column of the sheet should be “sheet”."),
        ("reference,name", "file.csv, row 1: the first column of the sheet should be “sheet”."),
        (CSV.replace("Parties,q", "People,q"), "file.csv, row 4, sheet: this should be one of: Company, Parties, "),
        (CSV.replace("Company,a", "Parties,a"), "file.csv, Company: this should have one row"),
        (
            CSV.replace("sheet,reference,name", "sheet,reference,title"),
            "Parties, row 1: the sheet has no column “title”",
        ),
        (CSV.replace("Parties,q,Q", "Parties,q,"), "file.csv, Parties, row 4, name: this field is missing."),
    ],
)
def test_what_is_no_such_sheet_is_told(text, said):
    assert any(said in sentence for sentence in faults(text))


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(Refusal, match=r"this is no workbook \(.xlsx\) that can be read"):
        sheet_in.read_xlsx(content, "file.xlsx")


def test_a_workbook_that_unpacks_to_very_much_is_refused(monkeypatch):
    monkeypatch.setattr("spinouts.files.sheet_in.MOST_UNPACKED_BYTES", 100)
    company = sheet_in.read_csv(CSV, "file.csv")

    with pytest.raises(Refusal, match="unpacks to more than can be read"):
        sheet_in.read_xlsx(as_xlsx(sheet.sheets(company)), "file.xlsx")


def test_no_cell_of_a_workbook_becomes_a_formula():
    company = sheet_in.read_csv(CSV.replace("Parties,p,P", "Parties,p,=1+1"), "file.csv")

    book = load_workbook(BytesIO(as_xlsx(sheet.sheets(company))))

    cell = book["Parties"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert b"'=1+1" in sheet.as_csv(company)
