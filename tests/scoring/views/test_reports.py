from pathlib import Path

import pytest
from django.urls import reverse

from accounts.domain.reports import ReportState
from scoring.actions import reports
from scoring.domain.decisions import ReportKind
from scoring.models import Report
from tests.scoring import deciding


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def report(award):
    return Report.objects.get(kind=ReportKind.OWNERSHIP)


def look(client, user, report, name="report", **headers):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=[report.reference]), headers=headers)


def test_the_page_asks_for_itself_until_the_report_is_ready(client, report, auditor):
    Report.objects.update(state=ReportState.WORKING.value, percent=35, step="Laying out the pages")

    piece = look(client, auditor, report, **{"HX-Request": "true"}).content.decode()

    assert piece.startswith("<div") or piece.lstrip().startswith("<div")
    assert "Laying out the pages: 35% done." in piece
    assert "hx-trigger" in piece


def test_what_is_ready_is_downloaded_with_safe_headers(client, report, auditor):
    reports.make(report.pk, at=deciding.AT)
    report.refresh_from_db()

    assert "hx-trigger" not in look(client, auditor, report).content.decode()
    response = look(client, auditor, report, "report_download")
    content = b"".join(response.streaming_content)

    assert content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="ownership-report-')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]


def test_a_file_that_was_changed_or_lost_is_not_given_out(client, report, auditor):
    reports.make(report.pk, at=deciding.AT)
    report.refresh_from_db()
    with Path(report.file.path).open("ab") as file:
        file.write(b"more")

    assert "was changed after it was made" in look(client, auditor, report, "report_download").content.decode()

    report.file.storage.delete(report.file.name)
    assert "found" in look(client, auditor, report, "report_download").content.decode()


def test_nothing_is_downloaded_before_it_is_ready(client, report, auditor):
    assert look(client, auditor, report, "report_download").status_code == 409


def test_an_officer_retries_and_an_auditor_does_not(client, report, lead_officer, auditor):
    Report.objects.update(state=ReportState.FAILED.value, attempts=5, error="It failed.")
    address = reverse("scoring:retry_report", args=[report.reference])
    assert "It failed." in look(client, auditor, report).content.decode()
    assert "Try again" not in look(client, auditor, report).content.decode()
    assert client.post(address).status_code == 403

    client.force_login(lead_officer)
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.WAITING, 0)


def test_outsiders_find_no_report(client, report, bidder, other_officer):
    for user in (bidder, other_officer):
        for name in ("report", "report_download"):
            assert look(client, user, report, name).status_code == 404
