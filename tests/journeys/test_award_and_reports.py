"""From agreed scores to the company and its reports, which a real worker makes."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from accounts.domain.reports import ReportState
from scoring.models import Award, Report
from tests.journeys.conftest import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def browser_of(new_browser, sign_in):
    def browser_of(user, **options):
        page = new_browser(**options)
        sign_in(page, user)
        return page

    return browser_of


def test_an_award_is_made_and_its_reports_are_downloaded(judged, lead_officer, approver, auditor, browser_of, worker):
    competition = judged.competition
    chair, lead, decider = browser_of(judged.panel.chair.user), browser_of(lead_officer), browser_of(approver)

    chair.goto(f"/council/competitions/{competition.reference}/board/")
    check(chair, "board")
    chair.get_by_role("link", name="Ranking").click()
    check(chair, "ranking-to-make")
    chair.get_by_role("button", name="Make the ranking").click()
    chair.get_by_text("Ranking 1 is made").wait_for()
    chair.locator("summary", has_text="Harbour Care: 70.00 marks").click()
    chair.locator("details[open] summary", has_text="Investment").click()
    chair.get_by_text("£500,000 earns").wait_for()
    check(chair, "ranking")
    chair.get_by_role("link", name="Check again").click()
    chair.get_by_text("the ranking is the same in every figure").wait_for()

    lead.goto(f"/council/competitions/{competition.reference}/award/")
    check(lead, "award-none")
    lead.get_by_role("button", name="Propose the award").click()
    lead.get_by_role("button", name="Propose the award").click()
    lead.get_by_role("link", name="Give the reasons for the award.").click()
    check(lead, "propose-errors")
    lead.keyboard.type("Harbour Care is in first place on the published criteria.")
    lead.get_by_role("button", name="Propose the award").click()
    lead.get_by_text("Nothing is decided yet").wait_for()
    check(lead, "award-proposed")

    decider.goto("/my-work/")
    decider.get_by_role("link", name="Approve or send back").click()
    decider.get_by_role("button", name="Decide on this proposal").click()
    decider.get_by_label("Approve the award").check()
    decider.get_by_role("button", name="Confirm the decision").click()
    decider.get_by_role("link", name="Enter the day on which the company is formed").wait_for()
    check(decider, "decide-errors")
    for label, typed in (("Day", "1"), ("Month", "4"), ("Year", "2027")):
        decider.get_by_label(label, exact=True).fill(typed)
    decider.get_by_role("button", name="Confirm the decision").click()
    decider.get_by_text("The award is approved").wait_for()
    check(decider, "award")

    decider.get_by_role("link", name="Award report").click()
    decider.get_by_role("button", name="Download the report").wait_for(timeout=90_000)
    check(decider, "report")
    with decider.expect_download() as download:
        decider.get_by_role("button", name="Download the report").click()
    with pikepdf.open(BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        assert pdf.Root.MarkInfo.Marked
    assert download.value.suggested_filename == f"award-report-{competition.reference}.pdf"

    decider.goto(f"/awards/{Award.objects.get().reference}/")
    decider.get_by_role("link", name="Its register on any date").click()
    check(decider, "venture")
    decider.get_by_label("Year", exact=True).fill("2026")
    decider.get_by_role("button", name="Show").click()
    decider.get_by_text("Nobody holds any shares of Barchester Day Centres Limited on this day.").wait_for()

    reader = browser_of(auditor)
    reader.goto(f"/record/{competition.reference}/")
    reader.get_by_role("link", name="Check that the chains are whole").click()
    reader.get_by_text("The competition: whole").wait_for()
    check(reader, "record")
    reader.goto(f"/council/competitions/{competition.reference}/board/")
    check(reader, "board-ranked")
    reader.locator("summary", has_text="Show only a part").click()
    reader.get_by_label("Evaluators’ scores apart").fill("wide")
    reader.get_by_role("button", name="Show").click()
    reader.get_by_role("link", name="Give the points that scores are apart").click()
    check(reader, "board-part-errors")


def test_a_report_that_failed_says_why_and_is_made_after_all(award, lead_officer, browser_of, worker):
    report = Report.objects.order_by("kind").first()
    Report.objects.update(state=ReportState.FAILED.value, attempts=5, error="The file could not be stored: disk full.")
    page = browser_of(lead_officer)
    page.goto(f"/reports/{report.reference}/")
    page.get_by_text("The file could not be stored: disk full.").wait_for()
    check(page, "report-failed")

    page.get_by_role("button", name="Try again now").click()

    page.get_by_role("button", name="Download the report").wait_for(timeout=90_000)


def test_without_script_the_page_is_asked_again_by_its_link(award, lead_officer, browser_of):
    report = Report.objects.order_by("kind").first()
    page = browser_of(lead_officer, java_script_enabled=False)
    page.goto(f"/reports/{report.reference}/")
    page.get_by_text("The report waits for a worker.").wait_for()

    Report.objects.filter(pk=report.pk).update(state=ReportState.WORKING.value, percent=35, step="Laying out the pages")
    page.get_by_role("link", name="Check again").click()

    page.get_by_text("Laying out the pages: 35% done.").wait_for()
