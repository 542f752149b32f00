"""The ledger of promises to take away, whole: as a spreadsheet, and as JSON with its reviews and earlier wordings."""

import csv
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.actions.fields import plain
from scoring.actions.promise_ledgers import duty_of
from scoring.actions.promises import content_of
from scoring.models import Award, PromiseReview, PromiseVersion
from scoring.views.promise_ledgers import Line, agreement_of, check_approved, lines_of
from spinouts.files.cells import plain_cell

FORMAT = "promise-ledger/1"
HEADS = (
    "Promise",
    "Criterion",
    "Passage",
    "Measure",
    "Target",
    "Unit",
    "Baseline",
    "Owner",
    "Due",
    "Indicator",
    "Published",
    "Next review",
    "Last reviewed",
    "State",
    "Why it ended",
)


@require_GET
@requires("scoring.view_promises", Award)
def ledger_csv(request: UserRequest, award: Award) -> HttpResponse:
    check_approved(award)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="promises-{award.competition.reference}.csv"'
    # So that a spreadsheet reads it as UTF-8.
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow(HEADS)
    for line in lines_of(award):
        sheet.writerow([plain_cell(cell) for cell in _cells(line)])
    return response


@require_GET
@requires("scoring.view_promises", Award)
def ledger_json(request: UserRequest, award: Award) -> HttpResponse:
    check_approved(award)
    response = JsonResponse(_whole(award), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="promises-{award.competition.reference}.json"'
    return response


def _cells(line: Line) -> list[str]:
    each = line.promise
    target = "" if each.target_number is None else str(plain(each.target_number))
    texts = [each.words, each.criterion_title, each.quote, each.measure, target, each.unit, each.baseline]
    days = [each.due_on, line.review_by, vars(each)["reviewed_on"]]
    due, review_by, reviewed_on = (day.isoformat() if day else "" for day in days)
    marks = ["yes" if mark else "no" for mark in (each.is_kpi, each.is_material)]
    return [*texts, each.answerable, due, *marks, review_by, reviewed_on, line.state.label, each.outcome_reason]


def _whole(award: Award) -> dict[str, Any]:
    """The ledger as one plain value. Five queries, however many promises there are."""
    lines, agreement, duty = lines_of(award), agreement_of(award), duty_of(award)
    reviews: dict[int, list[Any]] = {line.promise.pk: [] for line in lines}
    versions: dict[int, list[Any]] = {line.promise.pk: [] for line in lines}
    for review in PromiseReview.objects.filter(promise__award=award).select_related("by").order_by("on", "pk"):
        reviews[review.promise_id].append(_review(review))
    for version in PromiseVersion.objects.filter(promise__award=award).select_related("by").order_by("number"):
        versions[version.promise_id].append(
            {"number": version.number, "content": version.content, "by": version.by.name, "at": plain(version.at)}
        )
    return {
        "format": FORMAT,
        "competition": award.competition.reference,
        "award": award.reference,
        "bidder": award.bid.organisation.name,
        "asked_for": {"indicators": duty.asked, "why": duty.sentence, "source": duty.source},
        "agreed": agreement
        and {
            "at": plain(agreement.agreed_at),
            "by": agreement.agreed_by.name,
            "why_fewer": agreement.why_fewer,
            "fingerprint": agreement.fingerprint,
            "content": agreement.content,
        },
        "promises": [
            content_of(line.promise)
            | {
                "state": line.state.value,
                "review_by": line.review_by and line.review_by.isoformat(),
                "outcome_reason": line.promise.outcome_reason,
                "reviews": reviews[line.promise.pk],
                "versions": versions[line.promise.pk],
            }
            for line in lines
        ],
    }


def _review(review: PromiseReview) -> dict[str, Any]:
    return {
        "on": review.on.isoformat(),
        "rating": review.rating,
        "value": plain(review.value),
        "evidence": review.evidence,
        "file": review.file_name,
        "file_sha256": review.file_sha256,
        "by": review.by.name,
        "at": plain(review.at),
    }
