"""Ownership reports of studies and joint ventures; how any report is made is tested with those of awards."""

import json
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, transaction

from accounts.actions import pdf
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.models import TrailEvent
from spinouts.actions import registers, reports
from spinouts.actions.studies import bring_in
from spinouts.domain import company_content
from spinouts.domain.company_report import company_report, report_content
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.files import companies
from spinouts.models import CompanyReport
from tests import laid_out, tagged
from tests.spinouts import studies
from tests.spinouts.actions.test_ventures import form
from tests.spinouts.domain import crowded as crowd
from tests.spinouts.studies import AT

pytestmark = pytest.mark.django_db
ON = date(2014, 10, 1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def study(council, officer):
    return studies.study(council, officer)


@pytest.fixture
def report(study, officer):
    return reports.request_for_study(study, "mycsp", ON, by=officer, at=AT)


@pytest.fixture
def venture(service, approver):
    return form(service, approver)


def made(report, at=AT):
    reports.make(report.pk, at=at)
    report.refresh_from_db()
    return report


def opened(report):
    with report.file.open() as file:
        return pikepdf.open(BytesIO(file.read()))


def words(report):
    return reports._html(report)


def test_asking_again_gives_the_report_that_is_there(report, study, officer, auditor):
    assert reports.request_for_study(study, "mycsp", ON, by=auditor, at=AT + timedelta(days=1)) == report
    other = reports.request_for_study(study, "mycsp", date(2012, 5, 1), by=officer, at=AT)

    assert other != report
    verbs = [event.verb for event in TrailEvent.objects.of(study.reference)]
    assert verbs == ["spinouts.bring_in_study", "spinouts.request_report", "spinouts.request_report"]


def test_a_company_that_the_file_does_not_have_is_refused(study, officer):
    with pytest.raises(Refusal, match="no such company"):
        reports.request_for_study(study, "another", ON, by=officer, at=AT)


def test_a_joint_venture_is_reported_as_it_was_when_somebody_asked(venture, officer):
    on = date(2027, 1, 1)
    before = reports.request_for_venture(venture, on, by=officer, at=AT)
    company = venture.as_value()
    event = HoldingEvent(
        EventKind.TRANSFER,
        date(2026, 12, 24),
        0,
        company.classes[0],
        5,
        from_party=company.parties[1],
        to_party=company.parties[0],
        reason=Reason.SALE,
    )
    registers.record(venture, event, reference="a-change", by=officer, at=AT + timedelta(days=60))
    after = reports.request_for_venture(venture, on, by=officer, at=AT + timedelta(days=61))

    assert before != after
    assert "transferred 5" not in words(before)
    assert "transferred 5" in words(after)


NOTE = "The signed paper is in the blue folder."


def with_a_note(venture, officer):
    company = venture.as_value()
    event = HoldingEvent(
        EventKind.TRANSFER,
        date(2026, 12, 24),
        0,
        company.classes[0],
        5,
        from_party=company.parties[1],
        to_party=company.parties[0],
        reason=Reason.SALE,
        note=NOTE,
    )
    return registers.record(venture, event, reference="a-change", by=officer, at=AT + timedelta(days=60))


def test_a_note_that_is_not_published_is_neither_printed_nor_frozen(venture, officer):
    with_a_note(venture, officer)

    report = reports.request_for_venture(venture, date(2027, 1, 1), by=officer, at=AT + timedelta(days=61))

    assert NOTE in json.dumps(company_content.to_content(venture.as_value()))
    assert NOTE not in json.dumps(report.content)
    assert "transferred 5" in words(report)
    assert NOTE not in words(report)
    assert "not part of this report" in words(report)


def test_a_record_from_before_notes_were_left_out_is_printed_without_them(venture, officer):
    with_a_note(venture, officer)
    source = {"kind": "venture", "reference": venture.reference, "name": "Day centres"}
    content = report_content([venture.as_value()], venture.reference, date(2027, 1, 1), council="B", source=source)

    assert NOTE in json.dumps(content)
    assert all(not each.note for each in company_report(content).history)


def test_a_study_prints_the_notes_of_its_file_but_for_those_of_the_councils_own_company(
    council, venture, officer, report
):
    with_a_note(venture, officer)
    text = companies.to_yaml([venture.as_value()])
    own = bring_in(
        council,
        name="",
        companies=companies.read(text, "own.yaml"),
        file=text.encode(),
        file_name="own.yaml",
        by=officer,
        at=AT,
    )

    of_own = reports.request_for_study(own, venture.reference, date(2027, 1, 1), by=officer, at=AT)

    assert any(told.note for told in company_report(report.content).history)
    assert NOTE in text
    assert NOTE not in json.dumps(of_own.content)


def test_the_same_data_give_the_same_bytes(report, study):
    first = reports.draw(report, lambda *_: None)
    again = CompanyReport.objects.get(pk=report.pk)

    assert reports.draw(again, lambda *_: None) == first


@pytest.mark.parametrize(
    ("case", "company", "on"),
    [("mycsp", "mycsp", ON), ("group", "day-hospital", date(2014, 4, 1)), ("aspire", "aspire", date(2015, 8, 1))],
)
def test_the_pdf_is_tagged_and_its_tables_and_pictures_can_be_read_aloud(council, officer, case, company, on):
    study = studies.study(council, officer, case)
    made_pdf = opened(made(reports.request_for_study(study, company, on, by=officer, at=AT)))

    assert tagged.faults(made_pdf) == []
    assert str(made_pdf.docinfo["/Title"]).startswith("Ownership report: ")
    assert str(made_pdf.docinfo["/CreationDate"]).startswith("D:20261124")
    elements = list(tagged.walk(made_pdf.Root.StructTreeRoot))
    figures = [one for one in elements if one.S == "/Figure"]
    assert any(one.S == "/Table" for one in elements)
    assert len(figures) == (3 if case == "group" else 2)
    assert all("holds" in str(one.Alt) or "year by year" in str(one.Alt) for one in figures)


def test_a_fault_of_the_tags_would_be_found(report):
    with opened(made(report)) as document:
        elements = list(tagged.walk(document.Root.StructTreeRoot))
        del next(one for one in elements if one.S == "/Figure").Alt
        next(one for one in elements if one.S == "/H2").S = pikepdf.Name.H4
        del next(one for one in elements if one.S == "/TH").A

        found = tagged.faults(document)

    assert [fault.split(":")[0] for fault in found] == [
        "A figure says nothing",
        "H1 is followed by H4.",
        "A header heads None.",
        "The first row heads no columns.",
    ]


def laid(report):
    return pdf.lay_out(words(report))


def crowded(council):
    content = report_content(
        [crowd.company()],
        "crowded",
        date(2029, 6, 1),
        council=council.name,
        source={"kind": "venture", "reference": "jv", "name": "Day centres"},
    )
    return CompanyReport(content=content, requested_at=AT)


def test_no_page_but_the_last_is_nearly_empty_and_no_row_stands_alone(council, officer):
    many = [crowded(council)]
    for case, company, on in [("mycsp", "mycsp", ON), ("3bm", "3bm", date(2018, 1, 1)), ("group", "day-hospital", ON)]:
        many.append(reports.request_for_study(studies.study(council, officer, case), company, on, by=officer, at=AT))

    documents = [laid(each) for each in many]

    assert [laid_out.thin_pages(each) for each in documents] == [[], [], [], []]
    assert [laid_out.lonely_rows(each) for each in documents] == [[], [], [], []]
    assert len(documents[0].pages) > 8


def test_many_classes_have_a_table_of_their_own_in_which_no_word_runs_out_of_its_column(council):
    document = laid(crowded(council))

    assert laid_out.outside_of_cells(document) == []
    assert "How many shares of each class" in words(crowded(council))


def test_it_tells_what_was_agreed(council):
    said = words(crowded(council))

    assert "Good days for everybody" in said
    assert "Changing the articles" in said
    assert "£5,000" in said.split("<caption>Loans</caption>")[1]
    assert "Nothing was agreed on: Asset lock, lock-in, vesting." in said


def test_it_says_where_it_comes_from_and_what_is_known(report, study):
    said = words(report)

    assert f"the file “{study.file_name}” says" in said
    assert study.sha256 in said
    assert report.fingerprint in said
    assert "exactly 25% of the votes against" in said
    assert "although it was locked in until" not in said.split("What changed against what was agreed")[0]
    assert "Broken after about two and a half of the five years." in said


def test_a_group_is_told_with_its_chains(council, officer):
    study = studies.study(council, officer, "group")
    said = words(reports.request_for_study(study, "day-hospital", date(2014, 4, 1), by=officer, at=AT))

    assert "Circle Partnership owns just under 25% of Day hospital, through Circle group: 49.9% of 50.1%." in said
    assert "Day hospital is a subsidiary of Circle plc" in said


def test_a_day_before_anybody_owned_it_is_said(study, officer):
    said = words(reports.request_for_study(study, "mycsp", date(2000, 1, 1), by=officer, at=AT))

    assert "Nobody holds any shares of MyCSP Limited on this day." in said


def test_a_failure_is_said_tried_again_and_retried_by_a_person(report, officer, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "save", lambda *_, **__: 1 / 0)
    at = AT
    for _ in range(5):
        made(report, at)
        at += timedelta(days=1)
    assert (report.state, report.attempts) == (ReportState.FAILED, 5)
    assert report.error == f"The report could not be drawn (ZeroDivisionError). {reports.SAFE}"

    monkeypatch.undo()
    for _ in range(2):
        reports.retry(report, by=officer, at=at)
    made(report, at)

    assert (report.state, report.error) == (ReportState.DONE, "")
    assert [event.verb for event in TrailEvent.objects.of(report.of.reference)].count("spinouts.retry_report") == 1


def test_a_record_that_was_changed_makes_no_report(report):
    report.content["companies"][0]["name"] = "Another"

    with pytest.raises(pdf.RecordChanged):
        reports.draw(report, lambda *_: None)


@pytest.mark.parametrize("changes", [{"content": {}}, {"fingerprint": "0" * 64}, {"on": date(2000, 1, 1)}])
def test_the_database_refuses_to_change_what_a_report_is_made_from(report, changes):
    with pytest.raises(DatabaseError, match="what it was asked for"), transaction.atomic():
        CompanyReport.objects.filter(pk=report.pk).update(**changes)


def test_only_people_of_the_council_see_the_reports(report, venture, officer, auditor, other_officer):
    other = reports.request_for_venture(venture, date(2027, 1, 1), by=officer, at=AT)

    assert set(CompanyReport.objects.visible_to(auditor)) == {report, other}
    assert not CompanyReport.objects.visible_to(other_officer).exists()


def test_the_sweep_finds_what_waits(report):
    assert list(CompanyReport.objects.waiting(AT)) == [report]
    made(report)
    assert not CompanyReport.objects.waiting(AT).exists()
