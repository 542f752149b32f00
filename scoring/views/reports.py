import hashlib

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from scoring.actions import reports
from scoring.domain.decisions import ReportKind, ReportState
from scoring.models import Report


@never_cache
@require_GET
@requires("scoring.view_report", Report)
def report(request: UserRequest, report: Report) -> HttpResponse:
    """How far the report has come; asked by htmx, only the part of the page that changes."""
    template = "scoring/_report_progress.html" if request.htmx else "scoring/report_detail.html"  # type: ignore[attr-defined]
    context = {
        "report": report,
        "award": report.award,
        "competition": report.award.competition,
        "kind": ReportKind(report.kind),
        "state": ReportState(report.state).value,
        "most_attempts": reports.MOST_ATTEMPTS,
    }
    return render(request, template, context)


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
    if report.state != ReportState.DONE:
        raise Refusal("The report is not ready yet: go back to its page to see how far it has come.")
    try:
        file = report.file.open("rb")
    except OSError:
        raise Refusal("The file of this report can't be found. Its frozen record is safe: ask for help.") from None
    if hashlib.file_digest(file, "sha256").hexdigest() != report.sha256:
        file.close()
        raise Refusal("The file of this report was changed after it was made, so it is not given out. Ask for help.")
    file.seek(0)
    name = f"{report.kind}-report-{report.award.competition.reference}.pdf"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    return response
