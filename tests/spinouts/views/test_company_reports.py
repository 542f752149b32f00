from datetime import date

import pytest
from django.urls import reverse

from accounts.domain.reports import ReportState
from spinouts.actions import reports
from spinouts.models import CompanyReport
from tests.spinouts import studies
from tests.spinouts.actions.test_ventures import form
from tests.spinouts.studies import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def study(council, officer):
    return studies.study(council, officer, "group")


@pytest.fixture
def report(study, officer):
    return reports.request_for_study(study, "day-hospital", date(2014, 4, 1), by=officer, at=AT)


@pytest.fixture
def venture(service, approver):
    return form(service, approver)


def look(client, user, report, name="company_report", **headers):
    client.force_login(user)
    return client.get(reverse(f"spinouts:{name}", args=[report.reference]), headers=headers)


def test_a_report_is_asked_for_on_the_page_and_is_the_same_the_second_time(client, study, auditor):
    client.force_login(auditor)
    address = reverse("spinouts:study_report_new", args=[study.reference])
    typed = {"company": "day-hospital", "on": "2014-04-01"}

    first, second = client.post(address, typed), client.post(address, typed)

    report = CompanyReport.objects.get()
    assert first.url == second.url == reverse("spinouts:company_report", args=[report.reference])
    assert (report.company_name, report.on, report.requested_by) == ("Day hospital", date(2014, 4, 1), auditor)


def test_a_joint_venture_has_the_same_button(client, venture, auditor):
    client.force_login(auditor)
    page = client.get(reverse("spinouts:venture", args=[venture.reference]), {"on": "2027-01-01"}).content.decode()
    address = reverse("spinouts:venture_report_new", args=[venture.reference])
    assert f'action="{address}"' in page

    client.post(address, {"on": "2027-01-01"})

    assert CompanyReport.objects.get().venture == venture


@pytest.mark.parametrize("typed", [{}, {"on": "2026-02-30", "company": "group"}, {"on": "2014-04-01"}])
def test_a_day_or_company_that_there_is_not_is_said(client, study, auditor, typed):
    client.force_login(auditor)

    assert client.post(reverse("spinouts:study_report_new", args=[study.reference]), typed).status_code == 409
    assert not CompanyReport.objects.exists()


def test_the_page_asks_for_itself_until_the_report_is_ready(client, report, auditor):
    CompanyReport.objects.update(state=ReportState.WORKING.value, percent=35, step="Laying out the pages")

    piece = look(client, auditor, report, **{"HX-Request": "true"}).content.decode()
    whole = look(client, auditor, report).content.decode()

    assert "Laying out the pages: 35% done." in piece
    assert f'hx-get="{reverse("spinouts:company_report", args=[report.reference])}"' in piece
    assert f"{reverse('spinouts:study', args=[report.study.reference])}?on=2014-04-01&amp;company=day-hospital" in whole


def test_what_is_ready_is_downloaded_under_the_companys_name(client, report, auditor):
    assert look(client, auditor, report, "company_report_download").status_code == 409
    reports.make(report.pk, at=AT)

    response = look(client, auditor, report, "company_report_download")

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"] == 'attachment; filename="ownership-report-day-hospital-2014-04-01.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_anybody_at_the_council_retries(client, report, auditor):
    CompanyReport.objects.update(state=ReportState.FAILED.value, attempts=5, error="It failed.")
    assert "Try again now" in look(client, auditor, report).content.decode()

    client.post(reverse("spinouts:company_report_retry", args=[report.reference]))

    report.refresh_from_db()
    assert (report.state, report.attempts, report.error) == (ReportState.WAITING, 0, "")


def test_outsiders_find_no_report(client, report, bidder, other_officer, study):
    for user in (bidder, other_officer):
        for name in ("company_report", "company_report_download"):
            assert look(client, user, report, name).status_code == 404
        assert client.post(reverse("spinouts:study_report_new", args=[study.reference])).status_code == 404
        assert client.post(reverse("spinouts:company_report_retry", args=[report.reference])).status_code == 404
