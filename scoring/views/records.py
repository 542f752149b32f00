import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from accounts.actions.trail import broken_links_of
from accounts.models import TrailEvent
from procurement.models import Competition
from scoring.domain.deeds import deed_in_words, deeds_like
from scoring.models import EnquiryDraft, OpenedBid
from spinouts.files.cells import plain_cell
from spinouts.models import JointVenture

PAGE = 50


@dataclass(frozen=True, slots=True)
class Trail:
    """A trail that the person may read: the competition's own, that of its company, or that of an opened bid."""

    reference: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    name: str
    broken: list[int]


@require_GET
@requires("scoring.view_record", Competition)
def record(request: UserRequest, competition: Competition) -> HttpResponse:
    """The audit trail of the competition, the company that it created and its opened bids.

    With ?check=yes also whether the chains are whole.
    """
    trails = _trails(request, competition)
    page = Paginator(_events(request, trails), PAGE).get_page(request.GET.get("page"))
    asked = {name: request.GET.get(name, "") for name in ("trail", "text")}
    context = {
        "competition": competition,
        "trails": trails,
        "rows": [(event, deed_in_words(event.verb), _name(event, trails), _details(event)) for event in page],
        "page": page,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "checked": _check(trails) if request.GET.get("check") else None,
    }
    return render(request, "scoring/record_detail.html", context)


@require_GET
@requires("scoring.view_record", Competition)
def record_csv(request: UserRequest, competition: Competition) -> StreamingHttpResponse:
    """All events that the filter lets through, with places and hashes, so that the chain can be checked elsewhere."""
    trails = _trails(request, competition)
    response = StreamingHttpResponse(_lines(_events(request, trails), trails), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="record-{competition.reference}.csv"'
    return response


def _trails(request: UserRequest, competition: Competition) -> list[Trail]:
    bids = OpenedBid.objects.visible_to(request.user).filter(competition=competition).order_by("organisation__name")
    companies = JointVenture.objects.visible_to(request.user).filter(award__competition=competition)
    drafts = EnquiryDraft.objects.visible_to(request.user).of(competition)
    # The trail of a question tells who drafted it.
    questions = drafts if may(request.user, "scoring.view_asking", competition) else drafts.none()
    return [
        Trail(competition.reference, "The competition"),
        *(_company(each) for each in companies),
        *(Trail(bid.reference, f"Bid of {bid.organisation}") for bid in bids),
        *(Trail(each.reference, str(each)) for each in questions),
    ]


def _company(company: JointVenture) -> Trail:
    return Trail(company.reference, f"The company {company}", reverse("spinouts:venture", args=[company.reference]))


def _events(request: UserRequest, trails: list[Trail]) -> QuerySet[TrailEvent]:
    readable = [trail.reference for trail in trails]
    wanted = request.GET.get("trail", "")
    events = TrailEvent.objects.of(*([wanted] if wanted in readable else readable))
    for word in request.GET.get("text", "").split():
        deed = Q(verb__icontains=word) | Q(verb__in=deeds_like(word))
        events = events.filter(deed | Q(subject__icontains=word) | Q(by__name__icontains=word))
    return events


def _name(event: TrailEvent, trails: list[Trail]) -> str:
    return next(trail.name for trail in trails if trail.reference == event.trail)


def _details(event: TrailEvent) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), _said(value)) for name, value in event.details.items() if value not in ("", None)]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    return str(value)


def _check(trails: list[Trail]) -> list[Checked]:
    broken = broken_links_of(trail.reference for trail in trails)
    return [Checked(trail.name, broken[trail.reference]) for trail in trails]


class _Echo:
    """A file that hands back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def _lines(events: QuerySet[TrailEvent], trails: list[Trail]) -> Iterator[str]:
    sheet = csv.writer(_Echo())
    yield "\ufeff"
    yield sheet.writerow(
        ["Trail", "Number", "At (UTC)", "By", "Deed", "About", "Details", "Hash", "Of what", "In words"]
    )
    for event in _each(events):
        cells = [
            event.trail,
            str(event.sequence),
            event.at.astimezone(UTC).isoformat(),
            event.by.name if event.by else "",
            event.verb,
            event.subject,
            json.dumps(event.details, ensure_ascii=False, sort_keys=True),
            event.hash,
            _name(event, trails),
            deed_in_words(event.verb),
        ]
        yield sheet.writerow([plain_cell(cell) for cell in cells])


def _each(events: QuerySet[TrailEvent]) -> Iterable[TrailEvent]:
    return events.iterator(chunk_size=1000)
