import errno
import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections

from accounts.actions import pdf
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from partners.models import Submission
from scoring.actions import drawing, reports
from scoring.domain.award_report import award_report
from scoring.domain.decisions import ReportKind
from scoring.models import Award, Report
from tests import laid_out, tagged
from tests.scoring import deciding

AT = deciding.AT
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def report(award):
    return Report.objects.get(kind=ReportKind.AWARD)


def made(report, at=AT):
    reports.make(report.pk, at=at)
    report.refresh_from_db()
    return report


def stored(report):
    with report.file.open() as file:
        return file.read()


def opened_pdf(report):
    return pikepdf.open(BytesIO(stored(report)))


def test_a_report_is_made_and_kept_with_its_fingerprint(report):
    made(report)

    content = stored(report)
    assert (report.state, report.percent, report.error) == (ReportState.DONE, 100, "")
    assert report.sha256 == hashlib.sha256(content).hexdigest()
    assert content.startswith(b"%PDF-")


def test_making_it_again_does_nothing(report):
    name = made(report).file.name

    assert made(report, LATER).file.name == name
    assert report.attempts == 1


def test_the_same_record_gives_the_same_bytes(report):
    first = drawing.draw(report, lambda *_: None)

    assert drawing.draw(report, lambda *_: None) == first


def test_progress_is_told_in_steps(report):
    steps = []

    drawing.draw(report, lambda percent, step: steps.append((percent, step)))

    assert [percent for percent, _ in steps] == sorted(percent for percent, _ in steps)
    assert [step for _, step in steps][:3] == [
        "Checking the frozen record",
        "Working out the tables",
        "Laying out the pages",
    ]


def test_a_report_is_made_from_the_frozen_record_whatever_becomes_of_the_rows(report, judged):
    before = drawing.draw(report, lambda *_: None)
    judged.competition.title = "Renamed"
    judged.competition.save()
    report.award.venture.parties.update(name="Renamed")

    again = Report.objects.get(pk=report.pk)
    assert drawing.draw(again, lambda *_: None) == before


def test_a_bidders_numbers_are_told_as_registers_write_them(report):
    content = report.award.content
    first, second = (each["organisation"] for each in content["bids"])
    first |= {"kind": "private_firm", "registered_number": " 9506232"}
    second |= {"identifiers": [{"scheme": "GB-COH", "value": "09506232"}, {"scheme": "GB-CHC", "value": "1090095"}]}

    told = {bid.about[0].partition(", ")[2] for bid in award_report(content).bids}

    confirmed = "Companies House 09506232, Charity Commission for England and Wales 1090095"
    assert told == {"registered number 09506232", confirmed}


def test_a_record_that_was_changed_makes_no_report(report):
    content = report.award.content
    content["decision"]["reasons"] = "Other reasons."
    with deciding.past_the_database():
        Award.objects.filter(pk=report.award_id).update(content=content)

    made(report)

    assert (report.state, report.attempts) == (ReportState.WAITING, 1)
    assert "RecordChanged" in report.error


@pytest.mark.parametrize("kind", list(ReportKind))
def test_the_pdf_is_tagged_and_read_aloud_in_english(award, kind):
    pdf = opened_pdf(made(Report.objects.get(kind=kind)))

    assert tagged.faults(pdf) == []
    assert "/Author" not in pdf.docinfo
    assert str(pdf.docinfo["/Title"]).startswith(("Award report", "Ownership report"))
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261104")


@pytest.mark.parametrize("kind", list(ReportKind))
def test_figures_say_in_words_what_they_show(award, kind):
    pdf = opened_pdf(made(Report.objects.get(kind=kind)))

    figures = [one for one in tagged.walk(pdf.Root.StructTreeRoot) if one.S == "/Figure"]
    owners, years = sorted(str(one.Alt) for one in figures)
    assert "Harbour Care (partner) holds 40% of the shares" in owners
    assert "Parts of all shares, year by year" in years


def test_it_has_bookmarks_and_embedded_fonts(report):
    pdf = opened_pdf(made(report))

    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]
    assert titles[:3] == ["The decision", "The ranking", "How bids were assessed"]
    dictionaries = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    fonts = [one for one in dictionaries if one.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_ownership_report_tells_what_was_agreed_and_the_years_to_come(award):
    pdf = opened_pdf(made(Report.objects.get(kind=ReportKind.OWNERSHIP)))

    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]
    assert titles == [
        "Who owns the company",
        "What was agreed",
        "The years to come",
        "The money in the winning offer",
        "Words used here",
        "How to check this report",
    ]


LONG = f"The Charitable Incorporated Organisation for Day-Care and Befriending in Barchester {'X' * 200}"


