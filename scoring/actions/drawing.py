"""A report's pages, drawn from the award's frozen record alone."""

from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string

from accounts.actions import pdf
from scoring.domain.award_report import award_report
from scoring.domain.decisions import ReportKind
from scoring.domain.ownership_report import ownership_report
from scoring.models import Report
from spinouts.actions.pictures import picture_addresses

SAFE = "The award and its frozen record are safe."


def draw(report: Report, tell: pdf.Tell) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). `tell` hears how far it has come, in per cent and in words."""
    award, kind = report.award, ReportKind(report.kind)

    def render() -> str:
        return render_to_string(f"reports/{kind.value}.html", _context(kind, award.content, award.fingerprint))

    return pdf.draw(award.content, award.fingerprint, render, name=kind.value, tell=tell)


def _context(kind: ReportKind, content: dict[str, Any], mark: str) -> dict[str, Any]:
    made = award_report(content) if kind is ReportKind.AWARD else ownership_report(content)
    return {
        "kind": kind,
        "report": made,
        "record": content,
        "fingerprint": mark,
        "addresses": picture_addresses(made.picture.diagram),
        "capital_addresses": picture_addresses(made.projection.capital),
        "votes_addresses": picture_addresses(made.projection.votes) if made.projection.votes else (),
        "dated": datetime.fromisoformat(content["decision"]["approved_at"]).astimezone(UTC),
    }
