"""Reports on a company of a study, or on a joint venture, as PDFs that the worker makes."""

from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, may, requires
from accounts.domain.refusals import Refusal
from accounts.views.reports import ReportPage, progress
from accounts.views.reports import download as download_of
from spinouts.actions import reports
from spinouts.models import CompanyReport, CompanyStudy, JointVenture

LONGEST_NAME = 60


@require_POST
@requires("spinouts.report_on_study", CompanyStudy)
def study_report_new(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    """Ask for a report on the company and day that the page shows."""
    on, company = _asked_day(request), request.POST.get("company", "")
    report = reports.request_for_study(study, company, on, by=request.user, at=timezone.now())
    return redirect("spinouts:company_report", report.reference)


@require_POST
@requires("spinouts.report_on_venture", JointVenture)
def venture_report_new(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Ask for a report on the joint venture on the day that the page shows."""
    report = reports.request_for_venture(venture, _asked_day(request), by=request.user, at=timezone.now())
    return redirect("spinouts:company_report", report.reference)


@never_cache
@require_GET
@requires("spinouts.view_company_report", CompanyReport)
def report(request: UserRequest, report: CompanyReport) -> HttpResponse:
    """How far the report has come."""
    may_retry = may(request.user, "spinouts.retry_company_report", report)
    place = "spinouts:study" if report.study else "spinouts:venture"
    back = f"{reverse(place, args=[report.of.reference])}?on={report.on.isoformat()}"
    if report.study:
        back += f"&company={report.content['company']}"
    page = ReportPage(
        caption=report.company_name,
        title="Ownership report",
        source="a record of the company that was frozen when it was asked for",
        url=reverse("spinouts:company_report", args=[report.reference]),
        download_url=reverse("spinouts:company_report_download", args=[report.reference]),
        retry_url=reverse("spinouts:company_report_retry", args=[report.reference]) if may_retry else "",
        back=(back, "Back to the company"),
    )
    return progress(request, report, page)


@require_POST
@requires("spinouts.retry_company_report", CompanyReport)
def retry(request: UserRequest, report: CompanyReport) -> HttpResponse:
    reports.retry(report, by=request.user, at=timezone.now())
    return redirect("spinouts:company_report", report.reference)


@never_cache
@require_GET
@requires("spinouts.view_company_report", CompanyReport)
def download(request: UserRequest, report: CompanyReport) -> HttpResponseBase:
    """The PDF, if it is still the file that was made."""
    name = slugify(report.company_name)[:LONGEST_NAME].strip("-") or "company"
    return download_of(report, f"ownership-report-{name}-{report.on.isoformat()}.pdf")


def _asked_day(request: UserRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError as error:
        raise Refusal("There is no such day: choose one that exists on the company's page.") from error