@pytest.mark.parametrize("kind", list(ReportKind))
def test_long_names_and_large_sums_wrap_and_nothing_runs_out_of_its_column(opened, approver, kind, monkeypatch):
    submission = Submission.objects.get(bid=opened.bids[0])
    content = submission.content
    content["organisation"]["name"] = content["offer"]["holdings"][1]["name"] = LONG
    content["offer"]["total_shares"] = 1_000_000_000
    content["offer"]["investments"] += [
        {"instrument": instrument, "year": 2, "amount": "12345678.90"}
        for instrument in ("loan", "quasi_equity", "grant", "in_kind")
    ]
    Submission.objects.filter(pk=submission.pk).update(content=content)
    deciding.agree_all(opened, reasons="Names the manager of each centre, and says who stands in. " * 40)
    deciding.rank(opened)
    report = deciding.approve(deciding.propose(opened)).reports.get(kind=kind)
    documents = []
    lay_out = pdf.lay_out
    monkeypatch.setattr(pdf, "lay_out", lambda html: documents.append(lay_out(html)) or documents[0])

    drawing.draw(report, lambda *_: None)

    assert laid_out.outside_of_cells(documents[0]) == []
    assert laid_out.thin_pages(documents[0]) == []
    assert laid_out.lonely_rows(documents[0]) == []


def test_an_unwritable_store_is_said_and_tried_again(report, monkeypatch):
    def refuse(self, name, content, max_length=None):
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/path")

    monkeypatch.setattr(FileSystemStorage, "save", refuse)
    made(report)

    assert (report.state, report.attempts) == (ReportState.WAITING, 1)
    assert report.error == f"The file could not be stored: no space left on device. {drawing.SAFE}"
    assert report.next_attempt_at > AT

    made(report)
    assert report.attempts == 1, "its turn has not come"

    monkeypatch.undo()
    made(report, LATER)
    assert (report.state, report.error) == (ReportState.DONE, "")


def test_after_five_attempts_it_has_failed_until_a_person_retries(report, monkeypatch, lead_officer):
    monkeypatch.setattr(default_storage.__class__, "save", lambda *_, **__: 1 / 0)
    at = AT
    for _ in range(reports.MOST_ATTEMPTS):
        made(report, at)
        at += timedelta(days=1)

    assert (report.state, report.attempts) == (ReportState.FAILED, reports.MOST_ATTEMPTS)
    assert "ZeroDivisionError" in report.error

    monkeypatch.undo()
    made(report, at)
    assert report.state == ReportState.FAILED
    reports.retry(report, by=lead_officer, at=at)
    made(report, at)
    assert report.state == ReportState.DONE


def test_retrying_twice_is_retrying_once_and_what_is_ready_is_not_made_again(report, lead_officer):
    Report.objects.filter(pk=report.pk).update(state=ReportState.FAILED.value, attempts=5, error="It failed.")

    reports.retry(report, by=lead_officer, at=AT)
    reports.retry(report, by=lead_officer, at=AT)
    made(report)

    with pytest.raises(Refusal, match="ready"):
        reports.retry(report, by=lead_officer, at=AT)


def test_a_report_left_by_a_dead_worker_is_taken_up_again(report):
    Report.objects.filter(pk=report.pk).update(state=ReportState.WORKING.value, percent=35, attempts=1)

    made(report)

    assert (report.state, report.attempts) == (ReportState.DONE, 2)


def test_a_report_whose_worker_always_dies_has_failed(report):
    Report.objects.filter(pk=report.pk).update(state=ReportState.WORKING.value, attempts=reports.MOST_ATTEMPTS)

    made(report)

    assert report.state == ReportState.FAILED
    assert "stopped in the middle, 5 times" in report.error


def test_nothing_is_reported_before_approval(proposal, lead_officer):
    with pytest.raises(Refusal, match="not been approved"):
        reports.request(proposal, ReportKind.AWARD, by=lead_officer, at=AT)


def test_asking_again_gives_the_report_that_is_there(award, report, lead_officer):
    assert reports.request(award, ReportKind.AWARD, by=lead_officer, at=AT) == report


def test_the_sweep_finds_what_waits_and_what_was_left(award):
    waiting = Report.objects.waiting(AT)
    assert waiting.count() == 2

    Report.objects.filter(kind=ReportKind.AWARD).update(state=ReportState.WORKING.value)
    Report.objects.filter(kind=ReportKind.OWNERSHIP).update(state=ReportState.DONE.value)
    assert [report.kind for report in waiting.all()] == [ReportKind.AWARD]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_make_it_at_once(report):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    other, key = connections.create_connection("default"), [f"report {report.pk}"]
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", key)
        made(report)
        assert (report.state, report.attempts) == (ReportState.WAITING, 0)
        with other.cursor() as cursor:
            # Not only by hanging up, which the server may notice after the next call has come.
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
            assert cursor.fetchone() == (True,)
    finally:
        other.close()

    assert made(report).state == ReportState.DONE


WORKER_THAT_IS_KILLED = """
import os, signal, sys
import django
django.setup()
from django.utils.dateparse import parse_datetime
from accounts.actions import pdf
from scoring.actions import reports
pdf.weasyprint.HTML = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
reports.make(int(sys.argv[1]), at=parse_datetime(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_a_row_that_the_next_one_finishes(report):
    settings = connections["default"].settings_dict
    address = f"postgres://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}/{settings['NAME']}"
    env = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}

    command = [sys.executable, "-c", WORKER_THAT_IS_KILLED, str(report.pk), AT.isoformat()]
    killed = subprocess.run(command, env=env, check=False)

    report.refresh_from_db()
    assert killed.returncode == -9
    assert (report.state, report.percent, report.step) == (ReportState.WORKING, 35, "Laying out the pages")
    made(report)
    assert (report.state, report.attempts) == (ReportState.DONE, 2)
