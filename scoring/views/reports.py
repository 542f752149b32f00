from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, may, requires
from accounts.views.reports import ReportPage, progress
from accounts.views.reports import download as download_of
from scoring.actions import reports
from scoring.domain.decisions import ReportKind
from scoring.models import Report


@never_cache
@require_GET
@requires("scoring.view_report", Report)
def report(request: UserRequest, report: Report) -> HttpResponse:
    """How far the report has come."""
    may_retry = may(request.user, "scoring.retry_report", report)
    page = ReportPage(
        caption=str(report.award.competition),
        title=ReportKind(report.kind).label,
        source="the frozen record of the award",
        url=reverse("scoring:report", args=[report.reference]),
        download_url=reverse("scoring:report_download", args=[report.reference]),
        retry_url=reverse("scoring:retry_report", args=[report.reference]) if may_retry else "",
        back=(reverse("scoring:award", args=[report.award.reference]), "Back to the award"),
    )
    return progress(request, report, page)


@require_POST
@requires("scoring.retry_report", Report)
def retry(request: UserRequest, report: Report) -> HttpResponse:
    reports.retry(report, by=request.user, at=timezone.now())
    return redirect("scoring:report", report.reference)


@never_cache
@require_GET
@requires("scoring.view_report", Report)
def download(request: UserRequest, report: Report) -> HttpResponseBase:
    """The PDF, if it is still the file that was made."""
    return download_of(report, f"{report.kind}-report-{report.award.competition.reference}.pdf")
