"""Ownership reports: who owns and controls a company of a study, or a joint venture, on a day, as a PDF."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from accounts.actions import pdf, reports, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from spinouts.actions.pictures import picture_addresses
from spinouts.domain.company import Company, without_notes
from spinouts.domain.company_report import company_report, report_content
from spinouts.models import CompanyReport, CompanyStudy, JointVenture

SAFE = "The record that it is made from is safe."


def draw(report: CompanyReport, tell: pdf.Tell) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). `tell` hears how far it has come, in per cent and in words."""
    return pdf.draw(report.content, report.fingerprint, lambda: _html(report), name="company", tell=tell)


MAKING = reports.Making(
    rows=CompanyReport.objects.all(),
    draw=draw,
    task="spinouts.tasks.make_company_report",
    lock="company report",
    safe=SAFE,
)


def request_for_study(study: CompanyStudy, chosen: str, on: date, *, by: User, at: datetime) -> CompanyReport:
    """Ask for a report on one company of the study on a day; asked again, it is the one that is there.

    Where a company of the file is a joint venture of the council, its notes are left out as in a report on that.
    """
    own = set(JointVenture.objects.in_study(study).values_list("reference", flat=True))
    companies = [without_notes(each) if each.reference in own else each for each in study.companies]
    source = {"kind": "study", "reference": study.reference, "name": study.name, "file": study.file_name}
    source["sha256"] = study.sha256
    if chosen in own:
        source["own"] = "yes"
    return _request(companies, chosen, on, source, {"study": study}, by=by, at=at)


def request_for_venture(venture: JointVenture, on: date, *, by: User, at: datetime) -> CompanyReport:
    """Ask for a report on the joint venture on a day; asked again while nothing has changed, it is the same one.

    Notes on entries are not in it, nor in its record: a report is handed on to people who may not read the register.
    """
    company = without_notes(venture.as_value())
    source = {"kind": "venture", "reference": venture.reference, "name": venture.service.name}
    return _request((company,), company.reference, on, source, {"venture": venture}, by=by, at=at)


@transaction.atomic
def retry(report: CompanyReport, *, by: User, at: datetime) -> CompanyReport:
    """Have a report that failed made again, from the same frozen record."""
    report, is_retried = reports.retry(MAKING, report.pk, at)
    if is_retried:
        _record("spinouts.retry_report", report, by=by, at=at)
    return report


def make(pk: int, *, at: datetime) -> None:
    """Make a report, if it still waits and its turn has come. Called by a worker, and may be called twice."""
    reports.make(MAKING, pk, at)


@transaction.atomic
def _request(
    companies: Sequence[Company],
    chosen: str,
    on: date,
    source: dict[str, str],
    of: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> CompanyReport:
    company = next((each for each in companies if each.reference == chosen), None)
    if company is None:
        raise Refusal("The file has no such company: choose one on the page of the study.")
    (subject,) = of.values()
    content = report_content(companies, chosen, on, council=subject.council.name, source=source)
    report, is_new = CompanyReport.objects.get_or_create(
        **of,
        fingerprint=fingerprint(content),
        defaults={
            "content": content,
            "company_name": company.name[:300],
            "on": on,
            "requested_by": by,
            "requested_at": at,
            "next_attempt_at": at,
        },
    )
    if is_new:
        _record("spinouts.request_report", report, by=by, at=at)
        reports.start_soon(MAKING, report.pk)
    return report


def _html(report: CompanyReport) -> str:
    made = company_report(report.content)
    years = made.projection
    context = {
        "report": made,
        "record": report.content,
        "fingerprint": report.fingerprint,
        "addresses": picture_addresses(made.picture.diagram),
        "group_addresses": picture_addresses(made.group.tree) if made.group else (),
        "capital_addresses": picture_addresses(years.capital) if years else (),
        "votes_addresses": picture_addresses(years.votes) if years and years.votes else (),
        "dated": report.requested_at.astimezone(UTC),
    }
    return render_to_string("reports/company.html", context)


def _record(verb: str, report: CompanyReport, *, by: User, at: datetime) -> None:
    trail.record(
        verb,
        report,
        trail=report.of.reference,
        by=by,
        at=at,
        report=report.reference,
        on=report.on.isoformat(),
        fingerprint=report.fingerprint,
    )
