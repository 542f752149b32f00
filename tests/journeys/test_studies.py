"""What is known of other spin-outs, from their files: looked at, taken away, and asked what if."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings as django_settings

from spinouts.files.importing import read_any
from spinouts.models import CompanyReport, CompanyStudy
from tests.journeys.conftest import check
from tests.spinouts import studies

pytestmark = pytest.mark.django_db(transaction=True)

# Of each case: days with what is known of the owners and of control on each, in the words of the page.
KNOWN = {
    "mycsp": {
        date(2012, 5, 1): [
            "Equiniti Paymaster (partner) holds 40% of the shares",
            "The government (council) holds 35% of the shares",
            "MyCSP Employee Partnership Trust (employee benefit trust) holds 25% of the shares",
            "MyCSP Employee Partnership Trust cannot block a special resolution alone: with exactly 25%",
            "Equiniti Paymaster with The government: 75% of the votes",
        ],
        date(2014, 10, 1): [
            "Equiniti Paymaster (partner) holds 51% of the shares",
            "The government (council) holds 24% of the shares",
            "MyCSP Employee Partnership Trust (employee benefit trust) holds 25% of the shares",
            "Equiniti Paymaster can pass an ordinary resolution alone",
            "although it was locked in until 30 April 2017",
        ],
    },
    "3bm": {
        date(2013, 4, 24): [
            "3BM employees (employees) holds 75.1% of the shares",
            "Prospects Services (partner) holds 24.9% of the shares",
            "3BM employees, if they all vote alike, can pass a special resolution alone",
        ]
    },
    "behavioural-insights-team": {
        date(2014, 2, 5): [
            "The Cabinet Office (council) holds 33 1/3% of the shares",
            "Nesta (charity) holds 33 1/3% of the shares",
            "exactly 1/3 of all",
            "The Cabinet Office with Nesta with The team's staff: 100% of the votes",
        ],
        date(2021, 12, 1): ["Nesta (charity) holds 100% of the shares", "for £7,700,000"],
    },
    "circle": {
        date(2011, 1, 1): [
            "Circle plc (partner) holds 50.1% of the shares",
            "Circle Partnership (employees) holds 49.9% of the shares",
        ]
    },
    "entrust": {
        date(2013, 4, 1): [
            "Capita (partner) holds 51% of the shares",
            "Staffordshire County Council (council) holds 49% of the shares",
            "Capita with Staffordshire County Council: 100% of the votes",
        ]
    },
    "explore-york": {
        date(2014, 5, 1): [
            "Staff members (employees) holds 33.3% of the shares",
            "Community members (community) holds 66.7% of the shares",
            "Non-executive directors",
        ]
    },
    "aspire": {date(2015, 8, 1): ["Staff members (employees) holds 100% of the shares", "700"]},
    "group": {
        date(2014, 4, 1): [
            "Circle plc (partner) holds 50.1% of the shares and of the votes of Circle group",
            "Circle group (company) holds 50.1% of the shares and of the votes of Eye clinic",
            "Circle Partnership owns just under 25% of Community nursing, through Circle group: 49.9% of 50.1%.",
            "Circle group is a subsidiary of Circle plc",
        ]
    },
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def reader(page, officer, sign_in):
    sign_in(page, officer)
    return page


def test_every_real_case_is_here():
    assert set(KNOWN) == set(studies.CASES)


def test_each_real_case_is_brought_in_looked_at_reported_on_and_taken_away(reader, worker):
    for case, days in KNOWN.items():
        reader.goto("/council/studies/new/")
        reader.get_by_label("File").set_input_files(studies.FOLDER / f"{case}.yaml")
        reader.get_by_role("button", name="Bring it in").click()
        reader.get_by_text("is read and stored").wait_for()
        for on, known in days.items():
            _go_to(reader, on)
            shown = _words(reader)
            assert [words for words in known if words not in shown] == [], (case, on)
        check(reader, f"study-{case}")
        _take_away(reader, case)
        _report(reader, case)
    reader.goto("/council/studies/")
    check(reader, "study-list")
    assert reader.locator("tbody tr").count() == len(KNOWN)


def test_a_file_with_faults_is_mended_and_brought_in(reader, tmp_path):
    broken, mended = tmp_path / "what-if.yaml", tmp_path / "mended.yaml"
    broken.write_bytes(studies.file("entrust").replace(b"shares: 51", b"shares: half"))
    mended.write_bytes(studies.file("entrust"))
    reader.goto("/my-work/")
    reader.get_by_role("link", name="Companies to learn from").click()
    reader.get_by_role("button", name="Bring in a file").click()
    check(reader, "study-new")
    reader.get_by_label("What to call it").fill("What if we did as Staffordshire")
    reader.get_by_label("File").set_input_files(broken)
    reader.get_by_role("button", name="Bring it in").click()

    reader.get_by_role("link", name="what-if.yaml, line 19, company 1, event 1, shares").wait_for()
    check(reader, "study-errors")
    reader.get_by_label("File").set_input_files(mended)
    reader.get_by_role("button", name="Bring it in").click()

    reader.get_by_text("What if we did as Staffordshire").wait_for()
    reader.get_by_role("button", name="Hide it from the list").click()
    reader.get_by_text("Hidden from the list since").wait_for()
    check(reader, "study-hidden")
    reader.get_by_role("link", name="Companies to learn from").click()
    reader.get_by_text("Hidden by whoever brought them in").click()
    check(reader, "study-list-hidden")
    reader.get_by_role("link", name="What if we did as Staffordshire").wait_for()


def test_a_new_spin_out_joins_a_group(reader, council, officer):
    study = studies.study(council, officer, "group")
    reader.goto(f"/studies/{study.reference}/")
    reader.get_by_role("link", name="See what happens when a new spin-out joins this group").click()
    check(reader, "joining")
    reader.get_by_label("Name of the new spin-out").fill("")
    reader.get_by_role("button", name="Show what would happen").click()
    reader.get_by_role("link", name="Enter a name for the new spin-out.").wait_for()
    check(reader, "joining-errors")

    reader.get_by_label("Name of the new spin-out").fill("Leeds dental")
    reader.get_by_role("button", name="Show what would happen").click()

    reader.get_by_role("heading", name="What would come of it").wait_for()
    row = reader.get_by_role("region", name="Owners of Circle group").get_by_role("row", name="Its staff")
    assert row.get_by_role("cell").all_inner_texts() == ["0", "0%", "250", "20%"]
    check(reader, "joined")
    assert CompanyStudy.objects.count() == 1


def _go_to(reader, on):
    words = f"{on:%A} {on.day} {on:%B} {on.year}"
    nav = reader.get_by_role("navigation", name="Days on which something happened")
    if nav.get_by_role("link", name=words).count():
        nav.get_by_role("link", name=words).click()
    reader.locator("[aria-current=date]", has_text=words).wait_for()


def _words(reader):
    return " ".join(reader.evaluate("document.querySelector('main').textContent").split())


def _take_away(reader, case):
    """Each file that the page offers is there; the company file has the same companies."""
    links = reader.locator("#take-away ~ ul").first.get_by_role("link")
    assert links.count() == (6 if case in {"explore-york", "aspire"} else 7)
    for number in range(links.count()):
        with reader.expect_download() as download:
            links.nth(number).click()
        content = Path(download.value.path()).read_bytes()
        assert content
        name = download.value.suggested_filename
        if not name.endswith((".zip", "owners.csv")):
            found = read_any(content, name).companies
            assert found[0].name == studies.companies(case)[0].name
            if name.endswith("company.yaml"):
                assert found == studies.companies(case)


def _report(reader, case):
    reader.get_by_role("button", name="Make a report (PDF)").click()
    reader.get_by_role("button", name="Download the report").wait_for(timeout=90_000)
    check(reader, f"report-{case}" if case == "group" else None)
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Download the report").click()
    report = CompanyReport.objects.order_by("-pk").first()
    with pikepdf.open(BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == f"Ownership report: {report.company_name}"
    assert (django_settings.MEDIA_ROOT / report.file.name).is_file()
    reader.get_by_role("link", name="Back to the company").click()
    reader.locator("[aria-current=date]").wait_for()
