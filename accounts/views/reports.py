"""The pages of a report that the worker makes; each app says which reports, and for whom."""

import hashlib
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actions.reports import MOST_ATTEMPTS
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.models import MadeReport


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the page says of the report: its title below `caption`, where its data come from, and its addresses.

    `retry_url` is empty for somebody who may not have it tried again; `back` are an address and words.
    """

    caption: str
    title: str
    source: str
    url: str
    download_url: str
    retry_url: str
    back: tuple[str, str]


def progress(request: HttpRequest, report: MadeReport, page: ReportPage) -> HttpResponse:
    """How far the report has come; asked by htmx, only the part of the page that changes."""
    template = "accounts/_report_progress.html" if request.htmx else "accounts/report_detail.html"  # type: ignore[attr-defined]
    state = ReportState(report.state).value
    context = {"report": report, "page": page, "state": state, "most_attempts": MOST_ATTEMPTS}
    return render(request, template, context)


def download(report: MadeReport, name: str) -> FileResponse:
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
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    return response
